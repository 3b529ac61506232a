"""Checklists of an import and their lines: written, and followed when a newer export comes."""

import uuid
from typing import Any

from integrations.actions.underway import Writing
from integrations.models import ImportedObject
from integrations.plan import PlannedItem, PlannedTask
from sync.shapes import Json
from tasks.access import WORKERS
from tasks.actions.checklists import add_checklist, add_checklist_item
from tasks.models import ChecklistItem, Task


def write_checklists(
    writing: Writing,
    task: Task,
    planned: PlannedTask,
    known: dict[str, ImportedObject],
    *,
    lines: dict[str, ImportedObject] | None = None,
) -> bool:
    """Add the planned lists and lines that are not known yet, at the end; whether there were any."""
    fresh = [one for one in planned.items if one.external_id not in (lines or {})]
    wanted = {one.checklist_id for one in fresh}
    lists = {name: row.object_id for name, row in known.items()}
    for one in planned.checklists:
        # A list from before there were lists has lines here, which are in the task's first one.
        if one.external_id not in known and (lines is None or one.external_id in wanted):
            made = add_checklist(task, actor=writing.actor, name=one.name)
            lists[one.external_id] = made.id
            writing.keep("checklist", one.external_id, made.id, {"name": one.name})
    for item in fresh:
        _write_item(writing, task, item, lists.get(item.checklist_id))
    return bool(fresh)


def _write_item(
    writing: Writing, task: Task, planned: PlannedItem, checklist_id: uuid.UUID | None
) -> None:
    value = line_values(writing, planned)
    fields: dict[str, Any] = {name: value[name] for name in value if name != "text"}
    if checklist_id is not None and not task.checklists.filter(id=checklist_id).exists():
        checklist_id = None
    item = add_checklist_item(
        task,
        actor=writing.actor,
        text=planned.text,
        checklist_id=checklist_id,
        fields=fields,
        limit=None,
    )
    writing.keep("checklist_item", planned.external_id, item.id, value)


def line_values(writing: Writing, planned: PlannedItem) -> dict[str, Json]:
    """What a line is to hold here; a person who does not work in the project is left off."""
    person = writing.member(planned.person_id)
    if person is not None and not (person.is_placeholder or writing.role(person) in WORKERS):
        writing.plan.notes.miss("People who do not see the project were left off", person.name)
        person = None
    return {
        "text": planned.text,
        "is_done": planned.is_done,
        "performer_id": str(person.id) if person else None,
        "due_on": planned.due_on.isoformat() if planned.due_on else None,
    }


def spelled_line(item: ChecklistItem, name: str) -> Json:
    """A line's value as a fingerprint spells it."""
    value: Any = getattr(item, name)  # a text, a flag, a day or an id
    return value if value is None or isinstance(value, bool) else str(value)
