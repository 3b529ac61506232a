"""The door: what stands behind a workspace's address, and the token that a write needs."""

from typing import Any

import pytest
from django.test import Client

from pm_suite.lib.ids import new_id
from teams.models import Member
from tests.cast import Cast
from tests.conftest import browser_of


def wary_browser_of(member: Member) -> Client:
    """A signed-in browser whose writes need the page's token."""
    client = Client(enforce_csrf_checks=True)
    assert member.user is not None
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def door(browser: Client, slug: str) -> Any:
    return browser.get(f"/api/sync/v1/door/{slug}")


def test_door_names_workspace_and_member(cast: Cast) -> None:
    answer = door(browser_of(cast.pavel), "acme")
    assert answer.json() == {
        "workspace": str(cast.workspace.id),
        "member": str(cast.pavel.id),
        "name": "Acme",
    }
    assert answer.headers["X-Sync-Protocol"] == "1"


@pytest.mark.parametrize("slug", ["rival", "nowhere", "a%00b", "ю", "-", "x" * 2000])
def test_door_of_others_and_of_nothing_is_the_same_wall(cast: Cast, slug: str) -> None:
    answer = door(browser_of(cast.pavel), slug)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["X-Sync-Protocol"] == "1"


def test_door_asks_a_stranger_to_sign_in(cast: Cast) -> None:
    answer = door(Client(), "acme")
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    assert answer.headers["X-Sync-Protocol"] == "1"


def test_door_is_only_looked_through(cast: Cast) -> None:
    assert browser_of(cast.pavel).post("/api/sync/v1/door/acme").status_code == 405


def test_write_with_an_old_token_is_cured_at_the_door(cast: Cast) -> None:
    browser = wary_browser_of(cast.pavel)
    session = f"/api/sync/v1/{cast.workspace.id}/session"
    body = {"client": str(new_id())}
    refused = browser.post(session, body, "application/json", headers={"X-CSRFToken": "o" * 32})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["X-Sync-Protocol"] == "1"
    token = door(browser, "acme").cookies["csrftoken"].value
    cured = browser.post(session, body, "application/json", headers={"X-CSRFToken": token})
    assert cured.status_code == 200
