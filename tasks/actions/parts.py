"""What hangs on a task: links. The task counts what hangs on it in its own row."""

from typing import Any

from sync.journal import Journal, record
from tasks import cleaning
from tasks.access import require_task_edit
from tasks.actions.standing import touch
from tasks.models import Attachment, StoredFile, Task
from tasks.rows import chosen_id, insert
from teams.models import Member


def count_parts(journal: Journal, kind: str, task: Task, **steps: int) -> None:
    """Move the task's counters by the given steps; the task's row is locked by its access function."""
    for name, step in steps.items():
        setattr(task, name, getattr(task, name) + step)
    fields = [*steps, *touch(task, journal)]
    task.save(update_fields=fields)
    journal.update(kind, task, fields)


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
    """Take a link or a file off its task; the file's bytes stay for as long as the trash is kept."""
    require_task_edit(actor, attachment.task)
    with record(actor) as journal:
        kind = "file.removed" if attachment.file_id else "attachment.removed"
        journal.delete(kind, attachment)
        task = attachment.task
        attachment.delete()
        if attachment.file_id:
            StoredFile.objects.filter(id=attachment.file_id).update(detached_at=journal.now)
        count_parts(journal, kind, task, attachment_count=-1)
