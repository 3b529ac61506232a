"""The mutation that settles a conflict."""

from sync.mutations import TEXT, UUID, Arguments, mutation
from sync.resolving import resolve_conflict
from tasks import access
from tasks.mutations.args import Data
from teams.models import Member


@mutation("conflict.resolve", {"id": UUID, "take": TEXT}, {"value": {}})
def conflict_resolve(actor: Member, args: Arguments) -> Data:
    conflict = access.access_conflict(actor, args["id"], write=True)
    resolve_conflict(conflict, actor=actor, take=args["take"], value=args.get("value"))
    return None
