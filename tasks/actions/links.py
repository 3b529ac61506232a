"""Links between tasks: blocks, relates, duplicates. Each end is a row of its own."""

import uuid
from collections import deque

from django.db import connection

from pm_suite.lib.problems import Conflict, Invalid
from sync.journal import Journal, record
from tasks import cleaning
from tasks.access import require_task_edit, visible_tasks
from tasks.actions.following import FAR, far_end, far_id, is_open, set_blocker
from tasks.actions.standing import touch
from tasks.models import Task, TaskLink
from tasks.rows import chosen_id, insert
from teams.models import Member

Kind = TaskLink.Kind
LINKS_MAX = 500
NAMED = 8


def lock_links(member: Member) -> None:
    """Let one transaction at a time link tasks in a workspace, until it ends.

    Two people who let two tasks wait for each other wait themselves, so that no ring is closed. To be asked before any
    task is locked.
    """
    with connection.cursor() as db:
        key = f"links {member.workspace_id}"
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def add_link(task: Task, *, actor: Member, other: Task, kind: str, id: object = None) -> TaskLink:
    """Link a task with another one, of whichever project; gives the end at the task.

    Both are locked, after `lock_links`. Raises Forbidden; Invalid for a task and itself; Conflict for a link that there
    is, and for a ring of tasks that block each other.
    """
    require_task_edit(actor, task)
    kind = cleaning.choice(kind, Kind, field="kind")
    if other.id == task.id:
        raise Invalid("A task is not linked with itself.", field="other_id")
    if max(task.link_count, other.link_count) >= LINKS_MAX:
        raise Conflict(f"A task has at most {LINKS_MAX} links.", code="too_many")
    blocker, blocked = (task, other) if kind == Kind.BLOCKS else (other, task)
    is_block = kind in {Kind.BLOCKS, Kind.BLOCKED_BY}
    if is_block:
        _refuse_ring(actor, blocker, blocked)
    with record(actor) as journal:
        link = TaskLink(
            id=chosen_id(id), workspace_id=task.workspace_id, task=task, other=other, kind=kind
        )
        for end in (link, far_end(link)):
            insert(end, taken="These two tasks are linked so already.")
            journal.insert("link.added", end)
        if is_block and is_open(blocker):
            set_blocker(journal, blocked, blocker, is_blocking=True)
        _count(journal, "link.added", [task, other], 1)
    return link


def remove_link(link: TaskLink, *, actor: Member) -> None:
    """Take a link away, at both its ends; both tasks are locked."""
    task, other = link.task, link.other
    require_task_edit(actor, task)
    with record(actor) as journal:
        for end in (link, far_end(link)):
            journal.delete("link.removed", end)
        TaskLink.objects.filter(id__in=[link.id, far_id(link.id)]).delete()
        if link.kind == Kind.BLOCKS:
            set_blocker(journal, other, task, is_blocking=False)
        elif link.kind == Kind.BLOCKED_BY:
            set_blocker(journal, task, other, is_blocking=False)
        _count(journal, "link.removed", [task, other], -1)


def forget_links(task: Task) -> None:
    """Take away the links of a task that is deleted for good; they left their readers when it was thrown away."""
    for link in TaskLink.objects.filter(task=task).select_related("other"):
        link.other.link_count -= 1
        link.other.save(update_fields=["link_count"])
    TaskLink.objects.filter(other=task).delete()


def _count(journal: Journal, kind: str, tasks: list[Task], step: int) -> None:
    for task in tasks:
        task.link_count += step
        fields = touch(task, journal)
        task.save(update_fields=["link_count", *fields])
        journal.update(kind, task, fields)


BLOCKED_FROM = """
WITH RECURSIVE edge(task_id, other_id) AS (
    SELECT task_id, other_id FROM tasks_tasklink WHERE task_id = %s AND kind = 'blocks'
    UNION
    SELECT l.task_id, l.other_id FROM edge
    JOIN tasks_tasklink l ON l.task_id = edge.other_id AND l.kind = 'blocks'
)
SELECT task_id, other_id FROM edge ORDER BY task_id, other_id
"""
"""Each link once, however many ways lead to it."""


def _refuse_ring(actor: Member, blocker: Task, blocked: Task) -> None:
    """Raise Conflict with the ring that would be closed if one task blocked another."""
    with connection.cursor() as db:
        db.execute(BLOCKED_FROM, [blocked.id])
        edges: dict[uuid.UUID, list[uuid.UUID]] = {}
        for start, end in db.fetchall():
            edges.setdefault(start, []).append(end)
    path = _shortest(edges, blocked.id, blocker.id)
    if path is None:
        return
    names = _names(actor, [blocker.id, *path])
    if len(names) > NAMED:
        names = [*names[: NAMED - 1], "…", names[-1]]
    ring = " blocks ".join(names)
    raise Conflict(f"These tasks would wait for each other for ever: {ring}.", code="ring")


def _shortest(
    edges: dict[uuid.UUID, list[uuid.UUID]], start: uuid.UUID, end: uuid.UUID
) -> list[uuid.UUID] | None:
    """The tasks on the shortest way from one to another, None when there is no way."""
    came: dict[uuid.UUID, uuid.UUID | None] = {start: None}
    queue = deque([start])
    while queue and end not in came:
        here = queue.popleft()
        for there in edges.get(here, ()):
            if there not in came:
                came[there] = here
                queue.append(there)
    if end not in came:
        return None
    path: list[uuid.UUID] = []
    at: uuid.UUID | None = end
    while at is not None:
        path.append(at)
        at = came[at]
    return path[::-1]


def _names(actor: Member, ids: list[uuid.UUID]) -> list[str]:
    """The keys of tasks, in order; what the member does not see has no name."""
    seen = visible_tasks(actor).filter(id__in=ids).values_list("id", "project__key", "number")
    keys = {task_id: f"{key}-{number}" for task_id, key, number in seen}
    return [keys.get(task_id, "a task that you do not see") for task_id in ids]


assert set(FAR) == set(Kind), "each kind has another end"
