"""Mutations of many tasks at once."""

from typing import Any

from pm_suite.lib.ids import parse_id
from pm_suite.lib.problems import Invalid
from sync.mutations import TEXT, UUID, UUID_OR_NULL, UUIDS, Arguments, mutation
from tasks.actions import bulk
from tasks.actions.crowd import Change
from tasks.mutations.args import PLACE, Data, ids_of, place_of
from teams.models import Member

IDS = {"type": "array", "items": UUID, "minItems": 1, "maxItems": bulk.IDS_MAX}
GROUP: dict[str, Any] = {
    "ids": IDS,
    "fields": {"type": "object"},
    "add_tags": UUIDS,
    "remove_tags": UUIDS,
    "stage_id": UUID_OR_NULL,
    **PLACE,
    "verb": TEXT,
}
EACH = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": GROUP,
        "required": ["ids"],
        "additionalProperties": False,
    },
    "minItems": 1,
    "maxItems": bulk.IDS_MAX,
}


@mutation("task.bulk", {}, {**GROUP, "each": EACH})
def task_bulk(actor: Member, args: Arguments) -> Data:
    if ("each" in args) == ("ids" in args):
        raise Invalid("Name the tasks by ids, or group by group in each.", field="ids")
    changes = [change_of(group) for group in args.get("each", [args])]
    return dict(bulk.change_tasks(actor=actor, changes=changes).told())


def change_of(group: Arguments) -> Change:
    """What is asked of some tasks."""
    return Change(
        ids=tuple(ids_of(group, "ids")),
        fields=group.get("fields", {}),
        add_tags=tuple(ids_of(group, "add_tags")),
        remove_tags=tuple(ids_of(group, "remove_tags")),
        stage_id=parse_id(group["stage_id"]) if group.get("stage_id") else None,
        verb=group.get("verb", ""),
        **place_of(group),
    )
