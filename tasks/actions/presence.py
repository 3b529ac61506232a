"""Tasks leave their readers with all that hangs on them, for the trash or the archive, and come back."""

from collections.abc import Collection
from datetime import datetime

from sync.journal import Journal
from sync.many import spelled
from sync.shapes import SHAPES, shape_of
from tasks.actions.following import follow_all, links_in_sight, standing_of
from tasks.actions.standing import touch
from tasks.models import (
    Attachment,
    Checklist,
    ChecklistItem,
    Comment,
    DeadlineProposal,
    Reaction,
    Stage,
    Task,
)
from tasks.rows import save_many

PARTS = (Checklist, ChecklistItem, Comment, Reaction, Attachment)


def leave(journal: Journal, kind: str, tasks: Collection[Task]) -> None:
    """Take tasks from their readers; what is asked about deadlines goes first, while they know whose it is."""
    alive = {task.id: task for task in tasks if task.is_alive}
    if not alive:
        return
    for proposal in DeadlineProposal.objects.filter(task__in=alive, answered_at=None):
        proposal.task = alive[proposal.task_id]
        journal.leave(kind, proposal)
    for link in links_in_sight(alive.values()):
        journal.leave(kind, link)
    for task in alive.values():
        journal.leave(kind, task)


def enter(journal: Journal, kind: str, tasks: Collection[Task]) -> None:
    """Give tasks, as they were saved, back to their readers, with their parts, which left every reader with them.

    None of those that are still away.
    """
    alive = {task.id: task for task in tasks if task.is_alive}
    if not alive:
        return
    rows = spelled(SHAPES["task"], alive)
    for task in alive.values():
        journal.insert(kind, task, known=rows[task.id])
    for part in PARTS:
        for row in part.objects.filter(task__in=alive).order_by("id"):
            row.task = alive[row.task_id]
            if shape_of(row).is_alive(row):
                journal.insert(kind, row)
    for proposal in DeadlineProposal.objects.filter(task__in=alive, answered_at=None):
        proposal.task = alive[proposal.task_id]
        journal.insert(kind, proposal)
    for link in links_in_sight(alive.values()):
        journal.insert(kind, link)


def trash(journal: Journal, tasks: Collection[Task]) -> int:
    """Throw tasks away, those that are not in the trash yet; gives how many."""
    found = [task for task in tasks if task.trashed_at is None]
    stood = [(task, standing_of(task)) for task in found]
    leave(journal, "task.trashed", found)
    for task in found:
        task.trashed_at = journal.now
    save_many(found, ["trashed_at"])
    follow_all(journal, stood)
    return len(found)


def restore(journal: Journal, tasks: Collection[Task]) -> int:
    """Bring tasks back from the trash, those that are there; gives how many."""
    found = [task for task in tasks if task.trashed_at is not None]
    stood = [(task, standing_of(task)) for task in found]
    for task in found:
        task.trashed_at = None
    save_many(found, ["trashed_at"])
    enter(journal, "task.restored", found)
    follow_all(journal, stood)
    return len(found)


def archive(
    journal: Journal,
    tasks: Collection[Task],
    kind: str = "task.archived",
    *,
    cancelled_at: datetime | None = None,
) -> int:
    """Put tasks away, those that are not yet, cancelled with it where that is told; gives how many."""
    found = [task for task in tasks if task.archived_at is None]
    stood = [(task, standing_of(task)) for task in found]
    leave(journal, kind, found)
    for task in found:
        task.cancelled_at = cancelled_at or task.cancelled_at
    _keep_away(journal, found, is_away=True)
    follow_all(journal, stood)
    return len(found)


def unarchive(journal: Journal, tasks: Collection[Task], kind: str = "task.unarchived") -> int:
    """Bring back tasks that were put away; gives how many. One in no stage for cancelled tasks is not cancelled."""
    found = [task for task in tasks if task.archived_at is not None]
    stood = [(task, standing_of(task)) for task in found]
    for task in found:
        if task.stage.kind != Stage.Kind.CANCELLED:
            task.cancelled_at = None
    _keep_away(journal, found, is_away=False)
    enter(journal, kind, found)
    follow_all(journal, stood)
    return len(found)


def _keep_away(journal: Journal, tasks: Collection[Task], *, is_away: bool) -> None:
    for task in tasks:
        task.archived_at = journal.at if is_away else None
        touch(task, journal)
    save_many(tasks, ["cancelled_at", "archived_at", "updated_at", "updated_by_id"])
