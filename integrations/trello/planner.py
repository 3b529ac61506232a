"""Turns a Trello export into a plan: what is going to be made here, and what finds no place. Knows no database."""

from collections import Counter, defaultdict

from integrations.plan import (
    Notes,
    Plan,
    PlannedPerson,
    PlannedStage,
    PlannedTag,
    PlannedTask,
)
from integrations.trello.cards import Board, plan_card
from integrations.trello.history import Past, read_past
from integrations.trello.kinds import guess_kind, palette_colour
from integrations.trello.leftovers import note_board_leftovers
from integrations.trello.problems import BadFile
from integrations.trello.reader import Export, Row
from integrations.trello.values import cut, ids_of, in_order, line_of, row_of, rows_of, text_of
from pm_suite.lib.merge import TEXT_MAX
from tasks.cleaning import NAME_MAX
from tasks.models import Stage

MAX_STAGES = 200
ALL_ARCHIVED, NO_LIST = "archived-lists", "no-list"
TAG_MAX, PERSON_MAX = 80, 120


def make_plan(export: Export) -> Plan:
    """The project that an export becomes; raises BadFile when it cannot be one."""
    notes = Notes()
    cards, board = export.all("cards"), export.board
    stages, stage_of = _stages(export.all("lists"), cards, notes)
    past = read_past(export.all("actions"), {text_of(card.get("id")) for card in cards}, notes)
    people = _people(export, past)
    tags, tag_of = _tags(export, cards, notes)
    shared = Board(
        kinds={stage.external_id: stage.kind for stage in stages},
        tag_ids=tag_of,
        person_ids=set(people),
        checklists=_checklists(export.all("checklists"), cards),
        custom_fields={
            text_of(row.get("id")): line_of(row.get("name")) for row in export.all("customFields")
        },
        notes=notes,
    )
    tasks = _tasks(cards, stages, stage_of, past, shared)
    note_board_leftovers(export, notes)
    level = row_of(board.get("prefs")).get("permissionLevel")
    return Plan(
        source="trello",
        external_id=text_of(board.get("id"))[:64],
        name=cut(line_of(board.get("name")), NAME_MAX) or "Trello board",
        description=text_of(board.get("desc"))[:TEXT_MAX],
        url=text_of(board.get("url")),
        is_private=level == "private",
        stages=stages,
        tags=tags,
        people=_needed(people, tasks),
        tasks=tasks,
        last_event_at=past.last_at,
        notes=notes,
    )


def _stages(
    lists: list[Row], cards: list[Row], notes: Notes
) -> tuple[list[PlannedStage], dict[str, str]]:
    """The stages in order, open lists first, and the stage of each list's id."""
    ordered = in_order(lists)
    opened = [row for row in ordered if row.get("closed") is not True]
    archived = [row for row in ordered if row.get("closed") is True]
    stages = [_stage(row, notes) for row in opened]
    stage_of = {stage.external_id: stage.external_id for stage in stages}
    if len(opened) + len(archived) >= MAX_STAGES and archived:
        notes.change("Archived lists went together into one stage", count=len(archived))
        stages.append(PlannedStage(ALL_ARCHIVED, "Archived lists", Stage.Kind.TODO.value, True))
        stage_of |= {text_of(row.get("id")): ALL_ARCHIVED for row in archived}
    else:
        kept = [_stage(row, notes, is_archived=True) for row in archived]
        stages += kept
        stage_of |= {stage.external_id: stage.external_id for stage in kept}
    lost = [card for card in cards if text_of(card.get("idList")) not in stage_of]
    if lost or not stages:
        for card in lost:
            notes.change(
                "Cards whose list is not in the file went to “No list”", line_of(card.get("name"))
            )
        stages.append(PlannedStage(NO_LIST, "No list", Stage.Kind.TODO.value))
    if len(stages) > MAX_STAGES:
        raise BadFile(
            f"The board has {len(opened):,} open lists; a project has at most {MAX_STAGES} stages."
        )
    return stages, stage_of


def _stage(row: Row, notes: Notes, *, is_archived: bool = False) -> PlannedStage:
    name = line_of(row.get("name")) or "Untitled list"
    tail = " (archived)" if is_archived else ""
    if len(name + tail) > NAME_MAX:
        notes.change(f"Names of lists were cut at {NAME_MAX} characters", name)
    short = cut(name, NAME_MAX - len(tail)) + tail
    return PlannedStage(text_of(row.get("id")), short, guess_kind(name), is_archived)


def _people(export: Export, past: Past) -> dict[str, PlannedPerson]:
    rows = {text_of(row.get("id")): row for row in export.all("members")}
    on_board = set(rows) | {text_of(row.get("idMember")) for row in export.all("memberships")}
    people = {}
    for identity, row in {**past.people, **rows}.items():
        name, username = line_of(row.get("fullName")), line_of(row.get("username"))
        email = line_of(row.get("email")).lower()
        shown = cut(name or username or "Somebody in Trello", PERSON_MAX)
        people[identity] = PlannedPerson(identity, shown, username, email, identity in on_board)
    return people


def _needed(people: dict[str, PlannedPerson], tasks: list[PlannedTask]) -> list[PlannedPerson]:
    """The people of the board and those whom a task, a comment or a past event names."""
    named: set[str] = {one.external_id for one in people.values() if one.is_on_board}
    for task in tasks:
        named |= {task.author_id, *task.person_ids}
        named |= {comment.person_id for comment in task.comments}
        for event in task.events:
            named |= {event.person_id, *(i for kind, i in event.refs.values() if kind == "person")}
    return [person for identity, person in people.items() if identity in named]


def _tags(
    export: Export, cards: list[Row], notes: Notes
) -> tuple[list[PlannedTag], dict[str, str]]:
    """One tag for each name, and the tag of each label's id; a label without a name is called by its colour."""
    inside = [label for card in cards for label in rows_of(card.get("labels"))]
    rows = {one: row for row in [*export.all("labels"), *inside] if (one := text_of(row.get("id")))}
    used: Counter[str] = Counter()
    for card in cards:
        used.update(ids_of(card.get("idLabels")))
        used.update(text_of(label.get("id")) for label in rows_of(card.get("labels")))
    tags: dict[str, PlannedTag] = {}
    tag_of: dict[str, str] = {}
    for identity, row in rows.items():
        name, colour = line_of(row.get("name")), line_of(row.get("color"))
        if not name and not used[identity]:
            notes.miss("Labels without a name that no card has", colour)
            continue
        if len(name) > TAG_MAX:
            notes.change(f"Names of labels were cut at {TAG_MAX} characters", name)
        name = cut(name, TAG_MAX) or colour.replace("_", " ") or "no colour"
        tag = tags.setdefault(
            name.casefold(), PlannedTag(identity[:64], name, palette_colour(colour))
        )
        tag_of[identity] = tag.external_id
    return list(tags.values()), tag_of


def _checklists(checklists: list[Row], cards: list[Row]) -> dict[str, list[Row]]:
    """The checklists of each card's id; older exports keep them inside of the card."""
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in checklists:
        found[text_of(row.get("idCard"))][text_of(row.get("id"))] = row
    owners = {one: text_of(c.get("id")) for c in cards for one in ids_of(c.get("idChecklists"))}
    for row in checklists:
        identity = text_of(row.get("id"))
        if identity in owners:
            found[owners[identity]][identity] = row
    for card in cards:
        for row in rows_of(card.get("checklists")):
            found[text_of(card.get("id"))].setdefault(text_of(row.get("id")), row)
    return {card_id: list(rows.values()) for card_id, rows in found.items()}


def _tasks(
    cards: list[Row],
    stages: list[PlannedStage],
    stage_of: dict[str, str],
    past: Past,
    board: Board,
) -> list[PlannedTask]:
    """The tasks, stage by stage, each stage in the order of its list."""
    by_stage: dict[str, list[Row]] = {stage.external_id: [] for stage in stages}
    for card in in_order(cards):
        by_stage[stage_of.get(text_of(card.get("idList")), NO_LIST)].append(card)
    return [
        plan_card(card, stage_id, past.lives[text_of(card.get("id"))], board)
        for stage_id, rows in by_stage.items()
        for card in rows
    ]
