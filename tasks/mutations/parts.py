"""Mutations of the links and files of a task."""

from sync.mutations import NUMBER_OR_NULL, TEXT, UUID, Arguments, mutation
from tasks import access
from tasks.actions import files, parts
from tasks.files.access import access_upload
from tasks.mutations.args import Data
from teams.models import Member


@mutation("attachment.add", {"id": UUID, "task_id": UUID, "name": TEXT, "url": TEXT})
def attachment_add(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["task_id"], write=True, trashed=True)
    parts.add_attachment(task, actor=actor, name=args["name"], url=args["url"], id=args["id"])
    return None


# What the browser was told of the file it sent: for its own screen, the server knows better.
TOLD = dict.fromkeys(("size", "width", "height"), NUMBER_OR_NULL) | {"content_type": TEXT}


@mutation("file.add", {"id": UUID, "task_id": UUID, "name": TEXT}, TOLD)
def file_add(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["task_id"], write=True, trashed=True)
    stored = access_upload(actor, args["id"], task)
    files.add_file(task, actor=actor, stored=stored, name=args["name"])
    return None


@mutation("attachment.remove", {"id": UUID})
def attachment_remove(actor: Member, args: Arguments) -> Data:
    parts.remove_attachment(access.access_attachment(actor, args["id"], trashed=True), actor=actor)
    return None
