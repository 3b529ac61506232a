"""Read shapes about tasks."""

import uuid

from django.db.models import Count

from sync.shapes import Json, spell
from tasks.models import Comment, CommentVersion, Stage, Tag, Task
from teams.models import Member

CLOSED = (Stage.Kind.DONE, Stage.Kind.CANCELLED)


def open_task_counts(member: Member) -> dict[uuid.UUID, int]:
    """How many open tasks each person of the workspace performs: member id → count (one query)."""
    tasks = Task.objects.alive().filter(workspace_id=member.workspace_id, performer__isnull=False)
    open_tasks = tasks.exclude(stage__kind__in=CLOSED)
    counts = open_tasks.order_by().values_list("performer_id").annotate(count=Count("id"))
    return {performer: count for performer, count in counts if performer is not None}


def comment_versions(comment: Comment) -> dict[str, Json]:
    """How a comment read before each time it was rewritten, the newest first: `{versions}` (one query)."""
    rows = CommentVersion.objects.filter(comment=comment).order_by("-id")
    fields = ("body", "replaced_at", "replaced_by_id")
    return {
        "versions": [{name: spell(row[name]) for name in fields} for row in rows.values(*fields)]
    }


def branch_ids(tag: Tag) -> set[uuid.UUID]:
    """The tag and all that stand below it (one query for each step down)."""
    found: set[uuid.UUID] = set()
    step = {tag.id}
    while step:
        found |= step
        step = set(Tag.objects.filter(parent_id__in=step).values_list("id", flat=True)) - found
    return found
