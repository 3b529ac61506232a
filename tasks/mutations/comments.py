"""Mutations of comments."""

from datetime import date
from typing import Any

from pm_suite.lib.ids import parse_id
from sync.mutations import FLAG, TEXT, UUID, UUID_OR_NULL, Arguments, mutation, texts, upcast
from tasks import access
from tasks.actions import comments
from tasks.mutations.args import Data
from teams.models import Member


@mutation("comment.add", {"id": UUID, "task_id": UUID, "body": TEXT}, {"reply_to_id": UUID_OR_NULL})
def comment_add(actor: Member, args: Arguments) -> Data:
    comments.add_comment(
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
    comments.edit_comment(comment, actor=actor, body=args["fields"]["body"], was=args.get("was"))
    return None


@upcast("comment.edit", {"id": UUID, "body": TEXT}, until=date(2027, 11, 25))
def comment_edit(args: Arguments) -> tuple[str, dict[str, Any]]:
    return "comment.set", {"id": args["id"], "fields": {"body": args["body"]}}


@mutation("comment.remove", {"id": UUID})
def comment_remove(actor: Member, args: Arguments) -> Data:
    comments.remove_comment(access.access_comment(actor, args["id"], trashed=True), actor=actor)
    return None


@mutation("comment.restore", {"id": UUID})
def comment_restore(actor: Member, args: Arguments) -> Data:
    comment = access.access_comment(actor, args["id"], trashed=True, removed=True)
    comments.restore_comment(comment, actor=actor)
    return None


@mutation("comment.react", {"id": UUID, "emoji": TEXT, "is_on": FLAG}, {"reaction_id": UUID})
def comment_react(actor: Member, args: Arguments) -> Data:
    comment = access.access_comment_to_answer(actor, args["id"], trashed=True)
    comments.react(
        comment,
        actor=actor,
        emoji=args["emoji"],
        is_on=args["is_on"],
        id=args.get("reaction_id"),
    )
    return None
