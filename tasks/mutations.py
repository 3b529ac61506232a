"""The mutations of projects, stages and tasks (docs/protocol.md): ids become objects, then one action runs."""

import uuid
from datetime import date
from typing import Any, TypedDict

from pm_suite.lib.ids import parse_id
from sync.mutations import (
    FIELDS,
    TEXT,
    UUID,
    UUID_OR_NULL,
    UUIDS,
    Arguments,
    mutation,
    texts,
    upcast,
)
from sync.resolving import resolve_conflict
from tasks import access
from tasks.actions import parts, projects, stages, tags, tasks
from teams.models import Member

Data = dict[str, object] | None
PLACE = {"after": UUID_OR_NULL, "before": UUID_OR_NULL}


class Place(TypedDict):
    """The neighbours that the person saw."""

    after: uuid.UUID | None
    before: uuid.UUID | None


def place_of(args: Arguments) -> Place:
    """The place that a mutation's arguments tell."""
    return {
        "after": parse_id(args["after"]) if args.get("after") else None,
        "before": parse_id(args["before"]) if args.get("before") else None,
    }


def ids_of(args: Arguments, name: str) -> list[uuid.UUID]:
    return [known for text in args.get(name, ()) if (known := parse_id(text))]


@mutation("project.set", {"id": UUID, "fields": FIELDS}, {"was": texts("description")})
def project_set(actor: Member, args: Arguments) -> Data:
    project = access.access_project(actor, args["id"])
    projects.change_project(project, actor=actor, fields=args["fields"], was=args.get("was"))
    return None


@mutation("project.archive", {"id": UUID})
def project_archive(actor: Member, args: Arguments) -> Data:
    projects.archive_project(access.access_project(actor, args["id"]), actor=actor)
    return None


@mutation("project.restore", {"id": UUID})
def project_restore(actor: Member, args: Arguments) -> Data:
    projects.restore_project(access.access_project(actor, args["id"]), actor=actor)
    return None


@mutation("stage.move", {"id": UUID, **PLACE})
def stage_move(actor: Member, args: Arguments) -> Data:
    stage = access.access_stage(actor, args["id"])
    stages.move_stage(stage, actor=actor, **place_of(args))
    return None


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
    tasks.trash_task(access.access_task(actor, args["id"], write=True, trashed=True), actor=actor)
    return None


@mutation("task.restore", {"id": UUID})
def task_restore(actor: Member, args: Arguments) -> Data:
    tasks.restore_task(access.access_task(actor, args["id"], write=True, trashed=True), actor=actor)
    return None


@mutation("checklist.add", {"id": UUID, "task_id": UUID, "text": TEXT}, PLACE)
def checklist_add(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["task_id"], write=True, trashed=True)
    parts.add_checklist_item(task, actor=actor, text=args["text"], id=args["id"], **place_of(args))
    return None


@mutation("checklist.set", {"id": UUID, "fields": FIELDS})
def checklist_set(actor: Member, args: Arguments) -> Data:
    item = access.access_checklist_item(actor, args["id"], trashed=True)
    parts.change_checklist_item(item, actor=actor, fields=args["fields"])
    return None


@mutation("checklist.move", {"id": UUID, **PLACE})
def checklist_move(actor: Member, args: Arguments) -> Data:
    item = access.access_checklist_item(actor, args["id"], trashed=True)
    parts.move_checklist_item(item, actor=actor, **place_of(args))
    return None


@mutation("checklist.remove", {"id": UUID})
def checklist_remove(actor: Member, args: Arguments) -> Data:
    parts.remove_checklist_item(
        access.access_checklist_item(actor, args["id"], trashed=True), actor=actor
    )
    return None


@mutation("comment.add", {"id": UUID, "task_id": UUID, "body": TEXT}, {"reply_to_id": UUID_OR_NULL})
def comment_add(actor: Member, args: Arguments) -> Data:
    parts.add_comment(
        access.access_task_to_comment(actor, args["task_id"], trashed=True),
        actor=actor,
        body=args["body"],
        id=args["id"],
        reply_to_id=parse_id(args["reply_to_id"]) if args.get("reply_to_id") else None,
    )
    return None


COMMENT_FIELDS = {
    "type": "object",
    "properties": {"body": TEXT},
    "required": ["body"],
    "additionalProperties": False,
}


@mutation("comment.set", {"id": UUID, "fields": COMMENT_FIELDS}, {"was": texts("body")})
def comment_set(actor: Member, args: Arguments) -> Data:
    comment = access.access_comment(actor, args["id"], trashed=True)
    parts.edit_comment(comment, actor=actor, body=args["fields"]["body"], was=args.get("was"))
    return None


@upcast("comment.edit", {"id": UUID, "body": TEXT}, until=date(2027, 11, 25))
def comment_edit(args: Arguments) -> tuple[str, dict[str, Any]]:
    return "comment.set", {"id": args["id"], "fields": {"body": args["body"]}}


@mutation("comment.remove", {"id": UUID})
def comment_remove(actor: Member, args: Arguments) -> Data:
    parts.remove_comment(access.access_comment(actor, args["id"], trashed=True), actor=actor)
    return None


@mutation("attachment.add", {"id": UUID, "task_id": UUID, "name": TEXT, "url": TEXT})
def attachment_add(actor: Member, args: Arguments) -> Data:
    task = access.access_task(actor, args["task_id"], write=True, trashed=True)
    parts.add_attachment(task, actor=actor, name=args["name"], url=args["url"], id=args["id"])
    return None


@mutation("attachment.remove", {"id": UUID})
def attachment_remove(actor: Member, args: Arguments) -> Data:
    parts.remove_attachment(access.access_attachment(actor, args["id"], trashed=True), actor=actor)
    return None


@mutation("tag.create", {"id": UUID, "name": TEXT, "color": TEXT})
def tag_create(actor: Member, args: Arguments) -> Data:
    tags.create_tag(actor=actor, name=args["name"], color=args["color"], id=args["id"])
    return None


@mutation("tag.set", {"id": UUID, "fields": FIELDS})
def tag_set(actor: Member, args: Arguments) -> Data:
    tags.change_tag(access.access_tag(actor, args["id"]), actor=actor, fields=args["fields"])
    return None


@mutation("tag.remove", {"id": UUID})
def tag_remove(actor: Member, args: Arguments) -> Data:
    tags.remove_tag(access.access_tag(actor, args["id"]), actor=actor)
    return None


@mutation("conflict.resolve", {"id": UUID, "take": TEXT}, {"value": {}})
def conflict_resolve(actor: Member, args: Arguments) -> Data:
    conflict = access.access_conflict(actor, args["id"], write=True)
    resolve_conflict(conflict, actor=actor, take=args["take"], value=args.get("value"))
    return None
