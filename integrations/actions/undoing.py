"""Takes an import back, without destroying anything: what it brought goes to the trash and can be restored.

A first import: its tasks are trashed and the project is archived; tasks that people added there stay in it. An update:
its new tasks are trashed, its new lines, comments and links removed, its changes put back where nobody changed them
since. Tags and placeholders that the run made go, unless something else uses them. Past events stay in the journal.
"""

import uuid
from typing import Any

from django.db.models import Q
from django.utils import timezone

from integrations.actions.lines import spelled_line
from integrations.actions.reports import undo_sentence
from integrations.files import drop_file
from integrations.models import ImportedObject, ImportRun
from pm_suite.lib.problems import Conflict
from sync.journal import Journal, record
from sync.shapes import Json
from tasks.access import require as require_in
from tasks.actions.checklists import (
    change_checklist_item,
    remove_checklist,
    remove_checklist_item,
)
from tasks.actions.comments import remove_comment
from tasks.actions.parts import remove_attachment
from tasks.actions.projects import archive_project
from tasks.actions.tags import remove_tag
from tasks.actions.tasks import (
    change_task,
    move_task,
    observe_task,
    restore_task,
    tag_task,
    trash_task,
)
from tasks.models import Attachment, Checklist, ChecklistItem, Comment, Stage, Tag, Task, TaskTag
from teams.access import require
from teams.actions import retire_placeholder
from teams.models import Member

SETS = {"tag_ids": tag_task, "observer_ids": observe_task}


def undo_run(run: ImportRun, *, actor: Member) -> ImportRun:
    """Take a finished import back; raises Forbidden, Conflict when nothing is to undo or an update comes first."""
    require(actor, "import")
    with record(actor) as journal:
        run = ImportRun.objects.select_for_update(of=("self",)).get(id=run.id)
        if run.state != ImportRun.State.DONE or run.project is None:
            raise Conflict("Only a finished import can be undone.", code="not_done")
        require_in(actor, "lead", run.project)
        _check_no_later(run)
        done: dict[str, Json] = {"tasks": _trash_tasks(run, actor)}
        if run.is_update:
            _remove_parts(run, actor)
            done["put_back"] = _put_back(run, actor)
        elif run.project.archived_at is None:
            archive_project(run.project, actor=actor)
        done["tags"] = _remove_tags(run, actor)
        done["placeholders"] = _retire_placeholders(run, journal)
        ImportedObject.objects.filter(run=run).delete()
        drop_file(run)
        run.state, run.finished_at, run.file = ImportRun.State.UNDONE, timezone.now(), ""
        said = [undo_sentence(done), *run.report["notes"]]
        run.report = {**run.report, "undo": done, "notes": said}
        run.save(update_fields=["state", "finished_at", "file", "report"])
    return run


def _check_no_later(run: ImportRun) -> None:
    later = ImportRun.objects.standing().filter(
        project=run.project, finished_at__gt=run.finished_at
    )
    found = later.order_by("-finished_at").first()
    if found is not None:
        raise Conflict(
            f"The project was updated from {found.file_name} since; undo that import first.",
            code="undo_later_first",
        )


def _ids(run: ImportRun, model: str) -> list[uuid.UUID]:
    """What the run made of a kind; things that were there before are not its own."""
    made = ImportedObject.objects.filter(run=run, model=model, is_made=True)
    return list(made.order_by("id").values_list("object_id", flat=True))


def _trash_tasks(run: ImportRun, actor: Member) -> int:
    tasks = Task.objects.alive().filter(project=run.project, id__in=_ids(run, "task"))
    rows = tasks.select_related("project").select_for_update(of=("self",), no_key=True)
    for task in (found := list(rows.order_by("id"))):
        trash_task(task, actor=actor)
    return len(found)


def _remove_parts(run: ImportRun, actor: Member) -> None:
    """Remove what an update added to tasks that were there before."""
    fresh = _ids(run, "task")
    own = Q(task__project=run.project) & ~Q(task__in=fresh)
    comments = Comment.objects.filter(own, id__in=_ids(run, "comment"), removed_at=None)
    links = Attachment.objects.filter(own, id__in=_ids(run, "attachment"))
    items = ChecklistItem.objects.filter(own, id__in=_ids(run, "checklist_item"))
    lists = Checklist.objects.filter(own, id__in=_ids(run, "checklist"))
    # One object for each task, locked: its parts move the same counters, one after the other.
    ids = set().union(
        *(parts.values_list("task_id", flat=True) for parts in (comments, links, items, lists))
    )
    locked = Task.objects.select_related("project").select_for_update(of=("self",), no_key=True)
    tasks = {task.id: task for task in locked.filter(id__in=ids).order_by("id")}
    for comment in comments:
        comment.task = tasks[comment.task_id]
        remove_comment(comment, actor=actor)
    for link in links:
        link.task = tasks[link.task_id]
        remove_attachment(link, actor=actor)
    for item in items:
        item.task = tasks[item.task_id]
        remove_checklist_item(item, actor=actor)
    for checklist in lists.filter(items=None):
        checklist.task = tasks[checklist.task_id]
        remove_checklist(checklist, actor=actor)


def _put_back(run: ImportRun, actor: Member) -> int:
    """Put changed values back where they are still as the update left them; gives how many."""
    count = 0
    rows = {
        row.object_id: row
        for row in ImportedObject.objects.filter(
            project=run.project, object_id__in={change["object"] for change in run.changes}
        )
    }
    for change in reversed(run.changes):
        row = rows.get(uuid.UUID(change["object"]))
        if row is None:
            continue
        turn = _turn_item if row.model == "checklist_item" else _turn_task
        count += turn(row.object_id, change, actor)
        row.fingerprint[change["field"]] = change["before"]
        row.save(update_fields=["fingerprint"])
    return count


def _turn_item(item_id: uuid.UUID, change: dict[str, Any], actor: Member) -> bool:
    item = ChecklistItem.objects.select_related("task__project").filter(id=item_id).first()
    name = change["field"]
    if item is None or spelled_line(item, name) != change["after"]:
        return False
    change_checklist_item(item, actor=actor, fields={name: change["before"]})
    return True


def _turn_task(task_id: uuid.UUID, change: dict[str, Any], actor: Member) -> bool:
    found = Task.objects.select_related("project", "stage").select_for_update(of=("self",))
    task = found.filter(id=task_id).first()
    name, before, after = change["field"], change["before"], change["after"]
    if task is None:
        return False
    if name in SETS:
        old, new = set(map(uuid.UUID, before or [])), set(map(uuid.UUID, after or []))
        SETS[name](task, actor=actor, add=old - new, remove=new - old)
        return True
    if spelled(task, name) != after:
        return False
    if name == "is_trashed":
        turn = trash_task if before else restore_task
        turn(task, actor=actor)
    elif name == "stage_id":
        stage = Stage.objects.select_related("project").filter(id=before).first()
        if stage is None:
            return False
        move_task(task, actor=actor, stage=stage, is_import=True)
    else:
        change_task(task, actor=actor, fields={name: before})
    return True


def spelled(task: Task, name: str) -> Json:
    """A task's value as a fingerprint spells it."""
    if name == "is_trashed":
        return task.trashed_at is not None
    value: Any = getattr(task, name)  # a text, a time or an id
    if name == "due_at":
        return value.isoformat() if value else None
    return str(value) if value is not None else None


def _remove_tags(run: ImportRun, actor: Member) -> int:
    """Remove the run's tags that no other task has."""
    own = _ids(run, "task")
    elsewhere = TaskTag.objects.exclude(task__in=own).values("tag")
    tags = list(Tag.objects.filter(id__in=_ids(run, "tag")).exclude(id__in=elsewhere))
    for tag in tags:
        remove_tag(tag, actor=actor)
    return len(tags)


def _retire_placeholders(run: ImportRun, journal: Journal) -> int:
    """Take away the run's placeholders whom no other task or comment names."""
    own = _ids(run, "task")
    others = Task.objects.filter(workspace_id=run.workspace_id).exclude(id__in=own)
    named = set(others.values_list("author", flat=True))
    named |= set(others.exclude(performer=None).values_list("performer", flat=True))
    named |= set(others.exclude(observers=None).values_list("observers", flat=True))
    comments = Comment.objects.filter(workspace_id=run.workspace_id).exclude(task__in=own)
    named |= set(comments.values_list("author", flat=True))
    made = Member.objects.filter(id__in=_ids(run, "member"), user=None, is_active=True)
    gone = [member for member in made.order_by("id") if member.id not in named]
    for member in gone:
        retire_placeholder(journal, member)
    return len(gone)
