"""Mutations of how tasks come again."""

from sync.mutations import FIELDS, UUID, Arguments, mutation
from tasks import access
from tasks.access_recurrences import access_recurrence
from tasks.actions import recurrences
from tasks.mutations.args import Data
from teams.models import Member


@mutation("recurrence.set", {"id": UUID, "fields": FIELDS}, {"task_id": UUID})
def recurrence_set(actor: Member, args: Arguments) -> Data:
    task_id = args.get("task_id") or access_recurrence(actor, args["id"]).task_id
    task = access.access_task(actor, task_id, write=True)
    recurrences.set_recurrence(task, actor=actor, fields=args["fields"], id=args["id"])
    return None


@mutation("recurrence.skip", {"id": UUID})
def recurrence_skip(actor: Member, args: Arguments) -> Data:
    found = access_recurrence(actor, args["id"], write=True)
    recurrences.skip_time(found, actor=actor)
    return None


@mutation("recurrence.unskip", {"id": UUID})
def recurrence_unskip(actor: Member, args: Arguments) -> Data:
    found = access_recurrence(actor, args["id"], write=True)
    recurrences.unskip_time(found, actor=actor)
    return None


@mutation("recurrence.stop", {"id": UUID})
def recurrence_stop(actor: Member, args: Arguments) -> Data:
    found = access_recurrence(actor, args["id"], write=True)
    recurrences.stop_recurrence(found, actor=actor)
    return None


@mutation("recurrence.adopt", {"id": UUID})
def recurrence_adopt(actor: Member, args: Arguments) -> Data:
    found = access_recurrence(actor, args["id"], write=True)
    recurrences.adopt_task(found, actor=actor)
    return None
