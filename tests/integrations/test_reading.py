"""What a file must be to be read, and what is said when it is not."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.plan import Plan
from integrations.trello.planner import make_plan
from integrations.trello.problems import BadFile
from integrations.trello.reader import read_export
from tests.integrations.exports import Board, board, card_of

LIMIT = 1_000_000


def planned(export: Board | bytes) -> Plan:
    raw = export if isinstance(export, bytes) else json.dumps(export).encode()
    return make_plan(read_export(io.BytesIO(raw), limit=LIMIT, size=len(raw)))


def complaint(export: Board | bytes) -> str:
    with pytest.raises(BadFile) as found:
        planned(export)
    return found.value.detail


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty."),
        (b"   \n", "cut off"),
        (b"<html><body>Sign in</body></html>", "not a JSON file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a JSON file"),
        (b"{" + b'"a":' * 3, "not a JSON file"),
        (json.dumps(board()).encode()[:-1], "cut off"),
        (json.dumps(board()).encode()[:4000], "cut off"),
        (json.dumps(board()).encode() + b"]", "not a JSON file"),
        ("\ufeff{}".encode("utf-16"), "UTF-16"),
        (b'{"id": "1", "name": "B", "lists": [], "cards": [], "x": NaN}', "not a JSON file"),
        (b'{"id": "1", "name": "B", "lists": [], "cards": [], "x": 1e999}', "too large"),
        (b'{"id": "1", "name": "\xff\xfe", "lists": [], "cards": []}', "not a JSON file"),
        (b"[]", "not the export of a Trello board"),
        (b"null", "not the export of a Trello board"),
        (b'"text"', "not the export of a Trello board"),
        (b'{"issues": []}', "not the export of a Trello board"),
        (b'{"id": "1", "name": "B", "lists": {}, "cards": []}', "not the export of a Trello board"),
        (b'{"id": 1, "name": "B", "lists": [], "cards": []}', "no name or no id"),
        (b'{"id": "1", "name": "B", "lists": [], "cards": [7]}', "Entry 1 of “cards”"),
        (b'{"id": "1", "name": "B", "lists": [], "cards": [{"id": null}]}', "has no id"),
        (b'{"id": "1", "name": "B", "lists": [], "cards": [], "actions": "x"}', "not a list"),
        (b'{"id":"1","name":"B","lists":[],"cards":[{"id":"a"},{"id":"a"}]}', "twice"),
        (b'{"cards":' + b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_file_that_is_no_export_gets_a_sentence(raw: bytes, sentence: str) -> None:
    assert sentence in complaint(raw)


def test_file_past_the_limit_is_not_read() -> None:
    with pytest.raises(BadFile) as found:
        read_export(io.BytesIO(b"{"), limit=10_000_000, size=10_000_001)
    assert "limit is 10 MB" in found.value.detail


def test_byte_order_mark_is_passed_over() -> None:
    assert planned("\ufeff".encode() + json.dumps(board()).encode()).name == "Bakery shop"


def test_nul_bytes_and_lone_surrogates_do_not_survive() -> None:
    export = board()
    card_of(export)["name"] = "a\x00b"
    card_of(export)["desc"] = "before \ud83d after"
    task = next(t for t in planned(export).tasks if t.external_id == card_of(export)["id"])
    assert task.title == "ab"
    assert "\ud83d" not in task.description
    assert task.description.startswith("before ")


def test_board_with_too_many_open_lists_gets_a_sentence() -> None:
    export = board()
    export["lists"] = [{"id": f"l{i}", "name": f"List {i}", "pos": i} for i in range(250)]
    assert "250 open lists" in complaint(export)


def test_archived_lists_past_the_limit_go_together() -> None:
    export = board()
    export["lists"] += [
        {"id": f"l{i}", "name": f"Week {i}", "pos": i, "closed": True} for i in range(250)
    ]
    plan = planned(export)
    assert [stage.name for stage in plan.stages][-1] == "Archived lists"
    assert plan.notes.changed["Archived lists went together into one stage"].count == 251


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(one for key, child in children for one in paths(child, (*path, key)))]


PATHS = [path for path in paths(board()) if path]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.lists(st.none() | st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.text(max_size=5), st.none() | st.text(max_size=3), max_size=3),
    st.sampled_from(["top", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00Z", "x" * 5000]),
)


@given(path=st.sampled_from(PATHS), odd=ODD)
@settings(max_examples=400, deadline=None)
def test_any_value_in_any_place_makes_a_plan_or_a_sentence(path: tuple[Any, ...], odd: Any) -> None:
    export: Any = board()
    place = export
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = odd
    try:
        plan = planned(export)
    except BadFile:
        return
    assert all(0 < len(task.title) <= 1000 for task in plan.tasks)
    assert {task.stage_id for task in plan.tasks} <= {one.external_id for one in plan.stages}


@given(st.binary(max_size=200))
def test_any_bytes_get_a_sentence(raw: bytes) -> None:
    assert complaint(raw)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_cut_file_gets_a_sentence(data: st.DataObject) -> None:
    raw = json.dumps(board(), ensure_ascii=False).encode()
    cut = data.draw(st.integers(0, len(raw) - 1))
    assert complaint(raw[:cut])
