"""The only way from outside ids to links between tasks, and to the two tasks of one."""

import uuid

from pm_suite.lib.problems import NotSeen
from tasks.access import access_task_to_comment, require_task_edit
from tasks.models import Task, TaskLink
from teams.models import Member


def access_link_ends(
    member: Member, task_id: uuid.UUID | str, other_id: uuid.UUID | str
) -> tuple[Task, Task]:
    """A task that the member may change, and another that the member sees, both locked; raises NotSeen, Forbidden."""
    keys = sorted({str(task_id), str(other_id)})
    known = {key: access_task_to_comment(member, key, trashed=True) for key in keys}
    task, other = known[str(task_id)], known[str(other_id)]
    require_task_edit(member, task)
    if other.trashed_at is not None:
        raise NotSeen("The other task is in the trash; restore it first.", code="trashed")
    return task, other


def access_link(member: Member, link_id: uuid.UUID | str) -> TaskLink:
    """A link whose task the member may change, both tasks locked; raises NotSeen, Forbidden."""
    link = _link(link_id)
    rows = Task.objects.select_for_update(of=("self",), no_key=True).order_by("id")
    ends = {task.id: task for task in rows.filter(id__in=[link.task_id, link.other_id])}
    link.task = access_task_to_comment(member, link.task_id, trashed=True)
    link.other = ends[link.other_id]
    require_task_edit(member, link.task)
    # Whoever took it away meanwhile has let the tasks go only now.
    _link(link_id)
    return link


def _link(link_id: uuid.UUID | str) -> TaskLink:
    found = TaskLink.objects.filter(id=link_id).first()
    if found is None:
        raise NotSeen("There is no such link, or it is not shared with you.")
    return found
