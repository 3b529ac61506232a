"""Brings a newer export of a board into the project that it became before.

Each value is compared three ways: as it was imported, as it is here, as the new export has it. What nobody touched here
follows the export; what people changed here stays, and is listed.
"""

import uuid

from boards.actions import create_stage
from integrations.access import earlier_run
from integrations.actions.lines import line_values, spelled_line, write_checklists
from integrations.actions.people import Match, seat_people
from integrations.actions.reports import describe, notes, update_sentences
from integrations.actions.underway import Writing
from integrations.actions.undoing import spelled
from integrations.actions.writing import (
    Progress,
    board_fingerprint,
    keep_people,
    task_fingerprint,
    write_past,
    write_tags,
    write_task,
)
from integrations.models import ImportedObject, ImportRun
from integrations.plan import Plan, PlannedTask
from integrations.telling import told
from pm_suite.lib.problems import Conflict
from sync.journal import Journal
from sync.shapes import Json
from tasks.access import require
from tasks.actions.checklists import change_checklist_item
from tasks.actions.tasks import (
    change_task,
    move_task,
    observe_task,
    restore_task,
    tag_task,
    trash_task,
)
from tasks.models import ChecklistItem, Project, Stage, Task
from teams.models import Member

FIELDS = ("title", "description", "due_at", "performer_id")
LABELS = {
    "title": "title",
    "description": "description",
    "due_at": "due time",
    "performer_id": "performer",
    "stage_id": "stage",
    "is_trashed": "trash",
    "text": "checklist line",
    "is_done": "checklist tick",
    "due_on": "day of a checklist line",
}
Known = dict[str, dict[str, ImportedObject]]
"""model → external id → what it became"""


class Update:
    """One update on its way: what is known from before, and what this one does."""

    def __init__(self, writing: Writing, known: Known) -> None:
        self.writing = writing
        self.known = known
        self.added = 0
        self.changed = 0
        self.kept: list[Json] = []
        self.changes: list[dict[str, Json]] = []
        board = known.get("board", {}).get(writing.plan.external_id)
        self.last_event_at = str(board.fingerprint.get("last_event_at") or "") if board else ""

    def decide(self, row: ImportedObject, name: str, *, here: Json, new: Json, title: str) -> bool:
        """Whether the value follows the export; a difference that people made here is listed instead."""
        old = row.fingerprint.get(name)
        if new in (old, here):
            return False
        if here != old:
            self.kept.append({"task": title, "what": LABELS[name]})
            return False
        self.note(row, name, new)
        return True

    def note(self, row: ImportedObject, name: str, new: Json) -> None:
        """Remember a change, so that it can be undone and is not taken for a person's own later."""
        change: dict[str, Json] = {"object": str(row.object_id), "model": row.model, "field": name}
        self.changes.append({**change, "before": row.fingerprint.get(name), "after": new})
        row.fingerprint[name] = new


def update_project(
    plan: Plan,
    *,
    run: ImportRun,
    actor: Member,
    journal: Journal,
    matches: list[Match],
    tell: Progress,
) -> tuple[dict[str, Json], list[dict[str, Json]], Project]:
    """Bring the plan into the project of the earlier import; gives the report, the undo list, and the project.

    Raises Conflict when there is no earlier import, Forbidden when the actor does not lead the project.
    """
    earlier = earlier_run(actor, plan.external_id)
    if earlier is None or earlier.project is None:
        raise Conflict("There is no earlier import of this board to update.")
    project = earlier.project
    require(actor, "lead", project)
    tell(1, "People and tags")
    report = describe(plan, matches)
    known = _known(project)
    people = seat_people(journal, actor, matches)
    writing = Writing(plan, run, actor, journal, project, people)
    keep_people(writing, matches)
    _find_stages(writing, known)
    write_tags(writing, plan.tags)
    update = Update(writing, known)
    _update_tasks(update, plan.tasks, tell)
    writing.flush()
    ImportedObject.objects.filter(project=project, model="board").update(
        fingerprint=board_fingerprint(plan)
    )
    report["update"] = summary = _summary(update, plan)
    report["notes"] = [*update_sentences(summary), *notes(plan)]
    return report, update.changes, project


def _known(project: Project) -> Known:
    known: Known = {}
    for row in ImportedObject.objects.filter(project=project).order_by("id"):
        known.setdefault(row.model, {})[row.external_id] = row
    return known


def _find_stages(writing: Writing, known: Known) -> None:
    """The stages of the plan: those of before, new ones for new lists and for those whose stage is gone."""
    stages = Stage.objects.filter(project=writing.project).select_related("project").in_bulk()
    rows = known.get("stage", {})
    for planned in writing.plan.stages:
        row = rows.get(planned.external_id)
        stage = stages.get(row.object_id) if row else None
        if stage is None:
            stage = create_stage(
                writing.project, actor=writing.actor, name=planned.name, kind=planned.kind
            )
            if row is None:
                writing.keep("stage", planned.external_id, stage.id)
            else:
                row.object_id = stage.id
                row.save(update_fields=["object_id"])
        writing.stages[planned.external_id] = stage


def _update_tasks(update: Update, tasks: list[PlannedTask], tell: Progress) -> None:
    writing, rows = update.writing, update.known.get("task", {})
    found = Task.objects.filter(project=writing.project).select_related("project", "stage")
    found = found.select_for_update(of=("self",), no_key=True)
    here = {task.id: task for task in found.order_by("id")}
    for index, planned in enumerate(tasks):
        if index % 20 == 0:
            tell(2 + 96 * index // len(tasks), f"Task {index + 1:,} of {len(tasks):,}")
        row = rows.get(planned.external_id)
        if row is None:
            write_task(writing, planned)
            update.added += 1
        elif (task := here.get(row.object_id)) is not None:
            _update_task(update, row, task, planned)


def _update_task(update: Update, row: ImportedObject, task: Task, planned: PlannedTask) -> None:
    before = len(update.changes)
    wanted = task_fingerprint(update.writing, planned)
    _update_trash(update, row, task, bool(wanted["is_trashed"]))
    is_new_past = False
    if task.trashed_at is None:
        is_new_past = _add_parts(update, task, planned)
        _update_fields(update, row, task, wanted)
        _update_stage(update, row, task, planned, wanted)
        _update_sets(update, row, task, wanted)
    if len(update.changes) > before:
        row.save(update_fields=["fingerprint"])
    update.changed += bool(is_new_past or len(update.changes) > before)


def _update_trash(update: Update, row: ImportedObject, task: Task, wanted: bool) -> None:
    here = task.trashed_at is not None
    if update.decide(row, "is_trashed", here=here, new=wanted, title=task.title):
        turn = trash_task if wanted else restore_task
        turn(task, actor=update.writing.actor)


def _update_fields(
    update: Update, row: ImportedObject, task: Task, wanted: dict[str, Json]
) -> None:
    fields = {
        name: wanted[name]
        for name in FIELDS
        if update.decide(row, name, here=spelled(task, name), new=wanted[name], title=task.title)
    }
    if fields:
        change_task(task, actor=update.writing.actor, fields=fields)


def _update_stage(
    update: Update,
    row: ImportedObject,
    task: Task,
    planned: PlannedTask,
    wanted: dict[str, Json],
) -> None:
    new = wanted["stage_id"]
    if update.decide(row, "stage_id", here=str(task.stage_id), new=new, title=task.title):
        writing = update.writing
        at = planned.done_at or planned.active_at
        with told(writing.journal, at=at, actor_id=writing.actor.id):
            move_task(
                task,
                actor=writing.actor,
                stage=writing.stages[planned.stage_id],
                is_import=True,
            )


def _update_sets(update: Update, row: ImportedObject, task: Task, wanted: dict[str, Json]) -> None:
    """Tags and observers are sets: what the export added is added, what it took away is taken away."""
    actor = update.writing.actor
    for name, act in (("tag_ids", tag_task), ("observer_ids", observe_task)):
        old, new = _ids(row.fingerprint.get(name)), _ids(wanted[name])
        if old == new:
            continue
        act(task, actor=actor, add=new - old, remove=old - new)
        update.note(row, name, wanted[name])


def _ids(value: Json) -> set[uuid.UUID]:
    return {uuid.UUID(str(one)) for one in value} if isinstance(value, list) else set()


def _add_parts(update: Update, task: Task, planned: PlannedTask) -> bool:
    """Add the lines, comments, links and events that came since; follow ticks and texts nobody touched here."""
    writing, known = update.writing, update.known
    lines, lists = known.get("checklist_item", {}), known.get("checklist", {})
    comments = [one for one in planned.comments if one.external_id not in known.get("comment", {})]
    links = [one for one in planned.links if one.external_id not in known.get("attachment", {})]
    events = [one for one in planned.events if one.at.isoformat() > update.last_event_at]
    is_new_line = write_checklists(writing, task, planned, lists, lines=lines)
    write_past(writing, task, events, comments, links)
    _update_items(update, task, planned)
    return bool(is_new_line or comments or links or events)


def _update_items(update: Update, task: Task, planned: PlannedTask) -> None:
    rows = update.known.get("checklist_item", {})
    known = {one.external_id: row for one in planned.items if (row := rows.get(one.external_id))}
    if not known:
        return
    items = ChecklistItem.objects.filter(task=task).in_bulk()
    for one in planned.items:
        row = known.get(one.external_id)
        item = items.get(row.object_id) if row else None
        if row is None or item is None:
            continue
        fields = {
            name: value
            for name, value in line_values(update.writing, one).items()
            if update.decide(row, name, here=spelled_line(item, name), new=value, title=task.title)
        }
        if fields:
            item.task = task
            change_checklist_item(item, actor=update.writing.actor, fields=fields)
            row.save(update_fields=["fingerprint"])


def _summary(update: Update, plan: Plan) -> dict[str, Json]:
    tasks = {task.external_id for task in plan.tasks}
    gone = [one for one in update.known.get("task", {}) if one not in tasks]
    return {
        "added": update.added,
        "changed": update.changed,
        "kept": [*update.kept[:200]],
        "kept_count": len(update.kept),
        "gone": len(gone),
    }
