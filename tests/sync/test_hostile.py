"""Values that nobody means well with: every mutation answers with a sentence, and leaves the journal true."""

import copy
import json
import logging
import random
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pm_suite.lib.ids import new_id
from pm_suite.lib.problems import Invalid
from sync.models import Entry
from sync.shapes import SHAPES, spell
from tasks.actions.tasks import change_task
from tasks.models import Task
from tests.cast import Cast
from tests.conftest import browser_of
from tests.make import make_task
from tests.sync.calls import World, arguments
from tests.sync.replica import Replica, snapshot
from tests.sync.test_push import push, url

ODD: list[Any] = [
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "x\udfffy",
        "👩‍👩‍👧",
        "\u202e",
        "я" * 36_000,
        "9" * 5_000,
    ),
    *(None, True, False, 0, -1, 2**31, 2**63, 10**400, 1e308, -0.0, 1e-320, 0.005),
    *("0000-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59-14:00", "2026-03-29T02:30:00", "2026-02-30", "2026-13-01T25:61:00Z"),
    *("not-an-id", "00000000-0000-0000-0000-000000000000", "{" + "0" * 32 + "}", "-" * 36),
    *(
        [],
        {},
        [[]],
        {"\x00": 1},
        {"\ud800": "\ud800"},
        ["a"] * 600,
        "javascript:alert(1)",
        "http://[",
    ),
    json.loads("[" * 20 + "]" * 20),
]


def hostile(seed: random.Random, call: dict[str, Any], ids: list[str]) -> dict[str, Any]:
    """The arguments of a call with one or two of them spoiled, or given ids of other things."""
    spoiled = copy.deepcopy(call)
    for _ in range(seed.choice((1, 1, 2))):
        part = spoiled
        inner = part.get("fields")
        if isinstance(inner, dict) and seed.random() < 0.7:
            part = inner
        odd = seed.choice(ids) if seed.random() < 0.3 else copy.deepcopy(seed.choice(ODD))
        name = seed.choice([*part, "\x00", "performer_id", "parent_id", "after", "due_zone"])
        part[name] = [odd] if isinstance(part.get(name), list) and seed.random() < 0.7 else odd
    return spoiled


def known_ids(cast: Cast, world: World) -> list[str]:
    people = (cast.olga, cast.pavel, cast.mallory)
    things = (cast.workspace, cast.project, cast.foreign_project, cast.board, *people)
    own = [world.first, world.second, world.tag, world.item, world.comment, str(world.done.id)]
    return [str(thing.id) for thing in things] + own


def push_in_parts(
    cast: Cast, browser: Client, client_id: uuid.UUID, queue: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The results of a queue, whose halves are sent one by one when it is too large, as browsers do."""
    answer = push(cast, browser, client_id, *queue)
    if answer.status_code == 413 and len(queue) > 1:
        halves = (queue[: len(queue) // 2], queue[len(queue) // 2 :])
        return [one for half in halves for one in push_in_parts(cast, browser, client_id, half)]
    assert answer.status_code == 200, answer.content
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=0, max_value=2**32))
def check_hostile_values(cast: Cast, seed: int) -> None:
    # What an example did, such as to remove a stage, is taken back for the next.
    with transaction.atomic():
        check_one(cast, seed)
        transaction.set_rollback(True)


def check_one(cast: Cast, seed: int) -> None:
    dice = random.Random(seed)
    world, browser, client_id = (
        World(cast, tag_name=f"tag {new_id()}"),
        browser_of(cast.maria),
        new_id(),
    )
    ids = known_ids(cast, world)
    replicas = [Replica(member) for member in (cast.olga, cast.maria, cast.pavel, cast.vera)]
    calls = [(name, call) for name, calls in arguments(world).items() for call in calls]
    queue = [
        {"seq": seq, "id": str(new_id()), "name": name, "args": hostile(dice, call, ids)}
        | {"base": dice.choice([*ODD, replicas[1].cursor]), "age_ms": dice.choice([*ODD, 1e9])}
        for seq, (name, call) in enumerate(dice.sample(calls, len(calls)), start=1)
    ]
    results = push_in_parts(cast, browser, client_id, queue)
    assert [result["seq"] for result in results] == [item["seq"] for item in queue]
    for item, result in zip(queue, results, strict=True):
        assert result["status"] in {"applied", "refused"}, (item, result)
        assert result["status"] == "applied" or result["detail"], (item, result)
    for replica in replicas:
        replica.catch_up()
        assert replica.rows == snapshot(replica.member)[1], seed
    assert_entries_have_rows(cast)


@pytest.mark.parametrize(
    "body", ["[" * 900 + "]" * 900, '{"mutations": NaN}', '{"client": [[[', "5"]
)
def test_odd_body_is_refused_with_a_sentence(cast: Cast, body: str) -> None:
    answer = browser_of(cast.maria).post(url(cast, "push"), body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


NUMBERS = [
    "true",
    "-1",
    "0",
    "1.0",
    "1e0",
    "1e400",
    "-1e400",
    f"{2**63 - 1}",
    f"{2**63}",
    "1" + "0" * 40,
]
TEXTS = [
    "",
    "x",
    "null",
    "\x00",
    "\ud800",
    "9" * 70,
    "e.1",
    "00000000." + "9" * 19,
    "\u0661.\u0661",
]
VALUES = [*NUMBERS, "null", "[]", "{}", "[[[]]]", *map(json.dumps, TEXTS)]


def raw(browser: Client, address: str, **fields: str) -> Any:
    """Send an object whose values are JSON texts already."""
    body = ", ".join(f'"{name}": {text}' for name, text in fields.items())
    return browser.post(address, f"{{{body}}}", content_type="application/json")


@pytest.mark.parametrize("field", ["seq", "id", "name", "args", "base", "age_ms", "more"])
def test_odd_envelope_of_a_mutation_is_answered_and_blocks_nothing(cast: Cast, field: str) -> None:
    browser, task = browser_of(cast.maria), make_task(cast)
    change = json.dumps({"id": str(task.id), "fields": {"title": "New"}})
    for value in VALUES:
        good = {"seq": "1", "id": f'"{new_id()}"', "name": '"task.set"', "args": change}
        item = ", ".join(f'"{name}": {text}' for name, text in (good | {field: value}).items())
        queue, client = f"[{{{item}}}]", f'"{new_id()}"'
        answer = raw(browser, url(cast, "push"), client=client, mutations=queue)
        assert answer.status_code in {200, 400, 409}, (value, answer.content)
        if answer.status_code == 200:
            assert answer.json()["results"][0]["status"] in {"applied", "refused"}, value
        else:
            assert answer.json()["detail"], value


@pytest.mark.parametrize(
    ("path", "field"),
    [
        *(("session", name) for name in ("client", "schema", "cursor")),
        *(("push", name) for name in ("client", "schema", "mutations")),
        *(("pull", name) for name in ("cursor", "limit")),
    ],
)
def test_odd_request_is_answered_with_a_sentence(cast: Cast, path: str, field: str) -> None:
    browser = browser_of(cast.maria)
    for value in VALUES:
        good = {"client": f'"{new_id()}"', "mutations": "[]", "cursor": '"x.1"'}
        answer = raw(browser, url(cast, path), **(good | {field: value}))
        assert answer.status_code in {200, 400, 410, 426}, (value, answer.content)
        assert answer.status_code == 200 or answer.json()["detail"], value


def test_half_an_emoji_does_not_stop_the_queue(cast: Cast) -> None:
    task = make_task(cast)
    item = {"seq": 1, "id": str(new_id()), "name": "task.set"}
    item["args"] = {"id": str(task.id), "fields": {"title": "Party \ud83c"}}
    answer = push(cast, browser_of(cast.maria), new_id(), item).json()
    assert answer["results"][0]["status"] == "applied"
    task.refresh_from_db()
    assert task.title == "Party ?"


def test_project_cannot_take_the_id_of_another_audience(cast: Cast) -> None:
    args = {"id": str(cast.mallory.id), "name": "Borrowed"}
    item = {"seq": 1, "id": str(new_id()), "name": "project.create", "args": args}
    answer = push(cast, browser_of(cast.maria), new_id(), item).json()
    assert (answer["results"][0]["status"], answer["results"][0]["code"]) == ("refused", "taken")


def test_ring_of_subtasks_is_refused_rather_than_followed_for_ever(cast: Cast) -> None:
    first, second, third = (make_task(cast, title) for title in ("One", "Two", "Three"))
    Task.objects.filter(id=first.id).update(parent=second)
    Task.objects.filter(id=second.id).update(parent=first)
    with pytest.raises(Invalid, match="below itself"):
        change_task(third, actor=cast.maria, fields={"parent_id": str(first.id)})


def test_times_of_the_first_century_are_spelled_with_four_digits() -> None:
    assert spell(datetime(1, 2, 3, tzinfo=UTC)) == "0001-02-03T00:00:00.000000Z"


def assert_entries_have_rows(cast: Cast) -> None:
    """Each object's newest entry tells whether there is a row of it."""
    newest: dict[tuple[str, str], str] = {}
    entries = Entry.objects.filter(workspace_id=cast.workspace.id).order_by("version")
    for model, object_id, op in entries.values_list("model", "object_id", "op"):
        if op != Entry.Op.HISTORY and model in SHAPES:
            newest[(str(model), str(object_id))] = str(op)
    for (name, known_id), last in newest.items():
        if last in {Entry.Op.INSERT, Entry.Op.UPDATE}:
            assert SHAPES[name].model._default_manager.filter(pk=known_id).exists(), name


def test_hostile_values_get_a_sentence_and_a_true_journal(cast: Cast) -> None:
    logging.getLogger("sync.push").setLevel(logging.CRITICAL)
    check_hostile_values(cast)
