"""One browser, two people: a page that was opened for one is not served with the session of the other."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from pm_suite.lib.ids import new_id
from sync.live.relay import relay
from tasks.actions.people import remove_member
from tasks.models import Task
from teams.models import Member
from tests.cast import Cast, assemble
from tests.conftest import browser_of
from tests.make import make_task
from tests.sync.test_push import create, url
from tests.sync.test_relay import live_process
from tests.sync.test_stream import Stream, open_for, run

PATHS: dict[str, Any] = {
    "session": {"client": str(new_id())},
    "pull": {"cursor": ""},
    "push": {},
    "bootstrap?scope={project}": None,
    "audit?scope={project}": None,
    "object/task/{task}": None,
    "history/task/{task}": None,
}


def ask(cast: Cast, browser: Client, path: str, member: object) -> Any:
    """What the path answers to a page that was opened for a member."""
    headers, body = {"X-Sync-Member": str(member)}, PATHS[path]
    address = url(cast, path.format(project=cast.project.id, task=make_task(cast).id))
    if body is None:
        return browser.get(address, headers=headers)
    if path == "push":
        body = {"client": str(new_id()), "schema": 2, "mutations": [create(cast, 1, title="Whose")]}
    return browser.post(address, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("path", PATHS)
def test_page_of_one_person_is_not_served_to_another(cast: Cast, path: str) -> None:
    answer = ask(cast, browser_of(cast.pavel), path, cast.maria.id)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_user")
    assert not Task.objects.filter(title="Whose").exists()


@pytest.mark.parametrize("path", PATHS)
def test_page_of_the_person_who_has_signed_in_is_served(cast: Cast, path: str) -> None:
    answer = ask(cast, browser_of(cast.pavel), path, cast.pavel.id)
    assert answer.status_code == (410 if path == "pull" else 200)


def test_stranger_at_the_device_does_not_pass_for_a_person_who_was_shown_out(cast: Cast) -> None:
    """Otherwise the page would take everything away from the device and put aside what waits there."""
    answer = ask(cast, browser_of(cast.mallory), "push", cast.pavel.id)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_user")


def test_person_who_was_shown_out_is_told_so(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    remove_member(cast.pavel, actor=cast.olga, heir=None)
    answer = ask(cast, browser, "push", cast.pavel.id)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_workspace")


@pytest.mark.parametrize("member", ["", "nobody", "a" * 5000, new_id()])
def test_odd_member_is_nobody(cast: Cast, member: object) -> None:
    answer = ask(cast, browser_of(cast.pavel), "push", member)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_user")


def expecting(cast: Cast, signed_in: Member, expected: Member) -> dict[str, Any]:
    scope = open_for(cast, signed_in)
    return scope | {"headers": [*scope["headers"], (b"x-sync-member", str(expected.id).encode())]}


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_stream_of_one_person_is_not_opened_for_another(tmp_path: Path) -> None:
    cast, socket = assemble(), tmp_path / "live"
    wrong, right = expecting(cast, cast.pavel, cast.maria), expecting(cast, cast.pavel, cast.pavel)

    async def story() -> None:
        refused, opened = Stream(), Stream()
        async with live_process(socket) as live:
            await relay(str(socket), wrong, refused.receive, refused.send)
            passing = asyncio.create_task(relay(str(socket), right, opened.receive, opened.send))
            await opened.until(lambda s: b"event: hb" in s.body)
            await live.stop()
            await passing
        assert (refused.status, json.loads(refused.body)["code"]) == (403, "wrong_user")
        assert opened.status == 200

    run(story)
