"""Which recurrences a member sees and changes."""

import uuid

from tasks.access import access_task, found_or_raise, visible_projects
from tasks.models import Recurrence
from teams.models import Member


def access_recurrence(
    member: Member, recurrence_id: uuid.UUID | str, *, write: bool = False
) -> Recurrence:
    """How a task comes again; to write it together with its latest task, both locked. Raises NotSeen, Forbidden."""
    rows = Recurrence.objects.filter(id=recurrence_id, project__in=visible_projects(member))
    found = found_or_raise(rows.first(), "recurrence")
    if not write:
        return found
    # Whoever closes a task locks it first, and then its recurrence. Meanwhile another may have become the latest.
    while True:
        task = access_task(member, found.task_id, write=True)
        locked = Recurrence.objects.select_for_update(of=("self",), no_key=True)
        found = found_or_raise(locked.filter(id=recurrence_id).first(), "recurrence")
        if found.task_id == task.id:
            found.task = task
            return found
