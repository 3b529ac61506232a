"""Mutations of links between tasks."""

from sync.mutations import TEXT, UUID, Arguments, mutation
from tasks.access_links import access_link, access_link_ends
from tasks.actions import links
from tasks.mutations.args import Data
from teams.models import Member


@mutation("link.add", {"id": UUID, "task_id": UUID, "other_id": UUID, "kind": TEXT})
def link_add(actor: Member, args: Arguments) -> Data:
    links.lock_links(actor)
    task, other = access_link_ends(actor, args["task_id"], args["other_id"])
    links.add_link(task, actor=actor, other=other, kind=args["kind"], id=args["id"])
    return None


@mutation("link.remove", {"id": UUID})
def link_remove(actor: Member, args: Arguments) -> Data:
    links.remove_link(access_link(actor, args["id"]), actor=actor)
    return None
