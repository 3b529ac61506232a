"""The only way from an outside id to a file."""

import uuid

from pm_suite.lib.problems import NotSeen
from tasks.access import access_part
from tasks.models import Attachment, StoredFile, Task
from teams.models import Member


def access_upload(member: Member, file_id: uuid.UUID | str, task: Task) -> StoredFile:
    """A file to hang on a task, locked: one's own, or one that hung there before; raises NotSeen `not_uploaded`."""
    stored = StoredFile.objects.select_for_update(no_key=True).filter(id=file_id).first()
    if stored is None or (stored.member_id != member.id and stored.task_id != task.id):
        raise NotSeen("The file has not come here; send it again.", code="not_uploaded")
    return stored


def access_file(member: Member, attachment_id: uuid.UUID | str) -> Attachment:
    """A file to read, of a task that the member sees; raises NotSeen."""
    attachment = access_part(member, Attachment, attachment_id)
    if attachment.file is None:
        raise NotSeen("This is a link, and no file.")
    return attachment
