"""Mutations of checklists and their lines."""

from typing import Any

from sync.mutations import FIELDS, TEXT, UUID, UUID_OR_NULL, Arguments, mutation
from tasks import access
from tasks.actions import checklists
from tasks.mutations.args import PLACE, Data, place_of
from teams.models import Member

LIST = {"checklist_id": UUID_OR_NULL}


@mutation("checklist_list.add", {"id": UUID, "task_id": UUID}, {**PLACE, "name": TEXT})
def checklist_list_add(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["task_id"], write=True, trashed=True)
    name = args.get("name", "")
    checklists.add_checklist(task, actor=actor, name=name, id=args["id"], **place_of(args))
    return None


@mutation("checklist_list.set", {"id": UUID, "fields": FIELDS})
def checklist_list_set(actor: Member, args: Arguments) -> Data:
    checklist = access.access_checklist(actor, args["id"], trashed=True)
    checklists.change_checklist(checklist, actor=actor, fields=args["fields"])
    return None


@mutation("checklist_list.move", {"id": UUID, **PLACE})
def checklist_list_move(actor: Member, args: Arguments) -> Data:
    checklist = access.access_checklist(actor, args["id"], trashed=True)
    checklists.move_checklist(checklist, actor=actor, **place_of(args))
    return None


@mutation("checklist_list.remove", {"id": UUID})
def checklist_list_remove(actor: Member, args: Arguments) -> Data:
    checklist = access.access_checklist(actor, args["id"], trashed=True)
    checklists.remove_checklist(checklist, actor=actor)
    return None


@mutation(
    "checklist.add",
    {"id": UUID, "task_id": UUID, "text": TEXT},
    {**PLACE, **LIST, "fields": {"type": "object"}},
)
def checklist_add(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["task_id"], write=True, trashed=True)
    named: dict[str, Any] = {name: args.get(name) for name in ("id", "checklist_id", "fields")}
    checklists.add_checklist_item(task, actor=actor, text=args["text"], **named, **place_of(args))
    return None


@mutation("checklist.set", {"id": UUID, "fields": FIELDS})
def checklist_set(actor: Member, args: Arguments) -> Data:
    item = access.access_checklist_item(actor, args["id"], trashed=True)
    checklists.change_checklist_item(item, actor=actor, fields=args["fields"])
    return None


@mutation("checklist.move", {"id": UUID, **PLACE}, LIST)
def checklist_move(actor: Member, args: Arguments) -> Data:
    item = access.access_checklist_item(actor, args["id"], trashed=True)
    checklist_id = args.get("checklist_id")
    checklists.move_checklist_item(item, actor=actor, checklist_id=checklist_id, **place_of(args))
    return None


@mutation("checklist.remove", {"id": UUID})
def checklist_remove(actor: Member, args: Arguments) -> Data:
    item = access.access_checklist_item(actor, args["id"], trashed=True)
    checklists.remove_checklist_item(item, actor=actor)
    return None


@mutation("checklist.promote", {"id": UUID, "task_id": UUID})
def checklist_promote(actor: Member, args: Arguments) -> Data:
    item = access.access_checklist_item(actor, args["id"])
    task = checklists.promote_checklist_item(item, actor=actor, task_id=args["task_id"])
    return {"number": task.number}


@mutation("checklist.demote", {"id": UUID, "task_id": UUID}, {**PLACE, **LIST})
def checklist_demote(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["task_id"], write=True)
    named: dict[str, Any] = {name: args.get(name) for name in ("id", "checklist_id")}
    checklists.demote_task(task, actor=actor, **named, **place_of(args))
    return None
