"""What one case of the vectors asks, and what many of them have in common."""

from dataclasses import dataclass, field
from typing import Any

from tests.sync.effects.world import MARIA, Rows, key

NEW, OTHER_NEW = key("new", 1), key("new", 2)
END = {"after": None, "before": None}
TOUCHED = ("task.updated_at",)
BY_PAVEL = (*TOUCHED, "task.updated_by_id")
BEGUN = ("task.started_at",)
ACCEPTED = ("task.accepted_at", "task.accepted_by_id")
CLOSED = ("task.done_at", "task.handed_in_at", *ACCEPTED)
PARTS = ("checklist", "checklist_item", "comment", "reaction", "attachment")


@dataclass
class Case:
    """One mutation of one person. `server` names the fields, and the models, of which only the server knows.

    `undo` names the fields that taking it back does not bring back, None when nothing takes it back.
    """

    name: str
    mutation: str
    args: dict[str, Any]
    server: tuple[str, ...] = ()
    undo: tuple[str, ...] | None = ()
    me: str = MARIA
    rows: Rows = field(default_factory=dict)
    trashed: list[str] = field(default_factory=list)
