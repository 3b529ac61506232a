"""What a board's `actions` tell about each card: who made it and when, what was said, what happened.

Trello writes at most the last 1,000 actions into an export.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from integrations.plan import Notes, PlannedComment, PlannedEvent
from integrations.trello.reader import Row
from integrations.trello.values import line_of, row_of, text_of, time_of
from sync.shapes import Json

BIRTHS = {
    "createCard",
    "copyCard",
    "emailCard",
    "moveCardToBoard",
    "convertToCardFromCheckItem",
}
COMMENTS = {"commentCard", "copyCommentCard"}
BODY_MAX = 65_536
FIELD_KINDS = {
    "name": "task.renamed",
    "desc": "task.described",
    "due": "task.rescheduled",
    "dueComplete": "task.due_completed",
}
QUIET_FIELDS = {"pos", "cover", "idAttachmentCover", "idMembers", "idLabels", "dueReminder"}
NAMED = {
    "addMemberToCard": "task.assigned",
    "removeMemberFromCard": "task.unassigned",
    "addLabelToCard": "task.tagged",
    "removeLabelFromCard": "task.untagged",
    "updateCheckItemStateOnCard": "checklist_item.ticked",
    "addChecklistToCard": "checklist.added",
    "removeChecklistFromCard": "checklist.removed",
    "moveCardFromBoard": "task.moved",
}


@dataclass
class Life:
    """One card's past."""

    author_id: str = ""
    born_at: datetime | None = None
    first_list_id: str = ""
    comments: list[PlannedComment] = field(default_factory=list)
    events: list[PlannedEvent] = field(default_factory=list)
    moves: list[tuple[datetime, str]] = field(default_factory=list)


@dataclass
class Past:
    """The past of all cards, and the people who took part."""

    lives: dict[str, Life] = field(default_factory=lambda: defaultdict(Life))
    people: dict[str, Row] = field(default_factory=dict)
    last_at: datetime | None = None


def read_past(actions: list[Row], card_ids: set[str], notes: Notes) -> Past:
    """The past as the actions tell it, oldest first; actions of other kinds go to the notes."""
    past = Past()
    timed = [(time, row) for row in actions if (time := time_of(row.get("date")))]
    if len(timed) < len(actions):
        notes.miss("Actions without a readable date", count=len(actions) - len(timed))
    timed.sort(key=lambda pair: pair[0])
    for time, row in timed:
        past.last_at = time
        _read_person(past, row.get("memberCreator"))
        _read_person(past, row.get("member"))
        data = row_of(row.get("data"))
        card_id = text_of(row_of(data.get("card")).get("id"))
        if card_id in card_ids:
            _read_action(past.lives[card_id], row, data, time, notes)
        elif card_id:
            notes.miss("Actions on cards that are not in the file", _label(row, data))
        else:
            notes.miss("Actions on the board itself", line_of(row.get("type")))
    return past


def _read_person(past: Past, value: object) -> None:
    if isinstance(value, dict) and isinstance(value.get("id"), str) and 0 < len(value["id"]) <= 64:
        past.people.setdefault(value["id"], value)


def _label(row: Row, data: Row) -> str:
    return f"{line_of(row.get('type'))}: {line_of(row_of(data.get('card')).get('name'))}".strip(
        ": "
    )


def _read_action(life: Life, row: Row, data: Row, time: datetime, notes: Notes) -> None:
    kind = line_of(row.get("type"))
    who = text_of(row.get("idMemberCreator")) or text_of(row_of(row.get("memberCreator")).get("id"))
    if kind in BIRTHS:
        if life.born_at is None:
            life.author_id, life.born_at = who, time
            life.first_list_id = text_of(row_of(data.get("list")).get("id"))
    elif kind in COMMENTS:
        _read_comment(life, row, data, time, who, notes)
    elif kind == "updateCard":
        _read_change(life, data, time, who, notes)
    elif kind in NAMED:
        life.events.append(_named_event(NAMED[kind], row, data, time, who))
    elif kind != "addAttachmentToCard":
        notes.miss("Actions of a kind that is not kept", kind)


def _read_comment(life: Life, row: Row, data: Row, time: datetime, who: str, notes: Notes) -> None:
    body = text_of(data.get("text")).replace("\r\n", "\n").rstrip()
    if not body.strip():
        notes.miss("Comments without a text", _label(row, data))
        return
    if len(body) > BODY_MAX:
        notes.change(f"Comments cut at {BODY_MAX:,} characters", body)
    life.comments.append(PlannedComment(text_of(row.get("id")), who, body[:BODY_MAX], time))


def _read_change(life: Life, data: Row, time: datetime, who: str, notes: Notes) -> None:
    card, old = row_of(data.get("card")), row_of(data.get("old"))
    for name in old:
        if name == "idList":
            before, after = row_of(data.get("listBefore")), row_of(data.get("listAfter"))
            to_id = text_of(after.get("id")) or text_of(card.get("idList"))
            life.moves.append((time, to_id))
            life.events.append(
                PlannedEvent(
                    "task.moved",
                    time,
                    who,
                    {"from": line_of(before.get("name")), "to": line_of(after.get("name"))},
                    {
                        "from_stage_id": ("stage", text_of(old.get("idList"))),
                        "stage_id": ("stage", to_id),
                    },
                )
            )
        elif name == "closed":
            kind = "task.trashed" if card.get("closed") is True else "task.restored"
            life.events.append(PlannedEvent(kind, time, who))
        elif name in FIELD_KINDS:
            life.events.append(PlannedEvent(FIELD_KINDS[name], time, who, _facts(name, old, card)))
        elif name not in QUIET_FIELDS:
            notes.miss("Changes of card fields that are not kept", name)


def _facts(name: str, old: Row, card: Row) -> dict[str, Json]:
    if name == "desc":
        return {}
    return {"from": _short(old.get(name)), "to": _short(card.get(name))}


def _short(value: object) -> Json:
    return value[:1000] if isinstance(value, str) else value if isinstance(value, bool) else None


def _named_event(kind: str, row: Row, data: Row, time: datetime, who: str) -> PlannedEvent:
    facts: dict[str, Json] = {}
    refs: dict[str, tuple[str, str]] = {}
    person = text_of(row_of(row.get("member")).get("id")) or text_of(data.get("idMember"))
    if "assigned" in kind and person:
        refs["member_id"] = ("person", person)
    item = row_of(data.get("checkItem"))
    if item:
        facts = {
            "text": line_of(item.get("name"))[:1000],
            "is_done": item.get("state") == "complete",
        }
    for name in ("checklist", "label"):
        named = line_of(row_of(data.get(name)).get("name")) or line_of(data.get("text"))
        if name in data and named:
            facts.setdefault("name", named[:200])
    return PlannedEvent(kind, time, who, facts, refs)
