"""What a board becomes: stages, order, people, tags, texts, times; and what finds no place."""

import io
import json
from datetime import UTC, date, datetime

import pytest

from integrations.plan import Plan, PlannedTask
from integrations.trello.kinds import guess_kind, palette_colour
from integrations.trello.planner import make_plan
from integrations.trello.reader import read_export
from integrations.trello.values import born_at
from tests.integrations.exports import DONE, DOOR, OVEN, Board, board, card_of, with_card


def plan_of(export: Board) -> Plan:
    raw = json.dumps(export).encode()
    return make_plan(read_export(io.BytesIO(raw), limit=10**8, size=len(raw)))


def task_of(plan: Plan, identity: str = OVEN) -> PlannedTask:
    return next(task for task in plan.tasks if task.external_id == identity)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Backlog", "backlog"),
        ("BRAINSTORM 🤔", "backlog"),
        ("Идеи", "backlog"),
        ("Не срочно, на потом", "backlog"),
        ("To Do", "todo"),
        ("TODO 📚", "todo"),
        ("Сделать", "todo"),
        ("К выполнению", "todo"),
        ("Next up", "todo"),
        ("DOING ⚙️", "doing"),
        ("In Progress", "doing"),
        ("В работе", "doing"),
        ("Code review", "review"),
        ("Ready for QA", "review"),
        ("На проверке", "review"),
        ("Готово к ревью", "review"),
        ("DONE! 🙌🏽", "done"),
        ("Done this week", "done"),
        ("Готово", "done"),
        ("Завершённые", "done"),
        ("Won't do", "cancelled"),
        ("Отменено", "cancelled"),
        ("Not started", "backlog"),
        ("Garden", "todo"),
        ("....", "todo"),
        ("", "todo"),
    ],
)
def test_kind_of_stage_is_guessed_from_the_name(name: str, kind: str) -> None:
    assert guess_kind(name) == kind


@pytest.mark.parametrize(
    ("trello", "ours"),
    [
        ("green", "green"), ("green_dark", "green"), ("yellow_light", "amber"), ("purple", "violet"),
        ("sky", "teal"), ("lime_dark", "green"), ("black_light", "grey"), (None, "grey"), (7, "grey"),
    ],
)  # fmt: skip
def test_colours_go_to_our_palette(trello: object, ours: str) -> None:
    assert palette_colour(trello) == ours


def test_lists_become_stages_in_order_and_archived_ones_come_last() -> None:
    stages = [(stage.name, stage.kind, stage.is_archived) for stage in plan_of(board()).stages]
    assert stages == [
        ("To Do", "todo", False),
        ("В работе", "doing", False),
        ("Готово", "done", False),
        ("Last year (archived)", "todo", True),
    ]


def test_cards_keep_the_order_of_fractional_top_bottom_and_missing_places() -> None:
    export = with_card(board(), pos=None)
    titles = [task.title for task in plan_of(export).tasks][:5]
    assert titles == ["At the top", "First in the list", "Buy an oven", "At the bottom", "New"]


def test_card_of_an_unknown_list_stands_in_a_stage_of_its_own() -> None:
    plan = plan_of(with_card(board(), idList="gone"))
    assert plan.stages[-1].name == "No list"
    assert [task.title for task in plan.tasks if task.stage_id == "no-list"] == ["New"]


def test_archived_cards_are_planned_as_trashed() -> None:
    assert [task.title for task in plan_of(board()).tasks if task.is_trashed] == ["Old idea"]


def test_time_of_birth_comes_from_the_action_and_else_from_the_id() -> None:
    plan = plan_of(board())
    assert task_of(plan).created_at == datetime(2026, 10, 2, 7, 30, tzinfo=UTC)
    by_id = task_of(plan, "5f1000000000000000000022").created_at
    assert by_id == datetime.fromtimestamp(0x5F100000, tz=UTC)


@pytest.mark.parametrize("identity", ["hashcard7", "", "zz" * 12, "00000001" + "0" * 16])
def test_id_that_tells_no_time_is_not_believed(identity: str) -> None:
    assert born_at(identity) is None


def test_card_is_done_when_it_came_into_the_done_list() -> None:
    assert task_of(plan_of(board()), DOOR).done_at == datetime(2026, 10, 20, 12, tzinfo=UTC)


def test_card_made_in_the_done_list_was_done_at_birth() -> None:
    export = board()
    export["actions"] = [
        row for row in export["actions"] if row["id"] != "5f3000000000000000000007"
    ]
    export["actions"][-3]["data"]["list"]["id"] = DONE
    assert task_of(plan_of(export), DOOR).done_at == datetime(2026, 10, 1, 7, 30, tzinfo=UTC)


def test_labels_of_one_name_are_one_tag_and_nameless_ones_take_their_colour() -> None:
    plan = plan_of(board())
    assert [(tag.name, tag.color) for tag in plan.tags] == [("Oven", "red"), ("sky", "teal")]
    assert plan.notes.unmapped["Labels without a name that no card has"].examples == ["lime"]


def test_checklists_keep_their_lines_people_and_days() -> None:
    task = task_of(plan_of(board()))
    assert [one.name for one in task.checklists] == ["", "Delivery"]
    first, second = (one.external_id for one in task.checklists)
    lines = [(item.checklist_id, item.text, item.is_done) for item in task.items]
    assert lines == [
        (first, "Measure the room", True),
        (first, "Ask for offers", True),
        (second, "Book a crane", False),
    ]
    assert [item.person_id[-2:] for item in task.items] == ["", "a1", ""]
    assert [item.due_on for item in task.items] == [None, None, date(2026, 11, 1)]


def test_comments_come_in_the_order_of_their_times() -> None:
    bodies = [comment.body for comment in task_of(plan_of(board())).comments]
    assert bodies == ["Which one?", "Two offers are in."]


def test_long_name_is_cut_and_opens_the_description() -> None:
    export = board()
    card_of(export)["name"] = "word " * 400
    plan = plan_of(export)
    task = task_of(plan)
    assert len(task.title) == 1000
    assert task.title.endswith("…")
    assert task.description.startswith("word word")
    assert len(task.description.split("\n\n")[0]) == 1999
    assert task.description.endswith("- stone")
    assert any("longer than 1,000" in what for what in plan.notes.changed)


def test_private_board_is_planned_as_private() -> None:
    export = board() | {"prefs": {"permissionLevel": "private"}}
    assert plan_of(export).is_private
    assert not plan_of(board()).is_private


def test_people_who_are_named_by_actions_alone_are_planned_too() -> None:
    export = board()
    export["members"], export["memberships"] = [], []
    assert {person.name for person in plan_of(export).people} == {"Pavel", "Ivan Petrov"}


def test_everything_without_a_place_is_listed() -> None:
    notes = plan_of(board()).notes
    assert {what: one.count for what, one in notes.unmapped.items()} == {
        "Actions on the board itself": 1,
        "Actions on cards that are not in the file": 1,
        "Attachments whose address is no web link": 1,
        "Comments that Trello left out of the file (it writes the last 1,000 actions)": 1,
        "Covers": 1,
        "Custom fields": 1,
        "Labels without a name that no card has": 1,
        "Start dates": 1,
        "Values of custom fields": 1,
        "Votes": 1,
    }
    assert notes.unmapped["Values of custom fields"].examples == ["Buy an oven: Cost"]
    assert {what: one.count for what, one in notes.changed.items()} == {
        "Cards marked complete outside of a done list stayed in their list": 1,
        "Checklist lines are due on a day; the times of Trello were left off": 1,
        "Uploaded files were not copied; the links to them were kept": 1,
    }


def test_field_that_nobody_knows_is_listed_by_its_name() -> None:
    notes = plan_of(with_card(board(), mood="sunny")).notes
    assert notes.unmapped["Card field “mood”"].examples == ["New: sunny"]


def test_times_that_cannot_be_read_are_listed() -> None:
    notes = plan_of(with_card(board(), due="next Tuesday")).notes
    assert notes.unmapped["Due dates that cannot be read"].examples == ["New"]


def test_entry_under_an_id_that_came_before_is_listed() -> None:
    export = board()
    export["checklists"].append(export["checklists"][0] | {"name": "Another one"})
    export["labels"].append(dict(export["labels"][0]))
    notes = plan_of(export).notes
    listed = notes.unmapped["Entries of “checklists” under an id that another entry has"]
    assert (listed.count, listed.examples) == (1, [export["checklists"][0]["id"]])
    assert not any("labels” under" in what for what in notes.unmapped)


def test_ten_thousand_cards_are_planned() -> None:
    export = board()
    export["cards"] = [
        {"id": f"card-{i}", "name": f"Card {i}", "idList": DONE, "pos": i} for i in range(10_000)
    ]
    assert len(plan_of(export).tasks) == 10_000
