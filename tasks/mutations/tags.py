"""Mutations of tags."""

from sync.mutations import FIELDS, TEXT, UUID, UUID_OR_NULL, Arguments, mutation
from tasks import access
from tasks.actions import tags
from tasks.mutations.args import Data
from teams.models import Member


@mutation("tag.create", {"id": UUID, "name": TEXT, "color": TEXT}, {"parent_id": UUID_OR_NULL})
def tag_create(actor: Member, args: Arguments) -> Data:
    tags.create_tag(actor=actor, **args)
    return None


@mutation("tag.set", {"id": UUID, "fields": FIELDS})
def tag_set(actor: Member, args: Arguments) -> Data:
    tags.change_tag(access.access_tag(actor, args["id"]), actor=actor, fields=args["fields"])
    return None


@mutation("tag.remove", {"id": UUID})
def tag_remove(actor: Member, args: Arguments) -> Data:
    tags.remove_tag(access.access_tag(actor, args["id"]), actor=actor)
    return None
