"""Tasks: made, changed, moved, tagged, watched, thrown away and brought back."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from pm_suite.lib.problems import Conflict, Forbidden, Invalid
from sync.conflicts import settle
from sync.journal import Journal, record
from sync.shapes import Json
from tasks import cleaning
from tasks.access import WORKERS, require, require_task_edit, require_verb, role_in
from tasks.actions.branches import clean_parent
from tasks.actions.following import follow, follow_new, standing_of
from tasks.actions.placing import Move, stage_list, weigh_move
from tasks.actions.presence import restore, trash
from tasks.actions.recurring import follow as repeat
from tasks.actions.standing import CLOSED, Stand, pass_hands, stamp, stand_changes, touch
from tasks.mentions import tell_mentions
from tasks.models import (
    Colour,
    Project,
    Recurrence,
    Stage,
    Tag,
    Task,
    TaskObserver,
    TaskTag,
)
from tasks.ranking import place
from tasks.rows import chosen_id, insert
from teams.access import access_member
from teams.models import Member

Clean = Callable[[Any, Task, Member], Any]  # values are of each field's own type


def _performer(value: Any, task: Task, actor: Member) -> uuid.UUID | None:
    if value is None:
        return None
    performer = access_member(actor, cleaning.identity(value, field="performer_id"))
    if performer.is_placeholder:
        return performer.id
    if not performer.is_active:
        raise Invalid(f"{performer.name} has left the workspace.", field="performer_id")
    if role_in(performer, task.project) not in WORKERS:
        raise Invalid(
            f"{performer.name} does not work in this project; add them to it first.",
            field="performer_id",
        )
    return performer.id


CLEAN: dict[str, Clean] = {
    "title": lambda v, task, actor: cleaning.title(v),
    "description": lambda v, task, actor: cleaning.long_text(
        v, field="description", noun="A description"
    ),
    "performer_id": _performer,
    "priority": lambda v, task, actor: cleaning.whole(v, field="priority", low=0, high=4),
    "is_urgent": lambda v, task, actor: cleaning.flag(v, field="is_urgent"),
    "is_important": lambda v, task, actor: cleaning.flag(v, field="is_important"),
    "estimate": lambda v, task, actor: cleaning.estimate(v),
    "estimate_hours": lambda v, task, actor: cleaning.estimate(v, unit="hours"),
    "color": lambda v, task, actor: cleaning.choice_or_none(v, Colour, field="color"),
    "due_on": lambda v, task, actor: cleaning.day(v, field="due_on"),
    "due_at": lambda v, task, actor: cleaning.instant(v, field="due_at"),
    "due_zone": lambda v, task, actor: cleaning.zone(v),
    "parent_id": clean_parent,
}
KINDS = {
    "title": "task.renamed",
    "description": "task.described",
    "performer_id": "task.assigned",
    "priority": "task.prioritised",
    "is_urgent": "task.weighed",
    "is_important": "task.weighed",
    "estimate": "task.estimated",
    "estimate_hours": "task.estimated",
    "color": "task.coloured",
    "due_on": "task.rescheduled",
    "due_at": "task.rescheduled",
    "due_zone": "task.rescheduled",
    "parent_id": "task.nested",
}


def apply_fields(
    task: Task, actor: Member, fields: Mapping[str, Any], clean: Mapping[str, Clean] = CLEAN
) -> list[str]:
    """Set the cleaned fields; a due day takes the place of a due time and the reverse. Gives what was set."""
    cleaning.only_known(fields, clean)
    if fields.get("due_on") and fields.get("due_at"):
        raise Invalid("A task is due on a day or at a time, not both.", field="due_at")
    changed = list(fields)
    for name, value in fields.items():
        setattr(task, name, clean[name](value, task, actor))
    if fields.get("due_on"):
        task.due_at, task.due_zone = None, ""
        changed += ["due_at", "due_zone"]
    elif fields.get("due_at"):
        task.due_on = None
        changed += ["due_on"]
    return list(dict.fromkeys(changed))


def create_task(
    *,
    actor: Member,
    stage: Stage,
    title: str,
    id: object = None,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    fields: Mapping[str, Any] | None = None,
    tag_ids: Collection[uuid.UUID] = (),
    author: Member | None = None,
    created_at: datetime | None = None,
    done_at: datetime | None = None,
    recurrence: Recurrence | None = None,
) -> Task:
    """Make a task in a stage and give it the project's next number.

    `author`, `created_at` and `done_at` are for imports, which know them better. What comes by a `recurrence` comes
    into a full stage too. Raises Forbidden, Invalid, Conflict.
    """
    project = stage.project
    require(actor, "create_task", project)
    with record(actor) as journal:
        at = created_at or journal.at
        task = Task(
            id=chosen_id(id),
            workspace_id=project.workspace_id,
            project=project,
            stage=stage,
            author=author or actor,
            created_at=at,
            updated_at=created_at or journal.now,
            updated_by_id=(author or actor).id,
        )
        stamp(task, stage, at=(done_at or at) if stage.kind == Stage.Kind.DONE else at)
        apply_fields(task, actor, {**(fields or {}), "title": title})
        _join(task, recurrence) if recurrence else check_room(stage)
        task.rank = place(journal, stage_list(stage), "task.ranked", after=after, before=before)
        task.number = next_number(project)
        insert(task)
        known: dict[str, Json] = {"tag_ids": [], "observer_ids": [], "helper_ids": []}
        if tag_ids:
            set_tags(task, add=tag_ids)
            del known["tag_ids"]
        journal.insert("task.created", task, at=created_at, known=known)
        if created_at is None:
            tell_mentions(journal, task, task.description)
        follow_new(journal, task)
    return task


def _join(task: Task, recurrence: Recurrence) -> None:
    task.recurrence, task.occurrence = recurrence, recurrence.occurrence + 1


def next_number(project: Project) -> int:
    """Take the project's next task number; the project's row stays locked until the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tasks_project SET last_number = last_number + 1 WHERE id = %s"
            " RETURNING last_number",
            [project.id],
        )
        return int(cursor.fetchone()[0])


def check_room(stage: Stage, count: int = 1) -> None:
    """Raise Conflict when the stage has a hard limit and does not take so many more."""
    if not stage.wip_hard or stage.wip_limit is None:
        return
    # Two people who fill the last place at once wait for each other here.
    Stage.objects.select_for_update(no_key=True).filter(id=stage.id).first()
    there = stage_list(stage).count()
    if there >= stage.wip_limit:
        raise Conflict(
            f"{stage.name} is full: {there} of {stage.wip_limit}. Finish something there first.",
            code="wip_limit",
        )
    if there + count > stage.wip_limit:
        raise Conflict(
            f"{stage.name} takes {stage.wip_limit - there} more, and these are {count}.",
            code="wip_limit",
        )


def change_task(
    task: Task,
    *,
    actor: Member,
    fields: Mapping[str, Any],
    was: Mapping[str, str] | None = None,
) -> Task:
    """Change a task's fields; `was` holds the long texts from which the person began. Raises Forbidden, Invalid."""
    require_task_edit(actor, task)
    with record(actor) as journal:
        before, stood = dict(vars(task)), standing_of(task)
        fresh = apply_fields(task, actor, fields)
        require_assignment(actor, task, before["performer_id"])
        changed = settle(journal, task, before, fresh, was)
        if not changed:
            return task
        kinds = {KINDS[name] for name in fields if name in changed}
        if task.performer_id != before["performer_id"]:
            changed += [name for name in pass_hands(task, actor, journal.at) if name not in changed]
        changed += touch(task, journal)
        task.save(update_fields=changed)
        kind = kinds.pop() if len(kinds) == 1 else "task.edited"
        follows = ["has_description"] if "description" in changed else []
        journal.update(kind, task, [*changed, *follows])
        if follows:
            tell_mentions(journal, task, task.description, before=before["description"])
        follow(journal, task, stood)
    return task


def require_assignment(actor: Member, task: Task, before: uuid.UUID | None) -> None:
    """Raise Forbidden unless the actor may give the task to whom it was given now."""
    is_taken = before is None and task.performer_id == actor.id
    if task.performer_id != before:
        require_verb(actor, "take" if is_taken else "assign", task)


def move_task(
    task: Task,
    *,
    actor: Member,
    stage: Stage,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    has_reason: bool = False,
    is_import: bool = False,
) -> Task:
    """Put a task in a stage of its project, at the place that the neighbours tell; one task row changes.

    Another stage is a verb (`standing`), but for an import, which tells what others did elsewhere. Raises Forbidden
    when the actor may not, Conflict when the stage is full or a return has no reason.
    """
    require_task_edit(actor, task)
    if stage.project_id != task.project_id:
        raise Invalid("A task moves between the stages of its own project.", field="stage_id")
    is_new_stage = stage.id != task.stage_id
    with record(actor) as journal:
        move = Move(stands=True)
        if is_new_stage:
            move = weigh_move(journal, task, stage, after=after, before=before)
        if not move.stands:
            return task
        stand, stood = Stand("task.ranked", []), standing_of(task)
        if is_new_stage and is_import:
            stand = Stand("task.moved", stamp(task, stage, at=journal.at))
        elif is_new_stage:
            stand = stand_changes(task, stage, actor, at=journal.at, has_reason=has_reason)
        if is_new_stage and task.is_alive:
            check_room(stage)
        task.rank = place(
            journal, stage_list(stage), "task.ranked", after=after, before=before, moving=task.id
        )
        fields = ["rank", *stand.fields, *touch(task, journal)]
        task.save(update_fields=fields)
        journal.update(stand.kind, task, fields)
        follow(journal, task, stood)
        move.tell(journal, task)
        if is_new_stage and task.stage.kind in CLOSED:
            follow_up(journal, task, actor)
    return task


def follow_up(journal: Journal, task: Task, actor: Member) -> None:
    """Make what comes after a task that was closed just now, if it repeats."""
    if task.recurrence_id is not None:
        repeat(journal, task, actor, create_task)


def relocate_tasks(tasks: QuerySet[Task], *, actor: Member, to: Stage) -> None:
    """Put every task of a stage that goes away at the end of another, trashed ones in silence."""
    with record(actor) as journal:
        for task in tasks.select_for_update(of=("self",), no_key=True).order_by("rank", "id"):
            stood = standing_of(task)
            task.rank = place(journal, stage_list(to), "task.ranked", moving=task.id)
            fields = ["rank", *stamp(task, to, at=journal.at)]
            task.save(update_fields=fields)
            if task.is_alive:
                journal.update("task.moved", task, fields)
            follow(journal, task, stood)


def set_tags(
    task: Task, *, add: Iterable[uuid.UUID] = (), remove: Iterable[uuid.UUID] = ()
) -> None:
    """Write the elements of the set of tags; unknown tags are passed over, repeats are harmless."""
    known = Tag.objects.filter(workspace_id=task.workspace_id, id__in=list(add))
    TaskTag.objects.filter(task=task, tag_id__in=list(remove)).delete()
    TaskTag.objects.bulk_create(
        [
            TaskTag(workspace_id=task.workspace_id, task=task, tag_id=tag_id)
            for tag_id in known.order_by("id").values_list("id", flat=True)
        ],
        ignore_conflicts=True,
    )


def tag_task(
    task: Task, *, actor: Member, add: Iterable[uuid.UUID] = (), remove: Iterable[uuid.UUID] = ()
) -> Task:
    """Put tags on a task and take others off."""
    require_task_edit(actor, task)
    with record(actor) as journal:
        set_tags(task, add=add, remove=remove)
        journal.update("task.tagged", task, ["tag_ids", *_touched(task, journal)])
    return task


def observe_task(
    task: Task, *, actor: Member, add: Iterable[uuid.UUID] = (), remove: Iterable[uuid.UUID] = ()
) -> Task:
    """Let people follow a task, or not any more; everyone who reads the task may follow it alone."""
    add, remove = set(add), set(remove)
    if (add | remove) != {actor.id}:
        require_task_edit(actor, task)
    with record(actor) as journal:
        for member_id in sorted(add, key=str):
            if not role_in(access_member(actor, member_id), task.project):
                raise Forbidden("This person does not see the project.", field="add")
        TaskObserver.objects.filter(task=task, member_id__in=remove).delete()
        TaskObserver.objects.bulk_create(
            [
                TaskObserver(workspace_id=task.workspace_id, task=task, member_id=member_id)
                for member_id in sorted(add, key=str)
            ],
            ignore_conflicts=True,
        )
        journal.update("task.observed", task, ["observer_ids", *_touched(task, journal)])
    return task


def _touched(task: Task, journal: Journal) -> list[str]:
    fields = touch(task, journal)
    task.save(update_fields=fields)
    return fields


def trash_task(task: Task, *, actor: Member) -> Task:
    """Throw a task away; for 30 days it can be brought back. A repeat changes nothing. Raises Forbidden."""
    require_verb(actor, "trash", task)
    if task.trashed_at is not None:
        return task
    with record(actor) as journal:
        trash(journal, [task])
    return task


def restore_task(task: Task, *, actor: Member) -> Task:
    """Bring a task back from the trash to its stage. A repeat changes nothing. Raises Forbidden."""
    require_verb(actor, "trash", task)
    if task.trashed_at is None:
        return task
    with record(actor) as journal:
        restore(journal, [task])
    return task
