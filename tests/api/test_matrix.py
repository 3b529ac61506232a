"""The permission matrix: every address of the product, every method, everybody."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from pm_suite.lib.tenancy import tenant
from tests.api.conftest import Api, whole
from tests.api.matrix_pages import GROUPS, PAGES, SYNC
from tests.api.matrix_rest import PEOPLE, PROJECTS, REST, TASKS, V1
from tests.api.world import WHO, Ask, World, make_world
from tests.cast import Cast

METHODS = {"get", "post", "put", "patch", "delete"}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def all_patterns() -> dict[str, URLPattern]:
    return dict(patterns(get_resolver()))


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def told(program: Api, ask: Ask, ids: dict[str, str]) -> int:
    """The status that somebody is told by a fresh connection; what the request changed is taken back."""
    path, body = ask.path(ids), dict(ask.sent(ids))
    with transaction.atomic(), tenant(""):
        if ask.method == "form":
            answer: Any = program.post(path, body)
        elif ask.method == "get":
            answer = program.read(path, body or None)
        else:
            answer = program.send(ask.method, path, body)
        transaction.set_rollback(True)
    return int(answer.status_code)


def check(asks: list[Ask], programs: Mapping[str, Api], ids: dict[str, str]) -> None:
    found, wanted = {}, {}
    for ask in asks:
        name = f"{ask.method} {ask.route}"
        wanted[name] = dict(zip(WHO, ask.answers, strict=True))
        found[name] = {who: told(programs[who], ask, ids) for who in WHO}
    wrong = {name: found[name] for name in found if found[name] != wanted[name]}
    assert wrong == {name: wanted[name] for name in wrong}


def test_every_address_has_a_row() -> None:
    rows = {ask.route for ask in (*REST, *SYNC, *PAGES)}
    missing = {
        route for route in all_patterns() if route not in rows and not route.startswith(GROUPS)
    }
    assert missing == set()


def test_every_row_has_an_address() -> None:
    assert {ask.route for ask in (*REST, *SYNC, *PAGES)} - set(all_patterns()) == set()


def test_every_method_of_the_rest_api_has_a_row() -> None:
    rows = {(ask.method, ask.route) for ask in REST}
    answered = set()
    for route, pattern in all_patterns().items():
        view = getattr(pattern.callback, "cls", None)
        if route.startswith(V1) and view is not None and issubclass(view, APIView):
            answered |= {(method, route) for method in METHODS if hasattr(view, method)}
    assert answered - rows == set()


@pytest.mark.parametrize("asks", [PEOPLE, PROJECTS, TASKS], ids=["people", "projects", "tasks"])
def test_rest_answers_each_as_the_matrix_says(world: World, asks: list[Ask]) -> None:
    check(asks, world.programs(), world.ids)


def test_sync_answers_each_as_the_matrix_says(world: World) -> None:
    check(SYNC, world.browsers(), world.ids)


def test_pages_answer_each_as_the_matrix_says(world: World) -> None:
    check(PAGES, world.browsers(), world.ids)


def test_foreign_ids_in_addresses_are_not_found(world: World) -> None:
    owner = world.programs()["owner"]
    asked = [ask for ask in REST if "<" in ask.route]
    ids = {**world.ids, **world.foreign_ids, "placeholder_id": world.foreign_ids["member_id"]}
    found = {f"{ask.method} {ask.route}": told(owner, ask, ids) for ask in asked}
    assert {name: status for name, status in found.items() if status != 404} == {}


def test_one_foreign_id_of_two_in_an_address_is_not_found(world: World) -> None:
    owner = world.programs()["owner"]
    for foreign in ("task_id", "tag_id", "member_id"):
        ids = {**world.ids, foreign: world.foreign_ids[foreign]}
        for ask in TASKS:
            if ask.route.count("<") == 2 and foreign in ask.route:
                assert told(owner, ask, ids) == 404, (ask, foreign)


BODIES: list[tuple[str, str, str]] = [
    ("post", "tasks", "stage_id"),
    ("post", "tasks", "performer_id"),
    ("post", "tasks", "parent_id"),
    ("post", "tasks", "tag_ids"),
    ("patch", "tasks/<task_id>", "performer_id"),
    ("patch", "tasks/<task_id>", "parent_id"),
    ("post", "tasks/<task_id>/placement", "stage_id"),
    ("post", "tasks/bulk", "stage_id"),
    ("post", "tasks/bulk", "add_tags"),
    ("post", "tasks/<task_id>/links", "other_id"),
    ("post", "projects/<project_id>/members", "member_id"),
    ("post", "stages/<stage_id>/removal", "to"),
    ("post", "members/<member_id>/removal", "heir_id"),
    ("post", "members/<placeholder_id>/match", "member_id"),
]
FOREIGN = {
    "performer_id": "member_id",
    "parent_id": "task_id",
    "tag_ids": "tag_id",
    "add_tags": "tag_id",
    "to": "stage_id",
    "heir_id": "member_id",
}


def test_foreign_ids_in_bodies_are_answered_as_ids_that_are_not(world: World) -> None:
    owner = world.programs()["owner"]
    for method, route, key in BODIES:
        check_foreign_id(world, owner, (method, route, key))


def check_foreign_id(world: World, owner: Api, row: tuple[str, str, str]) -> None:
    method, route, key = row
    path = Ask(method, V1 + route, ()).path(world.ids)
    body: dict[str, Any] = {}
    if route == "tasks":
        body = {"stage_id": world.ids["stage_id"], "title": "New"}
    if route == "tasks/bulk":
        body = {"ids": [world.ids["task_id"]]}
    if route.endswith("/members"):
        body = {"role": "performer"}
    if route.endswith("/links"):
        body = {"kind": "relates"}
    answers = []
    for value in (world.foreign_ids[FOREIGN.get(key, key)], "019ab0f4-5a00-7000-8000-000000000009"):
        body[key] = [value] if key in {"tag_ids", "add_tags"} else value
        answers.append(owner.send(method, path, body))
    assert [answer.status_code for answer in answers] == [404, 404], row
    assert answers[0].json() == answers[1].json()


def test_foreign_ids_in_queries_are_not_found(world: World) -> None:
    owner = world.programs()["owner"]
    for key in ("project", "stage", "performer", "author", "tag", "parent", "recurrence"):
        name = {"performer": "member_id", "author": "member_id", "parent": "task_id"}.get(
            key, f"{key}_id"
        )
        assert owner.read("tasks", {key: world.ids[name]}).status_code == 200
        assert owner.read("tasks", {key: world.foreign_ids[name]}).status_code == 404


def test_answering_a_foreign_comment_is_as_answering_none(world: World) -> None:
    owner, path = world.programs()["owner"], f"tasks/{world.ids['task_id']}/comments"
    answers = [
        owner.send("post", path, {"body": "Hello", "reply_to_id": reply})
        for reply in (world.foreign_ids["comment_id"], "019ab0f4-5a00-7000-8000-000000000009")
    ]
    assert answers[0].status_code == 400
    assert answers[0].json() == answers[1].json()


def test_people_of_acme_never_read_a_word_of_another_workspace(cast: Cast) -> None:
    world = make_world(cast, marker="canary7f3a")
    programs = world.programs()
    for ask in REST:
        if ask.method == "get":
            for who in WHO:
                for ids in (world.ids, {**world.ids, **world.foreign_ids}):
                    text = whole(programs[who].read(ask.path(ids))).decode(errors="ignore")
                    assert ("canary7f3a" in text) <= (who == "outsider"), (ask, who)
    assert "canary7f3a" in programs["outsider"].read("tasks").content.decode()
