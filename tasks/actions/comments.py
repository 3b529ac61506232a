"""Comments: written, rewritten, removed and brought back, and answered with an emoji."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pm_suite.lib.problems import Conflict, Invalid
from sync.conflicts import hold, settle
from sync.journal import record
from tasks import cleaning
from tasks.access import require
from tasks.actions.parts import count_parts
from tasks.emoji import is_emoji
from tasks.mentions import tell_mentions
from tasks.models import Comment, CommentVersion, Reaction, Task
from tasks.rows import chosen_id, insert
from teams.models import Member

KEPT_DAYS = 30
"""So long a comment that was removed can be brought back."""
VERSIONS_MAX = 200
EMOJI_MAX = 20


def add_comment(
    task: Task,
    *,
    actor: Member,
    body: str,
    id: object = None,
    reply_to_id: uuid.UUID | None = None,
    author: Member | None = None,
    created_at: Any = None,
    mark: str = Comment.Mark.NONE,
) -> Comment:
    """Say something about a task, or a reason (`mark`); `author`, `created_at` are for imports. Raises Invalid.

    One may answer a comment that was removed: what was written meanwhile keeps its place.
    """
    require(actor, "comment", task.project)
    if reply_to_id and not Comment.objects.filter(id=reply_to_id, task=task).exists():
        raise Invalid("The comment you answer is not here any more.", field="reply_to_id")
    with record(actor) as journal:
        comment = Comment(
            id=chosen_id(id),
            workspace_id=task.workspace_id,
            task=task,
            author=author or actor,
            body=_body(body),
            reply_to_id=reply_to_id,
            created_at=created_at or journal.at,
            mark=mark,
        )
        insert(comment)
        journal.insert("comment.added", comment, at=created_at)
        if created_at is None:
            tell_mentions(journal, task, comment.body, comment=comment)
        count_parts(journal, "comment.added", task, comment_count=1)
    return comment


def _body(value: object) -> str:
    return cleaning.long_text(value, field="body", noun="A comment", required=True)


def edit_comment(
    comment: Comment, *, actor: Member, body: str, was: Mapping[str, str] | None = None
) -> Comment:
    """Rewrite a comment, `was` being the body from which the person began; how it read before is kept. Raises Invalid.

    `access_comment` says who may.
    """
    with record(actor) as journal:
        hold(journal, comment, ["body"])
        before = dict(vars(comment))
        comment.body = _body(body)
        if comment.body == before["body"]:
            return comment
        if settle(journal, comment, before, ["body"], was):
            comment.edited_at = journal.at
            comment.save(update_fields=["body", "edited_at"])
            _keep_version(comment, before["body"], actor, at=journal.at)
            journal.update("comment.edited", comment, ["body", "edited_at"])
            tell_mentions(
                journal, comment.task, comment.body, before=before["body"], comment=comment
            )
    return comment


def _keep_version(comment: Comment, body: str, actor: Member, *, at: datetime) -> None:
    CommentVersion(
        workspace_id=comment.workspace_id,
        comment=comment,
        body=body,
        replaced_at=at,
        replaced_by=actor,
    ).save(force_insert=True)
    kept = CommentVersion.objects.filter(comment=comment).order_by("-id")
    oldest = kept.values_list("id", flat=True)[VERSIONS_MAX : VERSIONS_MAX + 1]
    CommentVersion.objects.filter(id__in=list(oldest)).delete()


def remove_comment(comment: Comment, *, actor: Member) -> None:
    """Take a comment away; answers to it keep their place. `access_comment` says who may."""
    if comment.removed_at is not None:
        return
    with record(actor) as journal:
        journal.delete("comment.removed", comment)
        comment.removed_at = journal.now
        comment.save(update_fields=["removed_at"])
        count_parts(journal, "comment.removed", comment.task, comment_count=-1)


def restore_comment(comment: Comment, *, actor: Member) -> Comment:
    """Bring back a comment that was removed; raises Conflict when its words are gone for good.

    `access_comment` says who may.
    """
    if comment.removed_at is None:
        return comment
    if not comment.body:
        raise Conflict(
            f"This comment was deleted more than {KEPT_DAYS} days ago; its words are gone.",
            code="gone",
        )
    with record(actor) as journal:
        comment.removed_at = None
        comment.save(update_fields=["removed_at"])
        journal.insert("comment.restored", comment)
        count_parts(journal, "comment.restored", comment.task, comment_count=1)
    return comment


def forget_comments(now: datetime) -> int:
    """Take the words of comments away that were removed more than 30 days ago; gives of how many."""
    due = Comment.objects.filter(removed_at__lt=now - timedelta(days=KEPT_DAYS)).exclude(body="")
    ids = list(due.values_list("id", flat=True))
    CommentVersion.objects.filter(comment__in=ids).delete()
    return Comment.objects.filter(id__in=ids).exclude(removed_at=None).update(body="")


def react(
    comment: Comment, *, actor: Member, emoji: str, is_on: bool = True, id: object = None
) -> Reaction | None:
    """Answer a comment with an emoji, or take that back; saying so twice is harmless. Raises Invalid, Conflict.

    `access_comment_to_answer` says who may.
    """
    if not is_emoji(emoji):
        raise Invalid("A reaction is one emoji.", field="emoji")
    with record(actor) as journal:
        reactions = Reaction.objects.filter(comment=comment)
        found = reactions.filter(member=actor, emoji=emoji).first()
        if not is_on:
            if found is not None:
                found.task = comment.task
                journal.delete("reaction.removed", found)
                found.delete()
            return None
        if found is not None:
            return found
        known = set(reactions.order_by().values_list("emoji", flat=True).distinct())
        if len(known) >= EMOJI_MAX and emoji not in known:
            raise Conflict(
                f"A comment has at most {EMOJI_MAX} different reactions.", code="too_many"
            )
        reaction = Reaction(
            id=chosen_id(id),
            workspace_id=comment.workspace_id,
            task=comment.task,
            comment=comment,
            member=actor,
            emoji=emoji,
        )
        insert(reaction)
        journal.insert("reaction.added", reaction)
    return reaction
