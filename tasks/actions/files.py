"""Files: sent first, hung on a task after that, and kept for a while when nothing needs them any more."""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from pm_suite.lib.problems import Conflict
from sync.journal import record
from tasks.access import require_task_edit
from tasks.actions.parts import count_parts
from tasks.actions.trash import TRASH_DAYS
from tasks.files import storage
from tasks.files.kinds import kind_of
from tasks.files.names import clean_name
from tasks.files.storage import Body
from tasks.models import Attachment, StoredFile, Task
from tasks.rows import insert
from teams.models import Member

UNATTACHED_DAYS = 2
"""So long a file waits for the change that hangs it on a task; a browser that comes later sends it again."""


def receive_file(
    actor: Member, file_id: uuid.UUID, body: Body, *, name: str, length: int | None = None
) -> StoredFile:
    """Take a file in under the id that its sender chose; the same one sent again is not kept twice.

    Raises Problem 413, Invalid for one that did not come whole or is no fit picture, Conflict for an id that is taken.
    """
    with storage.received(body, length) as came:
        known = _known(actor, file_id, came.sha256)
        if known is not None:
            return known
        kind = kind_of(came.file, clean_name(name))
        stored = StoredFile(
            id=file_id,
            workspace_id=actor.workspace_id,
            member_id=actor.id,
            path=storage.keep(actor.workspace_id, file_id, came),
            size=came.size,
            sha256=came.sha256,
            content_type=kind.content_type,
            width=kind.width,
            height=kind.height,
            created_at=timezone.now(),
        )
        try:
            with transaction.atomic():
                stored.save(force_insert=True)
        except IntegrityError:
            # The same file came twice at once, and the other one was faster.
            storage.drop(stored.path)
            twin = _known(actor, file_id, came.sha256)
            if twin is None:
                raise _taken() from None
            return twin
        except BaseException:
            storage.drop(stored.path)
            raise
        return stored


def _known(actor: Member, file_id: uuid.UUID, sha256: str) -> StoredFile | None:
    stored = StoredFile.objects.filter(id=file_id).first()
    if stored is not None and (stored.member_id, stored.sha256) != (actor.id, sha256):
        raise _taken()
    return stored


def _taken() -> Conflict:
    return Conflict("This id is taken; make a new one.", code="taken", field="id")


def add_file(
    task: Task, *, actor: Member, stored: StoredFile, name: str, created_at: datetime | None = None
) -> Attachment:
    """Hang a file that has come on a task, under the file's id; raises Forbidden, Conflict."""
    require_task_edit(actor, task)
    with record(actor) as journal:
        attachment = Attachment(
            id=stored.id,
            workspace_id=task.workspace_id,
            task=task,
            kind=Attachment.Kind.FILE,
            name=clean_name(name),
            file=stored,
            size=stored.size,
            content_type=stored.content_type,
            width=stored.width,
            height=stored.height,
            created_at=created_at or journal.at,
        )
        insert(attachment)
        stored.task, stored.detached_at = task, None
        stored.save(update_fields=["task", "detached_at"])
        journal.insert("file.added", attachment)
        count_parts(journal, "file.added", task, attachment_count=1)
    return attachment


def sweep_files(now: datetime) -> int:
    """Delete the files that nothing has needed for long: gives how many.

    What was never hung anywhere, or on a task that is gone for good, goes after two days; what was taken off after as
    long as the trash is kept, so that taking it off can be undone.
    """
    alone = Q(task=None, detached_at=None, created_at__lt=now - timedelta(days=UNATTACHED_DAYS))
    due = StoredFile.objects.filter(
        alone | Q(detached_at__lt=now - timedelta(days=TRASH_DAYS)), attachments=None
    )
    return sum(map(_sweep, list(due.order_by("id").values_list("id", flat=True))))


def _sweep(file_id: uuid.UUID) -> bool:
    with transaction.atomic():
        rows = StoredFile.objects.select_for_update(skip_locked=True)
        stored = rows.filter(id=file_id).first()
        # Somebody may have hung it up again since.
        if stored is None or stored.attachments.exists():
            return False
        stored.delete()
        # While the row is locked nobody can hang up what is being deleted.
        storage.drop(stored.path)
    return True


def usage(workspace_id: uuid.UUID) -> tuple[int, int]:
    """How many files a workspace keeps, and their bytes; previews are not counted."""
    kept = StoredFile.objects.filter(workspace_id=workspace_id)
    return kept.count(), kept.aggregate(total=Sum("size"))["total"] or 0
