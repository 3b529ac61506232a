"""The verbs of a task's life: assignment, control, acceptance (docs/protocol.md, "Verbs")."""

import uuid
from collections.abc import Iterable

from pm_suite.lib.problems import Conflict, Forbidden, Invalid
from sync.conflicts import settle
from sync.journal import Journal, record
from tasks import cleaning
from tasks.access import WORKERS, require_verb, role_in
from tasks.actions.comments import add_comment
from tasks.actions.placing import stage_list
from tasks.actions.presence import archive, unarchive
from tasks.actions.standing import CLOSED, pass_hands, stage_of, touch
from tasks.actions.tasks import change_task, create_task, follow_up, move_task
from tasks.models import Comment, Stage, Task, TaskHelper, TaskSeen
from tasks.rows import chosen_id, insert
from teams.access import access_member
from teams.models import Member

Kind = Stage.Kind
IS_CLOSED = "This task is closed; open it again first."


def _reason(text: str, *, what: str) -> str:
    """A reason that is one; raises Invalid."""
    reason = cleaning.long_text(text, field="reason", noun="A reason")
    if not reason.strip():
        raise Invalid(f"Say why: {what} needs a reason.", field="reason")
    return reason


def _remark(task: Task, actor: Member, body: str, mark: Comment.Mark, comment_id: object) -> None:
    """Keep a reason where everybody reads it: in the conversation."""
    if body.strip():
        add_comment(task, actor=actor, body=body, mark=mark, id=comment_id)


def _go(task: Task, actor: Member, stage: Stage, *, has_reason: bool = False) -> Task:
    """Bring a task to the top of a stage, which is the verb that `standing` says."""
    first = stage_list(stage).in_order().values_list("id", flat=True).first()  # type: ignore[attr-defined]
    return move_task(task, actor=actor, stage=stage, before=first, has_reason=has_reason)


def _change(journal: Journal, kind: str, task: Task, fields: Iterable[str]) -> None:
    """Save and tell what a verb set, and who did it."""
    names = [*fields, *touch(task, journal)]
    task.save(update_fields=[name for name in names if name != "helper_ids"])
    journal.update(kind, task, names)


def _check_open(task: Task) -> None:
    if task.stage.kind in CLOSED:
        raise Conflict(IS_CLOSED, code="closed")


def assign_task(task: Task, *, actor: Member, performer_id: uuid.UUID | str | None) -> Task:
    """Give a task to somebody, or to nobody. Raises Forbidden, Invalid."""
    require_verb(actor, "assign", task)
    return change_task(task, actor=actor, fields={"performer_id": performer_id})


def take_task(task: Task, *, actor: Member) -> Task:
    """Take a task that nobody has. A repeat changes nothing. Raises Forbidden, Conflict (`has_performer`, `closed`)."""
    require_verb(actor, "take", task)
    if task.performer_id == actor.id:
        return task
    if task.performer_id is not None:
        raise Conflict(f"{task.performer.name} has this task already.", code="has_performer")
    _check_open(task)
    with record(actor) as journal:
        task.performer_id = actor.id
        _change(journal, "task.taken", task, pass_hands(task, actor, journal.at))
    return task


def hand_on_task(
    task: Task,
    *,
    actor: Member,
    performer_id: uuid.UUID | str,
    id: object = None,
    title: str | None = None,
) -> Task:
    """Let somebody else do it: a subtask whose author is the performer, whose own duty stays. Gives the subtask.

    It bears the task's due date and priority. Raises Forbidden, Invalid, Conflict.
    """
    require_verb(actor, "hand_on", task)
    _check_open(task)
    stage = stage_of(task, Kind.TODO, Kind.BACKLOG, Kind.DOING) or task.stage
    stage.project = task.project
    fields = {"performer_id": str(performer_id), "parent_id": str(task.id)}
    due = {"due_on": task.due_on and task.due_on.isoformat()}
    if task.due_at is not None:
        due = {"due_at": task.due_at.isoformat(), "due_zone": task.due_zone}
    with record(actor) as journal:
        handed = create_task(
            actor=actor,
            stage=stage,
            title=title or task.title,
            id=id,
            fields={**fields, **due, "priority": task.priority},
        )
        _change(journal, "task.handed_on", task, [])
    return handed


def help_task(
    task: Task, *, actor: Member, add: Iterable[uuid.UUID] = (), remove: Iterable[uuid.UUID] = ()
) -> Task:
    """Let people help the performer, or not any more; each may leave alone. Raises Forbidden."""
    add, remove = set(add), set(remove)
    if add or remove != {actor.id}:
        require_verb(actor, "help", task)
    for member_id in sorted(add, key=str):
        if role_in(access_member(actor, member_id), task.project) not in WORKERS:
            raise Forbidden("This person does not work in the project.", field="add")
    with record(actor) as journal:
        TaskHelper.objects.filter(task=task, member_id__in=remove).delete()
        TaskHelper.objects.bulk_create(
            [
                TaskHelper(workspace_id=task.workspace_id, task=task, member_id=member_id)
                for member_id in sorted(add, key=str)
            ],
            ignore_conflicts=True,
        )
        _change(journal, "task.helped", task, ["helper_ids"])
    return task


def read_task(task: Task, *, actor: Member, seen_id: object = None) -> Task:
    """Note that the member has seen the task as it stands; its performer's first reading is told to its author."""
    require_verb(actor, "read", task)
    with record(actor) as journal:
        seen, is_new = _seen(task, actor, seen_id)
        if is_new or seen.seen_at is None or seen.seen_at < journal.at:
            seen.seen_at = journal.at
            _keep_seen(journal, "task_seen.changed", seen, is_new, ["seen_at"])
        if task.performer_id == actor.id and task.read_at is None:
            task.read_at = journal.at
            task.save(update_fields=["read_at"])
            journal.update("task.read", task, ["read_at"])
    return task


def focus_task(task: Task, *, actor: Member, is_focus: bool, seen_id: object = None) -> TaskSeen:
    """Put a task into the member's focus, or take it out."""
    require_verb(actor, "read", task)
    with record(actor) as journal:
        seen, is_new = _seen(task, actor, seen_id)
        if is_new or seen.is_focus != is_focus:
            seen.is_focus = is_focus
            _keep_seen(journal, "task_seen.focused", seen, is_new, ["is_focus"])
    return seen


def _seen(task: Task, actor: Member, seen_id: object) -> tuple[TaskSeen, bool]:
    known = TaskSeen.objects.select_for_update(no_key=True).filter(task=task, member=actor).first()
    if known is not None:
        return known, False
    seen = TaskSeen(
        id=chosen_id(seen_id), workspace_id=task.workspace_id, task=task, member_id=actor.id
    )
    return seen, True


def _keep_seen(
    journal: Journal, kind: str, seen: TaskSeen, is_new: bool, fields: list[str]
) -> None:
    if is_new:
        insert(seen)
        journal.insert(kind, seen)
    else:
        seen.save(update_fields=fields)
        journal.update(kind, seen, fields)


def plan_task(task: Task, *, actor: Member, planned_on: object) -> Task:
    """Set the day on which the performer means to do it, or none. Raises Forbidden, Invalid."""
    require_verb(actor, "plan", task)
    with record(actor) as journal:
        before = dict(vars(task))
        task.planned_on = cleaning.day(planned_on, field="planned_on")
        if settle(journal, task, before, ["planned_on"]):
            _change(journal, "task.planned", task, ["planned_on"])
    return task


def start_task(task: Task, *, actor: Member) -> Task:
    """Begin: to the first stage of work in progress. A repeat changes nothing. Raises Forbidden, Conflict."""
    require_verb(actor, "start", task)
    if task.stage.kind == Kind.DOING:
        return task
    _check_open(task)
    stage = stage_of(task, Kind.DOING)
    if stage is None:
        raise Conflict("This project has no stage for work in progress.", code="no_stage")
    return _go(task, actor, stage)


def pause_task(task: Task, *, actor: Member) -> Task:
    """Lay work down: back to what is to do. A repeat changes nothing. Raises Forbidden, Conflict."""
    require_verb(actor, "pause", task)
    if task.stage.kind != Kind.DOING:
        return task
    stage = stage_of(task, Kind.TODO, Kind.BACKLOG)
    if stage is None:
        raise Conflict("This project has no stage for what waits.", code="no_stage")
    return _go(task, actor, stage)


def hand_in_task(
    task: Task, *, actor: Member, comment: str = "", comment_id: object = None
) -> Task:
    """Deliver a task: to review, or at once to done where nobody else has to accept it. A repeat changes nothing.

    Raises Forbidden, Conflict.
    """
    require_verb(actor, "hand_in", task)
    needs_review = task.project.acceptance and task.author_id != actor.id
    kind = Kind.REVIEW if needs_review else Kind.DONE
    if task.stage.kind in {kind, Kind.DONE}:
        return task
    _check_open(task)
    stage = stage_of(task, kind)
    if stage is None:
        noun = "review" if needs_review else "what is done"
        raise Conflict(f"This project has no stage for {noun}.", code="no_stage")
    with record(actor):
        _go(task, actor, stage)
        _remark(task, actor, comment, Comment.Mark.HANDED_IN, comment_id)
    return task


def accept_task(task: Task, *, actor: Member) -> Task:
    """Take a task as done. A repeat changes nothing. Raises Forbidden, Conflict."""
    require_verb(actor, "accept", task)
    if task.stage.kind == Kind.DONE:
        return task
    stage = stage_of(task, Kind.DONE)
    if stage is None:
        raise Conflict("This project has no stage for what is done.", code="no_stage")
    return _go(task, actor, stage)


def return_task(task: Task, *, actor: Member, reason: str, comment_id: object = None) -> Task:
    """Give a delivered task back to its performer, which counts as rework. Raises Forbidden, Invalid, Conflict."""
    require_verb(actor, "return", task)
    reason = _reason(reason, what="returning a task")
    if task.stage.kind != Kind.REVIEW:
        raise Conflict("Only a task that is in review goes back.", code="not_in_review")
    stage = stage_of(task, Kind.DOING, Kind.TODO, Kind.BACKLOG)
    if stage is None:
        raise Conflict("This project has no stage for work in progress.", code="no_stage")
    with record(actor):
        _go(task, actor, stage, has_reason=True)
        _remark(task, actor, reason, Comment.Mark.RETURNED, comment_id)
    return task


def refuse_task(task: Task, *, actor: Member, reason: str, comment_id: object = None) -> Task:
    """Give a task back to its author, without a performer. Raises Forbidden, Invalid, Conflict."""
    require_verb(actor, "refuse", task)
    reason = _reason(reason, what="refusing a task")
    _check_open(task)
    with record(actor) as journal:
        stage = stage_of(task, Kind.TODO, Kind.BACKLOG)
        if stage is not None and task.stage.kind in {Kind.DOING, Kind.REVIEW}:
            _go(task, actor, stage)
        task.performer_id = None
        _change(journal, "task.refused", task, pass_hands(task, actor, journal.at))
        _remark(task, actor, reason, Comment.Mark.REFUSED, comment_id)
    return task


def cancel_task(task: Task, *, actor: Member, reason: str = "", comment_id: object = None) -> Task:
    """Give a task up. A repeat changes nothing. Raises Forbidden, Invalid.

    A project without a stage for what is cancelled keeps it in its archive.
    """
    require_verb(actor, "cancel", task)
    reason = cleaning.long_text(reason, field="reason", noun="A reason")
    if task.cancelled_at is not None:
        return task
    with record(actor) as journal:
        _remark(task, actor, reason, Comment.Mark.CANCELLED, comment_id)
        stage = stage_of(task, Kind.CANCELLED)
        if stage is not None:
            return _go(task, actor, stage)
        archive(journal, [task], "task.cancelled", cancelled_at=journal.at)
        follow_up(journal, task, actor)
    return task


def reopen_task(task: Task, *, actor: Member) -> Task:
    """Open a task again that is done or cancelled. A repeat changes nothing. Raises Forbidden, Conflict."""
    require_verb(actor, "reopen", task)
    is_closed = task.stage.kind in CLOSED
    if not is_closed and task.archived_at is None:
        return task
    stage = stage_of(task, Kind.TODO, Kind.BACKLOG, Kind.DOING)
    if stage is None:
        raise Conflict("This project has no stage for open tasks.", code="no_stage")
    with record(actor) as journal:
        if task.archived_at is not None:
            unarchive(journal, [task], "task.reopened")
        if is_closed:
            _go(task, actor, stage)
    return task


def archive_task(task: Task, *, actor: Member) -> Task:
    """Put a task away, out of boards and lists. A repeat changes nothing. Raises Forbidden."""
    require_verb(actor, "archive", task)
    if task.archived_at is None:
        with record(actor) as journal:
            archive(journal, [task])
    return task


def unarchive_task(task: Task, *, actor: Member) -> Task:
    """Bring back a task that was put away. A repeat changes nothing. Raises Forbidden."""
    require_verb(actor, "archive", task)
    if task.archived_at is not None:
        with record(actor) as journal:
            unarchive(journal, [task])
    return task
