"""The trash is kept for 30 days, and then emptied for good."""

import uuid
from datetime import datetime, timedelta

from sync.journal import Journal, record
from tasks.actions.following import follow, standing_of
from tasks.actions.links import forget_links
from tasks.models import Recurrence, Task, TaskSeen

TRASH_DAYS = 30


def empty_trash(now: datetime) -> int:
    """Delete tasks that were thrown away more than 30 days ago, a transaction for each; gives how many."""
    due = Task.objects.filter(trashed_at__lt=now - timedelta(days=TRASH_DAYS)).order_by("id")
    return sum(map(_delete, due.values_list("id", flat=True)))


def _delete(task_id: uuid.UUID) -> bool:
    """Delete a task with all that hangs on it, unless somebody has just brought it back."""
    found = Task.objects.select_related("author").filter(id=task_id).first()
    if found is None:
        return False
    with record(found.author) as journal:
        rows = Task.objects.select_for_update(of=("self",))
        task = rows.filter(id=task_id).exclude(trashed_at=None).first()
        if task is None:
            return False
        for seen in TaskSeen.objects.filter(task=task).order_by("id"):
            journal.delete("task_seen.deleted", seen)
        for child in Task.objects.select_for_update(no_key=True).filter(parent=task).order_by("id"):
            stood = standing_of(child)
            child.parent = None
            child.save(update_fields=["parent"])
            if child.is_alive:
                journal.update("task.nested", child, ["parent_id"])
            follow(journal, child, stood)
        forget_links(task)
        _forget_recurrence(journal, task)
        task.delete()
    return True


def _forget_recurrence(journal: Journal, task: Task) -> None:
    """Delete how a task came again when it was the latest; those before it stay."""
    recurrence = Recurrence.objects.filter(task=task).first() if task.recurrence_id else None
    if recurrence is None:
        return
    rows = Task.objects.select_for_update(of=("self",), no_key=True).filter(recurrence=recurrence)
    for instance in rows.exclude(id=task.id).order_by("id"):
        instance.recurrence = None
        instance.save(update_fields=["recurrence"])
        journal.update("task.repeats", instance, ["recurrence_id"])
    journal.delete("recurrence.deleted", recurrence)
