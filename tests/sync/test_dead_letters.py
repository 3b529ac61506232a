"""A change that the server cannot process is tried three times, then kept for support, and the queue moves on."""

import logging
from typing import Any

import pytest
from django.test import Client

from sync import mutations
from sync.models import DeadLetter
from tasks.models import Task
from teams.actions import make_staff
from tests.cast import Cast
from tests.make import make_task
from tests.sync.browsers import Browser


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_task(cast)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("sync.push").setLevel(logging.CRITICAL)


def broken(name: str, arguments: object) -> Any:
    def fail(actor: object) -> None:
        raise RuntimeError(f"The gears of {name} are stuck.\x00")

    return fail


def push_broken(browser: Browser, item: dict[str, Any], *others: dict[str, Any]) -> Any:
    browser.http.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mutations, "find", broken)
        return browser.send(item, *others)


def test_third_crash_is_answered_and_kept_with_its_error(cast: Cast, task: Task) -> None:
    browser = Browser(cast, cast.pavel)
    item = browser.item("task.set", id=str(task.id), fields={"title": "a\x00b"})
    assert [push_broken(browser, item).status_code for _ in range(2)] == [500, 500]
    assert not DeadLetter.objects.exists()
    [result] = push_broken(browser, item).json()["results"]
    assert (result["status"], bool(result["detail"])) == ("failed", True)
    letter = DeadLetter.objects.get()
    assert (letter.name, letter.seq) == ("task.set", 1)
    assert (letter.client_id, letter.member_id) == (browser.client_id, cast.pavel.id)
    assert letter.mutation["args"]["fields"] == {"title": "ab"}
    assert "The gears of task.set are stuck." in letter.error


def test_queue_goes_on_behind_a_dead_letter(cast: Cast, task: Task) -> None:
    browser = Browser(cast, cast.pavel)
    item = browser.item("task.set", id=str(task.id), fields={"title": "Stuck"})
    for _ in range(3):
        push_broken(browser, item)
    assert browser.send(item).json()["results"][0]["status"] == "failed"
    assert browser.set(task, title="Next")["status"] == "applied"
    assert DeadLetter.objects.count() == 1


def test_success_after_two_crashes_leaves_no_letter(cast: Cast, task: Task) -> None:
    browser = Browser(cast, cast.pavel)
    item = browser.item("task.set", id=str(task.id), fields={"title": "Late"})
    for _ in range(2):
        push_broken(browser, item)
    assert browser.send(item).json()["results"][0]["status"] == "applied"
    assert not DeadLetter.objects.exists()


def test_staff_finds_a_letter_by_its_name_and_error(cast: Cast, task: Task) -> None:
    browser = Browser(cast, cast.pavel)
    item = browser.item("task.set", id=str(task.id), fields={"title": "Stuck"})
    for _ in range(3):
        push_broken(browser, item)
    assert cast.olga.user is not None
    staff = Client()
    staff.force_login(make_staff(cast.olga.user))
    for query in ("?q=gears", f"?q={cast.pavel.id}", "?name=task.set"):
        page = staff.get(f"/admin/sync/deadletter/{query}")
        assert page.status_code == 200
        assert b"1 dead letter" in page.content, query
    assert b"1 dead letter" not in staff.get("/admin/sync/deadletter/?q=other").content
