"""Mutations of tasks."""

from typing import Any

from sync.mutations import FIELDS, TEXT, UUID, UUID_OR_NULL, UUIDS, Arguments, mutation, texts
from tasks import access
from tasks.actions import tasks
from tasks.mutations.args import PLACE, Data, ids_of, place_of
from teams.models import Member


@mutation(
    "task.create",
    {"id": UUID, "project_id": UUID, "stage_id": UUID, "title": TEXT},
    {**PLACE, "parent_id": UUID_OR_NULL, "fields": {"type": "object"}, "tag_ids": UUIDS},
)
def task_create(actor: Member, args: Arguments) -> Data:
    fields: dict[str, Any] = dict(args.get("fields", {}))
    if args.get("parent_id"):
        fields["parent_id"] = args["parent_id"]
    task = tasks.create_task(
        actor=actor,
        stage=access.access_stage(actor, args["stage_id"]),
        title=args["title"],
        id=args["id"],
        fields=fields,
        tag_ids=ids_of(args, "tag_ids"),
        **place_of(args),
    )
    return {"number": task.number}


@mutation("task.set", {"id": UUID, "fields": FIELDS}, {"was": texts("description")})
def task_set(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["id"], write=True, trashed=True)
    tasks.change_task(task, actor=actor, fields=args["fields"], was=args.get("was"))
    return None


@mutation("task.move", {"id": UUID, "stage_id": UUID, **PLACE})
def task_move(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["id"], write=True, trashed=True)
    stage = access.access_stage_of(task, args["stage_id"])
    tasks.move_task(task, actor=actor, stage=stage, **place_of(args))
    return None


@mutation("task.tag", {"id": UUID, "add": UUIDS, "remove": UUIDS})
def task_tag(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["id"], write=True, trashed=True)
    tasks.tag_task(task, actor=actor, add=ids_of(args, "add"), remove=ids_of(args, "remove"))
    return None


@mutation("task.observe", {"id": UUID, "add": UUIDS, "remove": UUIDS})
def task_observe(actor: Member, args: Arguments) -> Data:
    task = access.access_task_to_comment(actor, args["id"], trashed=True)
    tasks.observe_task(task, actor=actor, add=ids_of(args, "add"), remove=ids_of(args, "remove"))
    return None


@mutation("task.trash", {"id": UUID})
def task_trash(actor: Member, args: Arguments) -> Data:
    task = access.access_task_to_comment(actor, args["id"], trashed=True)
    tasks.trash_task(task, actor=actor)
    return None


@mutation("task.restore", {"id": UUID})
def task_restore(actor: Member, args: Arguments) -> Data:
    task = access.access_task_to_comment(actor, args["id"], trashed=True)
    tasks.restore_task(task, actor=actor)
    return None
