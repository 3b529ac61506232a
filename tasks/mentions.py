"""Who is mentioned in a text: `[@Maria](member:0190…)`, where the id counts and the name is only how it was written."""

import re
import uuid

from sync.journal import Journal
from sync.models import ScopeMember
from sync.shapes import Json
from tasks.models import Comment, Task

MENTION = re.compile(
    r"\[@[^\]\n]{0,200}\]\(member:([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\)"
)


def mentioned_in(text: str) -> set[uuid.UUID]:
    """The ids that a text mentions, whosesoever they are."""
    return {uuid.UUID(found) for found in MENTION.findall(text)}


def tell_mentions(
    journal: Journal, task: Task, text: str, *, before: str = "", comment: Comment | None = None
) -> None:
    """Say in the journal whom a text mentions that did not mention them before.

    Only people who read the task count, and never the writer: an id of somebody else is just a word.
    """
    fresh = mentioned_in(text) - mentioned_in(before) - {journal.actor_id}
    if not fresh:
        return
    seats = ScopeMember.objects.filter(scope_id=task.project_id, reader_id__in=fresh)
    readers = sorted(str(reader) for reader in seats.values_list("reader_id", flat=True))
    if readers:
        facts: dict[str, Json] = {
            "member_ids": [*readers],
            "comment_id": str(comment.id) if comment else None,
        }
        journal.happened(
            "task.mentioned", task, at=journal.at, actor_id=journal.actor_id, facts=facts
        )
