"""One card of an export as a task."""

from dataclasses import dataclass
from datetime import UTC, datetime

from integrations.plan import Notes, PlannedChecklist, PlannedItem, PlannedLink, PlannedTask
from integrations.trello.history import Life
from integrations.trello.leftovers import note_card_leftovers
from integrations.trello.reader import Row
from integrations.trello.values import (
    born_at,
    cut,
    ids_of,
    in_order,
    line_of,
    row_of,
    rows_of,
    text_of,
    time_of,
)
from pm_suite.lib.merge import TEXT_MAX
from pm_suite.lib.problems import Invalid
from tasks.cleaning import NAME_MAX, TITLE_MAX, link
from tasks.models import Stage

ITEM_MAX = 2000
PLAIN_CHECKLISTS = {"", "checklist", "check list", "чек-лист", "чеклист", "to do", "todo"}
UNKNOWN_TIME = datetime(2011, 1, 1, tzinfo=UTC)


@dataclass
class Board:
    """What the cards of one board have in common."""

    kinds: dict[str, str]
    tag_ids: dict[str, str]
    person_ids: set[str]
    checklists: dict[str, list[Row]]
    custom_fields: dict[str, str]
    notes: Notes


def plan_card(card: Row, stage_id: str, life: Life, board: Board) -> PlannedTask:
    """The task that a card becomes in a stage; what does not fit goes to the board's notes."""
    notes, identity = board.notes, text_of(card.get("id"))
    active_at = time_of(card.get("dateLastActivity"))
    created_at = life.born_at or born_at(identity) or active_at or UNKNOWN_TIME
    active_at = max(created_at, active_at or created_at)
    title, description = _title_and_description(card, notes)
    is_done = board.kinds[stage_id] == Stage.Kind.DONE
    if card.get("dueComplete") is True and not is_done:
        notes.change("Cards marked complete outside of a done list stayed in their list", title)
    _note_comments(card, life, notes, title)
    note_card_leftovers(card, board.custom_fields, notes)
    people = ids_of(card.get("idMembers"))
    unknown = [one for one in people if one not in board.person_ids]
    if unknown:
        notes.miss("People on cards who are not named in the file", title, count=len(unknown))
    lists, items = _checklists(board.checklists.get(identity, []), board)
    return PlannedTask(
        external_id=identity,
        stage_id=stage_id,
        title=title,
        description=description,
        due_at=_due(card, notes, title),
        person_ids=tuple(one for one in people if one in board.person_ids),
        tag_ids=_tags(card, board),
        author_id=life.author_id,
        created_at=created_at,
        active_at=active_at,
        done_at=_done_at(stage_id, life, created_at, active_at) if is_done else None,
        is_trashed=card.get("closed") is True,
        checklists=lists,
        items=items,
        comments=tuple(life.comments),
        links=tuple(_links(card, created_at, notes)),
        events=tuple(life.events),
    )


def _title_and_description(card: Row, notes: Notes) -> tuple[str, str]:
    full, text = line_of(card.get("name")), text_of(card.get("desc")).replace("\r\n", "\n").rstrip()
    if not full:
        notes.change("Cards without a name were called “Untitled card”")
        full = "Untitled card"
    if len(full) > TITLE_MAX:
        notes.change(
            f"Names longer than {TITLE_MAX:,} characters were cut; the whole name opens the description",
            full,
        )
        text = f"{full}\n\n{text}".rstrip()
    if len(text) > TEXT_MAX:
        notes.change(f"Descriptions were cut at {TEXT_MAX:,} characters", full)
    return cut(full, TITLE_MAX), text[:TEXT_MAX].rstrip()


def _due(card: Row, notes: Notes, title: str) -> datetime | None:
    due = time_of(card.get("due"))
    if card.get("due") and due is None:
        notes.miss("Due dates that cannot be read", title)
    return due


def _tags(card: Row, board: Board) -> tuple[str, ...]:
    ids = ids_of(card.get("idLabels"))
    ids += [one for row in rows_of(card.get("labels")) if (one := text_of(row.get("id")))]
    known = [board.tag_ids[one] for one in ids if one in board.tag_ids]
    return tuple(dict.fromkeys(known))


def _done_at(stage_id: str, life: Life, created_at: datetime, active_at: datetime) -> datetime:
    """When the card came into its done list: by the last move, else by birth there, else the last activity."""
    moves = [time for time, to_id in life.moves if to_id == stage_id]
    if moves:
        return moves[-1]
    return created_at if life.first_list_id == stage_id else active_at


def _note_comments(card: Row, life: Life, notes: Notes, title: str) -> None:
    told = row_of(card.get("badges")).get("comments")
    missing = (int(told) if isinstance(told, int | float) and told < 1e6 else 0) - len(
        life.comments
    )
    if missing > 0:
        notes.miss(
            "Comments that Trello left out of the file (it writes the last 1,000 actions)",
            title,
            count=missing,
        )


def _checklists(
    found: list[Row], board: Board
) -> tuple[tuple[PlannedChecklist, ...], tuple[PlannedItem, ...]]:
    """The card's checklists in order, and the lines of all of them."""
    lists: dict[str, PlannedChecklist] = {}
    items: dict[str, PlannedItem] = {}
    for row in in_order(found):
        identity, name = text_of(row.get("id")), line_of(row.get("name"))
        if not 0 < len(identity) <= 64:
            board.notes.miss("Checklists without an id", name)
            continue
        name = "" if name.casefold() in PLAIN_CHECKLISTS else cut(name, NAME_MAX)
        lists.setdefault(identity, PlannedChecklist(identity, name))
        for line in in_order(rows_of(row.get("checkItems"))):
            item = _item(line, identity, name, board)
            if item is not None:
                items[item.external_id] = item
    return tuple(lists.values()), tuple(items.values())


def _item(row: Row, checklist_id: str, name: str, board: Board) -> PlannedItem | None:
    notes, identity, text = board.notes, text_of(row.get("id")), line_of(row.get("name"))
    if not text or not 0 < len(identity) <= 64:
        notes.miss("Checklist lines without a text or id", name)
        return None
    if len(text) > ITEM_MAX:
        notes.change(f"Checklist lines were cut at {ITEM_MAX:,} characters", text)
    due, person = time_of(row.get("due")), text_of(row.get("idMember"))
    if row.get("due") and due is None:
        notes.miss("Due dates of checklist lines that cannot be read", text)
    elif due is not None:
        notes.change("Checklist lines are due on a day; the times of Trello were left off", text)
    if person and person not in board.person_ids:
        notes.miss("People of checklist lines who are not named in the file", text)
        person = ""
    return PlannedItem(
        external_id=identity,
        checklist_id=checklist_id,
        text=cut(text, ITEM_MAX),
        is_done=row.get("state") == "complete",
        person_id=person,
        due_on=due.date() if due else None,
    )


def _links(card: Row, created_at: datetime, notes: Notes) -> list[PlannedLink]:
    links = []
    for row in rows_of(card.get("attachments")):
        name, identity = line_of(row.get("name")), text_of(row.get("id"))
        try:
            address = link(row.get("url"))
        except Invalid:
            notes.miss("Attachments whose address is no web link", name)
            continue
        if not 0 < len(identity) <= 64:
            notes.miss("Attachments without an id", name)
            continue
        if row.get("isUpload") is True:
            notes.change("Uploaded files were not copied; the links to them were kept", name)
        at = time_of(row.get("date")) or created_at
        links.append(PlannedLink(identity, cut(name or address, 300), address, at))
    return list({one.external_id: one for one in links}.values())
