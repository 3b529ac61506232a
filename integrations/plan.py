"""What an import is going to make, whatever the file's origin: plain values, no database.

Ids are those of the origin; times are aware and in UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sync.shapes import Json


@dataclass(frozen=True)
class PlannedStage:
    external_id: str
    name: str
    kind: str
    is_archived: bool = False


@dataclass(frozen=True)
class PlannedTag:
    external_id: str
    name: str
    color: str


@dataclass(frozen=True)
class PlannedPerson:
    external_id: str
    name: str
    username: str = ""
    email: str = ""
    is_on_board: bool = False


@dataclass(frozen=True)
class PlannedChecklist:
    external_id: str
    name: str


@dataclass(frozen=True)
class PlannedItem:
    external_id: str
    checklist_id: str
    text: str
    is_done: bool
    person_id: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class PlannedComment:
    external_id: str
    person_id: str
    body: str
    at: datetime


@dataclass(frozen=True)
class PlannedLink:
    external_id: str
    name: str
    url: str
    at: datetime


@dataclass(frozen=True)
class PlannedEvent:
    """Something that happened to a task. `refs` are facts that name a stage or a person by the origin's id."""

    kind: str
    at: datetime
    person_id: str
    facts: dict[str, Json] = field(default_factory=dict)
    refs: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedTask:
    external_id: str
    stage_id: str
    title: str
    description: str
    due_at: datetime | None
    person_ids: tuple[str, ...]
    tag_ids: tuple[str, ...]
    author_id: str
    created_at: datetime
    active_at: datetime
    done_at: datetime | None
    is_trashed: bool
    checklists: tuple[PlannedChecklist, ...] = ()
    items: tuple[PlannedItem, ...] = ()
    comments: tuple[PlannedComment, ...] = ()
    links: tuple[PlannedLink, ...] = ()
    events: tuple[PlannedEvent, ...] = ()


@dataclass
class Unmapped:
    """Things of one kind that found no place, with a few examples."""

    what: str
    count: int = 0
    examples: list[str] = field(default_factory=list)


class Notes:
    """What the report says besides counts: what was not mapped, and what was done otherwise than written."""

    EXAMPLES = 5

    def __init__(self) -> None:
        self.unmapped: dict[str, Unmapped] = {}
        self.changed: dict[str, Unmapped] = {}

    def miss(self, what: str, example: str = "", *, count: int = 1) -> None:
        """Something found no place here."""
        self._add(self.unmapped, what, example, count)

    def change(self, what: str, example: str = "", *, count: int = 1) -> None:
        """Something was kept in another form."""
        self._add(self.changed, what, example, count)

    def _add(self, kept: dict[str, Unmapped], what: str, example: str, count: int) -> None:
        one = kept.setdefault(what, Unmapped(what))
        one.count += count
        example = " ".join(example.split())[:120]
        if example and example not in one.examples and len(one.examples) < self.EXAMPLES:
            one.examples.append(example)


@dataclass
class Plan:
    """One project to be."""

    source: str
    external_id: str
    name: str
    description: str
    url: str
    is_private: bool
    stages: list[PlannedStage]
    tags: list[PlannedTag]
    people: list[PlannedPerson]
    tasks: list[PlannedTask]
    last_event_at: datetime | None
    notes: Notes
