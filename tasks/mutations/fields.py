"""Mutations of custom fields and of their values."""

from typing import Any

from sync.mutations import FIELDS, FLAG, TEXT, UUID, Arguments, mutation
from tasks import access
from tasks.actions import fields
from tasks.field_access import access_field
from tasks.mutations.args import PLACE, Data, place_of
from teams.models import Member

OPTIONS = {"type": "array"}
ANY: dict[str, Any] = {}
"""Checked by the kind of the field."""
GIVEN = ("options", "currency", "on_card")


@mutation(
    "field.create",
    {"id": UUID, "project_id": UUID, "name": TEXT, "kind": TEXT},
    {"options": OPTIONS, "currency": TEXT, "on_card": FLAG, **PLACE},
)
def field_create(actor: Member, args: Arguments) -> Data:
    fields.create_field(
        access.access_project(actor, args["project_id"]),
        actor=actor,
        id=args["id"],
        name=args["name"],
        kind=args["kind"],
        fields={name: args[name] for name in GIVEN if name in args},
        **place_of(args),
    )
    return None


@mutation("field.set", {"id": UUID, "fields": FIELDS})
def field_set(actor: Member, args: Arguments) -> Data:
    fields.change_field(access_field(actor, args["id"]), actor=actor, fields=args["fields"])
    return None


@mutation("field.move", {"id": UUID, **PLACE})
def field_move(actor: Member, args: Arguments) -> Data:
    fields.move_field(access_field(actor, args["id"]), actor=actor, **place_of(args))
    return None


@mutation("field.remove", {"id": UUID})
def field_remove(actor: Member, args: Arguments) -> Data:
    fields.remove_field(access_field(actor, args["id"], removed=True), actor=actor)
    return None


@mutation("field.restore", {"id": UUID})
def field_restore(actor: Member, args: Arguments) -> Data:
    fields.restore_field(access_field(actor, args["id"], removed=True), actor=actor)
    return None


@mutation("task.value", {"id": UUID, "field_id": UUID, "value": ANY})
def task_value(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["id"], write=True, trashed=True)
    field = access_field(actor, args["field_id"])
    fields.set_value(task, actor=actor, field=field, value=args["value"])
    return None
