"""What holds for every address of the REST API alike."""

import pytest
from django.db import transaction

from tests.api.matrix_rest import REST
from tests.api.test_matrix import METHODS
from tests.api.world import WHO, Ask, World, make_world
from tests.cast import Cast

OWNER = WHO.index("owner")
WRITES = [ask for ask in REST if ask.method != "get" and ask.answers[OWNER] < 300]
TAKE_A_BODY = [ask for ask in REST if ask.method in {"post", "patch"} and ask.body]


def name(ask: object) -> str:
    return f"{ask.method} {ask.route}" if isinstance(ask, Ask) else str(ask)


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def test_every_write_under_a_key_may_be_repeated(world: World) -> None:
    owner = world.programs()["owner"]
    for ask in WRITES:
        path, body = ask.path(world.ids), dict(ask.sent(world.ids))
        with transaction.atomic():
            first, second = (
                owner.send(ask.method, path, body, Idempotency_Key="same") for _ in range(2)
            )
            transaction.set_rollback(True)
        assert first.status_code == second.status_code == ask.answers[OWNER], name(ask)
        assert "Idempotency-Replayed" not in first.headers, name(ask)
        assert second.headers["Idempotency-Replayed"] == "true", name(ask)
        # The link of an invitation is told once.
        assert (first.content == second.content) != ("/join/" in first.content.decode()), name(ask)


def test_unknown_keys_are_refused_everywhere(world: World) -> None:
    browser = world.browsers()["owner"]
    for ask in TAKE_A_BODY:
        answer = browser.send(ask.method, ask.path(world.ids), {**ask.sent(world.ids), "odd": 1})
        assert answer.status_code == 400, name(ask)
        assert (answer.json()["code"], answer.json()["field"]) == ("unknown_field", "odd"), ask


def test_body_of_another_form_is_refused_everywhere(world: World) -> None:
    browser = world.browsers()["owner"]
    for ask in TAKE_A_BODY:
        nested: dict[str, object] = {key: {"deep": []} for key in ask.sent(world.ids)}
        odd: list[object] = [[], "text", 1, nested]
        for body in odd:
            answer = browser.send(ask.method, ask.path(world.ids), body)
            assert answer.status_code == 400, (name(ask), body, answer.content)
            assert answer.headers["Content-Type"] == "application/problem+json"


def test_required_keys_are_named_when_they_are_missing(world: World) -> None:
    browser = world.browsers()["owner"]
    for ask in TAKE_A_BODY:
        if ask.method == "post" and not ask.route.endswith(("/removal", "/placement")):
            answer = browser.send(ask.method, ask.path(world.ids), {})
            assert answer.status_code == 400, name(ask)
            assert answer.json()["field"] in ask.sent(world.ids), name(ask)


def test_methods_that_are_not_there_are_refused_everywhere(world: World) -> None:
    owner = world.programs()["owner"]
    there = {(ask.method, ask.route) for ask in REST}
    for ask in REST:
        for method in METHODS:
            if (method, ask.route) not in there:
                answer = owner.send(method, ask.path(world.ids))
                assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_every_answer_is_told_apart_from_pages(world: World) -> None:
    owner = world.programs()["owner"]
    for ask in REST:
        if ask.method == "get" and "files/" not in ask.route:
            answer = owner.read(ask.path(world.ids))
            assert answer.headers["Content-Type"] == "application/json", name(ask)
            assert answer.headers["Cache-Control"] == "private, no-cache", name(ask)
