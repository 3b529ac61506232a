"""Read shapes about tasks."""

import uuid

from django.db.models import Count

from tasks.models import Stage, Task
from teams.models import Member

CLOSED = (Stage.Kind.DONE, Stage.Kind.CANCELLED)


def open_task_counts(member: Member) -> dict[uuid.UUID, int]:
    """How many open tasks each person of the workspace performs: member id → count (one query)."""
    tasks = Task.objects.alive().filter(workspace_id=member.workspace_id, performer__isnull=False)
    open_tasks = tasks.exclude(stage__kind__in=CLOSED)
    counts = open_tasks.order_by().values_list("performer_id").annotate(count=Count("id"))
    return {performer: count for performer, count in counts if performer is not None}
