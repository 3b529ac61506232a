"""What hangs on a task: comments, links. The task counts them in its own row."""

import uuid
from collections.abc import Mapping
from typing import Any

from pm_suite.lib.problems import Invalid
from sync.conflicts import hold, settle
from sync.journal import Journal, record
from tasks import cleaning
from tasks.access import require, require_task_edit
from tasks.actions.standing import touch
from tasks.models import Attachment, Comment, Task
from tasks.rows import chosen_id, insert
from teams.models import Member


def count_parts(journal: Journal, kind: str, task: Task, **steps: int) -> None:
    """Move the task's counters by the given steps; the task's row is locked by its access function."""
    for name, step in steps.items():
        setattr(task, name, getattr(task, name) + step)
    fields = [*steps, *touch(task, journal)]
    task.save(update_fields=fields)
    journal.update(kind, task, fields)


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
    """Say something about a task, or a reason (`mark`); `author`, `created_at` are for imports. Raises Invalid."""
    require(actor, "comment", task.project)
    if reply_to_id and not Comment.objects.filter(id=reply_to_id, task=task).exists():
        raise Invalid("The comment you answer is not here any more.", field="reply_to_id")
    with record(actor) as journal:
        comment = Comment(
            id=chosen_id(id),
            workspace_id=task.workspace_id,
            task=task,
            author=author or actor,
            body=cleaning.long_text(body, field="body", noun="A comment", required=True),
            reply_to_id=reply_to_id,
            created_at=created_at or journal.at,
            mark=mark,
        )
        insert(comment)
        journal.insert("comment.added", comment, at=created_at)
        count_parts(journal, "comment.added", task, comment_count=1)
    return comment


def edit_comment(
    comment: Comment, *, actor: Member, body: str, was: Mapping[str, str] | None = None
) -> Comment:
    """Rewrite a comment, `was` being the body from which the person began; raises Invalid.

    `access_comment` says who may.
    """
    with record(actor) as journal:
        hold(journal, comment, ["body"])
        before = dict(vars(comment))
        comment.body = cleaning.long_text(body, field="body", noun="A comment", required=True)
        if settle(journal, comment, before, ["body"], was):
            comment.edited_at = journal.at
            comment.save(update_fields=["body", "edited_at"])
            journal.update("comment.edited", comment, ["body", "edited_at"])
    return comment


def remove_comment(comment: Comment, *, actor: Member) -> None:
    """Delete a comment; answers to it stay. `access_comment` says who may."""
    with record(actor) as journal:
        answers = list(Comment.objects.filter(reply_to=comment).select_related("task"))
        journal.delete("comment.removed", comment)
        task = comment.task
        comment.delete()
        for answer in answers:
            answer.reply_to_id = None
            journal.update("comment.changed", answer, ["reply_to_id"])
        count_parts(journal, "comment.removed", task, comment_count=-1)


def add_attachment(
    task: Task, *, actor: Member, name: str, url: str, id: object = None, created_at: Any = None
) -> Attachment:
    """Keep a link with a task; raises Forbidden, Invalid."""
    require_task_edit(actor, task)
    with record(actor) as journal:
        address = cleaning.link(url)
        attachment = Attachment(
            id=chosen_id(id),
            workspace_id=task.workspace_id,
            task=task,
            name=cleaning.one_line(name or address, field="name", limit=300, noun="A name"),
            url=address,
            created_at=created_at or journal.at,
        )
        insert(attachment)
        journal.insert("attachment.added", attachment)
        count_parts(journal, "attachment.added", task, attachment_count=1)
    return attachment


def remove_attachment(attachment: Attachment, *, actor: Member) -> None:
    """Delete a link."""
    require_task_edit(actor, attachment.task)
    with record(actor) as journal:
        journal.delete("attachment.removed", attachment)
        task = attachment.task
        attachment.delete()
        count_parts(journal, "attachment.removed", task, attachment_count=-1)
