"""What the arguments of mutations have in common."""

import uuid
from typing import TypedDict

from pm_suite.lib.ids import parse_id
from sync.mutations import UUID_OR_NULL, Arguments

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
