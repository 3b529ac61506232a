"""Checklists of a task and their lines. The task counts the lines of all of them in its own row."""

import uuid
from collections.abc import Mapping
from typing import Any

from pm_suite.lib.problems import Conflict, Invalid, NotSeen
from sync.conflicts import hold, settle
from sync.journal import Journal, record
from tasks import cleaning
from tasks.access import WORKERS, access_task, require_task_edit, role_in
from tasks.actions.parts import count_parts
from tasks.actions.tasks import create_task, trash_task
from tasks.models import Checklist, ChecklistItem, Stage, Task
from tasks.ranking import place
from tasks.rows import chosen_id, insert
from teams.access import access_member
from teams.models import Member

ITEMS_MAX = 5000
LISTS_MAX = 100


def _name(value: object) -> str:
    """A name, or none."""
    if isinstance(value, str) and not value.replace("\x00", "").strip():
        return ""
    return cleaning.one_line(value, field="name", limit=cleaning.NAME_MAX, noun="A checklist")


def _checklist(value: Any, task: Task) -> Checklist:
    """A list of the task; raises NotSeen."""
    identity = cleaning.identity(value, field="checklist_id")
    found = Checklist.objects.filter(task=task, id=identity).first()
    if found is None:
        raise NotSeen("This checklist is not here any more.", field="checklist_id")
    found.task = task
    return found


def _first(task: Task, actor: Member) -> Checklist:
    """The task's first list, made when there is none."""
    found = Checklist.objects.filter(task=task).order_by("rank", "id").first()
    return found or add_checklist(task, actor=actor)


def _performer(value: Any, item: ChecklistItem, actor: Member) -> uuid.UUID | None:
    if value is None:
        return None
    performer = access_member(actor, cleaning.identity(value, field="performer_id"))
    is_there = performer.is_placeholder or role_in(performer, item.task.project) in WORKERS
    if not is_there:
        raise Invalid(
            f"{performer.name} does not work in this project; add them to it first.",
            field="performer_id",
        )
    return performer.id


def _clean(item: ChecklistItem, name: str, value: Any, actor: Member) -> Any:
    """The value as the field keeps it."""
    match name:
        case "text":
            noun = "A checklist line"
            return cleaning.one_line(value, field="text", limit=2000, noun=noun)
        case "is_done":
            return cleaning.flag(value, field="is_done")
        case "due_on":
            return cleaning.day(value, field="due_on")
        case "performer_id":
            return _performer(value, item, actor)
    raise AssertionError(name)


ITEM_FIELDS = dict.fromkeys(("text", "is_done", "performer_id", "due_on"))


def add_checklist(
    task: Task,
    *,
    actor: Member,
    name: str = "",
    id: object = None,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
) -> Checklist:
    """Add a checklist to the task; raises Forbidden, Invalid, Conflict when there are too many."""
    require_task_edit(actor, task)
    with record(actor) as journal:
        rows = Checklist.objects.filter(task=task)
        if rows.count() >= LISTS_MAX:
            raise Conflict(f"A task has at most {LISTS_MAX} checklists.", code="too_many")
        checklist = Checklist(
            id=chosen_id(id),
            workspace_id=task.workspace_id,
            task=task,
            name=_name(name),
            rank=place(journal, rows, "checklist.ranked", after=after, before=before),
        )
        insert(checklist)
        journal.insert("checklist.added", checklist)
        count_parts(journal, "checklist.added", task)
    return checklist


def change_checklist(
    checklist: Checklist, *, actor: Member, fields: Mapping[str, Any]
) -> Checklist:
    """Rename a checklist; raises Forbidden, Invalid."""
    require_task_edit(actor, checklist.task)
    cleaning.only_known(fields, {"name": None})
    with record(actor) as journal:
        hold(journal, checklist, ["name"])
        before = dict(vars(checklist))
        for name, value in fields.items():
            setattr(checklist, name, _name(value))
        if changed := settle(journal, checklist, before, list(fields)):
            checklist.save(update_fields=changed)
            journal.update("checklist.renamed", checklist, changed)
    return checklist


def move_checklist(
    checklist: Checklist, *, actor: Member, after: uuid.UUID | None, before: uuid.UUID | None
) -> Checklist:
    """Put a checklist elsewhere among those of its task."""
    require_task_edit(actor, checklist.task)
    with record(actor) as journal:
        rows = Checklist.objects.filter(task_id=checklist.task_id)
        places = {"after": after, "before": before}
        checklist.rank = place(journal, rows, "checklist.ranked", **places, moving=checklist.id)
        checklist.save(update_fields=["rank"])
        journal.update("checklist.ranked", checklist, ["rank"])
    return checklist


def remove_checklist(checklist: Checklist, *, actor: Member) -> None:
    """Delete a checklist with its lines."""
    require_task_edit(actor, checklist.task)
    task = checklist.task
    with record(actor) as journal:
        items = list(ChecklistItem.objects.filter(checklist=checklist).order_by("id"))
        for item in items:
            item.task = task
            journal.delete("checklist.removed", item)
        journal.delete("checklist.removed", checklist)
        checklist.delete()
        done = sum(item.is_done for item in items)
        count_parts(
            journal,
            "checklist.removed",
            task,
            checklist_count=-len(items),
            checklist_done=-done,
        )


def add_checklist_item(
    task: Task,
    *,
    actor: Member,
    text: str,
    id: object = None,
    checklist_id: object = None,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    fields: Mapping[str, Any] | None = None,
    limit: int | None = ITEMS_MAX,
) -> ChecklistItem:
    """Add a line to a checklist of the task, without `checklist_id` to the first, which is made when there is none.

    What an import brings has no limit. Raises Forbidden, Invalid, NotSeen for a list that is gone, Conflict when there
    are too many lines.
    """
    require_task_edit(actor, task)
    fields = {**(fields or {}), "text": text}
    cleaning.only_known(fields, ITEM_FIELDS)
    with record(actor) as journal:
        if limit is not None and task.checklist_count >= limit:
            raise Conflict(
                f"The checklists of a task have at most {limit:,} lines; make subtasks.",
                code="too_many",
            )
        checklist = _first(task, actor) if checklist_id is None else _checklist(checklist_id, task)
        rows = ChecklistItem.objects.filter(checklist=checklist)
        item = ChecklistItem(
            id=chosen_id(id),
            workspace_id=task.workspace_id,
            task=task,
            checklist=checklist,
            rank=place(journal, rows, "checklist_item.ranked", after=after, before=before),
        )
        for name, value in fields.items():
            setattr(item, name, _clean(item, name, value, actor))
        insert(item)
        kind = "checklist_item.added"
        journal.insert(kind, item)
        count_parts(journal, kind, task, checklist_count=1, checklist_done=int(item.is_done))
    return item


def change_checklist_item(
    item: ChecklistItem, *, actor: Member, fields: Mapping[str, Any]
) -> ChecklistItem:
    """Tick, untick or rewrite a line, give it to a person or a day, or put it at the end of another list of its task.

    Raises Forbidden, Invalid, NotSeen for a list that is gone.
    """
    require_task_edit(actor, item.task)
    cleaning.only_known(fields, {**ITEM_FIELDS, "checklist_id": None})
    fields = dict(fields)
    with record(actor) as journal:
        if "checklist_id" in fields:
            item = move_checklist_item(
                item, actor=actor, after=None, before=None, checklist_id=fields.pop("checklist_id")
            )
        item.refresh_from_db(fields=list(ITEM_FIELDS))
        before, was_done = dict(vars(item)), item.is_done
        for name, value in fields.items():
            setattr(item, name, _clean(item, name, value, actor))
        changed = settle(journal, item, before, list(fields))
        if not changed:
            return item
        item.save(update_fields=changed)
        step = int(item.is_done) - int(was_done)
        kind = "checklist_item.ticked" if step > 0 else "checklist_item.changed"
        journal.update(kind, item, changed)
        if step:
            count_parts(journal, kind, item.task, checklist_done=step)
    return item


def move_checklist_item(
    item: ChecklistItem,
    *,
    actor: Member,
    after: uuid.UUID | None,
    before: uuid.UUID | None,
    checklist_id: object = None,
) -> ChecklistItem:
    """Put a line elsewhere in its checklist, or in another one of its task; raises NotSeen for a list that is gone."""
    require_task_edit(actor, item.task)
    with record(actor) as journal:
        fields = ["rank"]
        if checklist_id is not None:
            checklist = _checklist(checklist_id, item.task)
            if checklist.id != item.checklist_id:
                item.checklist = checklist
                fields.append("checklist_id")
        rows = ChecklistItem.objects.filter(checklist_id=item.checklist_id)
        places = {"after": after, "before": before}
        item.rank = place(journal, rows, "checklist_item.ranked", **places, moving=item.id)
        item.save(update_fields=fields)
        journal.update("checklist_item.ranked", item, fields)
    return item


def remove_checklist_item(item: ChecklistItem, *, actor: Member) -> None:
    """Delete a line."""
    require_task_edit(actor, item.task)
    with record(actor) as journal:
        _remove(journal, item, "checklist_item.removed")


def _remove(journal: Journal, item: ChecklistItem, kind: str) -> None:
    item.refresh_from_db(fields=["is_done"])
    journal.delete(kind, item)
    task, done = item.task, int(item.is_done)
    item.delete()
    count_parts(journal, kind, task, checklist_count=-1, checklist_done=-done)


def promote_checklist_item(item: ChecklistItem, *, actor: Member, task_id: object = None) -> Task:
    """Make a line a subtask with its text, performer and day, in one transaction; the line goes.

    Raises Forbidden, Conflict.
    """
    parent = item.task
    require_task_edit(actor, parent)
    with record(actor) as journal:
        item.refresh_from_db(fields=list(ITEM_FIELDS))
        fields: dict[str, Any] = {"parent_id": parent.id}  # each field has values of its own type
        if item.performer_id:
            fields["performer_id"] = item.performer_id
        if item.due_on:
            fields["due_on"] = item.due_on.isoformat()
        stage = _stage_for(parent, is_done=item.is_done)
        title = item.text if len(item.text) <= cleaning.TITLE_MAX else item.text[:999] + "…"
        if title != item.text:
            fields["description"] = item.text
        task = create_task(actor=actor, stage=stage, title=title, id=task_id, fields=fields)
        _remove(journal, item, "checklist_item.promoted")
    return task


def demote_task(
    task: Task,
    *,
    actor: Member,
    id: object = None,
    checklist_id: object = None,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
) -> ChecklistItem:
    """Make a subtask a line of a checklist of its task, in one transaction; the subtask goes to the trash.

    Raises Invalid when it is no subtask or has subtasks of its own, Forbidden, NotSeen, Conflict.
    """
    if task.parent_id is None:
        raise Invalid("Only a subtask becomes a checklist line.", field="id")
    if Task.objects.alive().filter(parent=task).exists():
        raise Invalid("A task with subtasks of its own stays a task.", field="id")
    with record(actor):
        parent = access_task(actor, task.parent_id, write=True)
        fields: dict[str, Any] = {  # each field has values of its own type
            "is_done": task.done_at is not None,
            "performer_id": task.performer_id,
            "due_on": task.due_on.isoformat() if task.due_on else None,
        }
        item = add_checklist_item(
            parent,
            actor=actor,
            text=task.title,
            id=id,
            checklist_id=checklist_id,
            after=after,
            before=before,
            fields=fields,
        )
        trash_task(task, actor=actor)
    return item


def _stage_for(parent: Task, *, is_done: bool) -> Stage:
    """Where a line goes on as a task: what is to do, or a done stage for a line that is ticked."""
    wanted = Stage.Kind.DONE if is_done else Stage.Kind.TODO
    stages = list(Stage.objects.filter(project_id=parent.project_id).order_by("rank", "id"))
    stage = next((one for one in stages if one.kind == wanted), stages[0])
    stage.project = parent.project
    return stage
