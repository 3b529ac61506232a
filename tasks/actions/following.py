"""What follows from a change of a task for others: those above count it, those it blocks are free or blocked again."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sync.journal import Journal
from tasks.actions.branches import Step, Weight, roll_up, weight_of
from tasks.actions.standing import touch
from tasks.models import Task, TaskLink


@dataclass(frozen=True)
class Standing:
    """What others take into account of a task."""

    parent_id: uuid.UUID | None
    weight: Weight
    is_open: bool


def standing_of(task: Task) -> Standing:
    """As the task is now; to be asked before it changes."""
    return Standing(task.parent_id, weight_of(task), is_open(task))


def is_open(task: Task) -> bool:
    """Whether there is work left in it, and so whether it blocks what waits for it."""
    return task.is_alive and task.done_at is None and task.cancelled_at is None


def follow(journal: Journal, task: Task, before: Standing) -> None:
    """Let others follow a change that has been saved. A plain task costs no query."""
    follow_all(journal, [(task, before)])


def follow_all(journal: Journal, changed: Sequence[tuple[Task, Standing]]) -> None:
    """Let others follow what became of several tasks, each with how it stood; as many queries as for one."""
    roll_up(
        journal,
        [
            Step(task.id, old.parent_id, old.weight, task.parent_id, weight_of(task))
            for task, old in changed
        ],
    )
    turned = {
        task.id: task for task, old in changed if task.link_count and is_open(task) != old.is_open
    }
    if turned:
        _tell_blocked(journal, turned)


def follow_new(journal: Journal, task: Task) -> None:
    """Let those above count a task that was made."""
    parent = task.parent_id
    roll_up(journal, [Step(task.id, parent, Weight(), parent, weight_of(task))])


def _tell_blocked(journal: Journal, turned: dict[uuid.UUID, Task]) -> None:
    links = TaskLink.objects.filter(task__in=turned, kind=TaskLink.Kind.BLOCKS).order_by("id")
    pairs = list(links.values_list("task_id", "other_id"))
    rows = Task.objects.filter(id__in={other for _, other in pairs}).order_by("id")
    blocked = {task.id: task for task in rows.select_for_update(of=("self",), no_key=True)}
    for blocker, other in pairs:
        is_blocking = is_open(turned[blocker])
        set_blocker(journal, blocked[other], turned[blocker], is_blocking=is_blocking)


def set_blocker(journal: Journal, task: Task, blocker: Task, *, is_blocking: bool) -> None:
    """Note whether another task blocks this one, whose row is locked.

    The entry is `task.unblocked` when nothing blocks it any more: its performer and author want to know.
    """
    blockers = set(task.blocked_by)
    known = set(blockers)
    (blockers.add if is_blocking else blockers.discard)(blocker.id)
    if blockers == known:
        return
    task.blocked_by = sorted(blockers)
    fields = ["blocked_by", *touch(task, journal)]
    task.save(update_fields=fields)
    if task.is_alive:
        journal.update("task.blocked" if blockers else "task.unblocked", task, fields)


def links_in_sight(tasks: Iterable[Task]) -> list[TaskLink]:
    """Both ends of the links of tasks that readers have: those whose other task is there too."""
    linked = {task.id: task for task in tasks if task.link_count}
    if not linked:
        return []
    alive = {"other__trashed_at": None, "other__archived_at": None}
    links = TaskLink.objects.filter(task__in=linked, **alive).select_related("other")
    found: dict[uuid.UUID, TaskLink] = {}
    for link in links.order_by("id"):
        link.task = linked[link.task_id]
        for end in (link, far_end(link)):
            found.setdefault(end.id, end)
    return list(found.values())


def far_end(link: TaskLink) -> TaskLink:
    """The same link as the other task has it."""
    return TaskLink(
        id=far_id(link.id),
        workspace_id=link.workspace_id,
        task=link.other,
        other=link.task,
        kind=FAR[TaskLink.Kind(link.kind)],
    )


def far_id(link_id: uuid.UUID) -> uuid.UUID:
    """The two ends are told by each other: their ids differ in the last bit alone."""
    return uuid.UUID(int=link_id.int ^ 1)


Kind = TaskLink.Kind
FAR = {
    Kind.BLOCKS: Kind.BLOCKED_BY,
    Kind.BLOCKED_BY: Kind.BLOCKS,
    Kind.RELATES: Kind.RELATES,
    Kind.DUPLICATES: Kind.DUPLICATED_BY,
    Kind.DUPLICATED_BY: Kind.DUPLICATES,
}
