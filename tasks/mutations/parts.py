"""Mutations of the links of a task."""

from sync.mutations import TEXT, UUID, Arguments, mutation
from tasks import access
from tasks.actions import parts
from tasks.mutations.args import Data
from teams.models import Member


@mutation("attachment.add", {"id": UUID, "task_id": UUID, "name": TEXT, "url": TEXT})
def attachment_add(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["task_id"], write=True, trashed=True)
    parts.add_attachment(task, actor=actor, name=args["name"], url=args["url"], id=args["id"])
    return None


@mutation("attachment.remove", {"id": UUID})
def attachment_remove(actor: Member, args: Arguments) -> Data:
    parts.remove_attachment(access.access_attachment(actor, args["id"], trashed=True), actor=actor)
    return None
