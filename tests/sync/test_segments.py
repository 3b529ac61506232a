"""First pages of large projects are built ahead and served as they are kept."""

import gzip
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.jobs import build_segments
from sync.models import Head, Scope, Segment
from tasks.actions import projects
from tasks.actions.tasks import change_task, trash_task
from tasks.models import Task
from tests.cast import Cast
from tests.conftest import browser_of
from tests.make import make_task
from tests.sync.test_reading import get, post, session


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three tasks be a large project, and five entries behind be stale."""
    monkeypatch.setattr("sync.segments.LARGE", 2)
    monkeypatch.setattr("sync.segments.STALE", 5)


@pytest.fixture
def large(cast: Cast) -> Cast:
    """The cast with a project that has a segment."""
    for number in range(3):
        make_task(cast, f"T{number}")
    build()
    return cast


def build() -> int:
    count = build_segments()
    enter_tenant(EVERY_TENANT)
    return int(count)


def page(cast: Cast, browser: Client, **query: Any) -> dict[str, Any]:
    answer = get(cast, browser, "bootstrap", scope=str(cast.project.id), **query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def titles(page: dict[str, Any]) -> list[str]:
    table = page["models"]["task"]
    return sorted(row[table["fields"].index("title")] for row in table["rows"])


def versions() -> list[int]:
    return list(Segment.objects.values_list("version", flat=True))


def test_large_project_is_served_as_it_was_built_with_the_cursor_of_then(large: Cast) -> None:
    browser = browser_of(large.pavel)
    built = session(large, browser)["cursor"]
    make_task(large, "Later")
    found = page(large, browser)
    assert found["cursor"] == built
    assert titles(found) == ["T0", "T1", "T2"]
    missed = post(large, browser, "pull", cursor=found["cursor"]).json()["entries"]
    assert [entry["patch"]["title"] for entry in missed] == ["Later"]


def test_session_marks_the_scope_that_has_a_segment(large: Cast) -> None:
    scopes = session(large, browser_of(large.pavel))["scopes"]
    marked = [scope["id"] for scope in scopes if scope.get("segment")]
    assert marked == [str(large.project.id)]


def test_small_project_has_none(cast: Cast) -> None:
    make_task(cast)
    assert build() == 0
    assert not Segment.objects.exists()
    assert not any("segment" in scope for scope in session(cast, browser_of(cast.pavel))["scopes"])


def test_segment_is_for_the_first_page_of_one_scope_alone(large: Cast) -> None:
    browser, present = browser_of(large.pavel), make_task(large, "Later")
    both = [str(large.project.id), str(large.workspace.id)]
    task = str(Task.objects.order_by("id")[0].id)
    assert len(titles(get(large, browser, "bootstrap", scope=both).json())) == 4
    assert len(titles(page(large, browser, models="task,stage"))) == 4
    assert present.title in titles(page(large, browser, after=task))


def test_bytes_are_sent_as_they_are_kept(large: Cast) -> None:
    browser = browser_of(large.pavel)
    url = f"/api/sync/v1/{large.workspace.id}/bootstrap?scope={large.project.id}"
    packed = browser.get(url, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == bytes(Segment.objects.get().body)
    plain = browser.get(url)
    assert "Content-Encoding" not in plain.headers
    assert json.loads(gzip.decompress(packed.content)) == plain.json()


def test_segment_that_the_browser_has_is_not_sent_again(large: Cast) -> None:
    browser = browser_of(large.pavel)
    url = f"/api/sync/v1/{large.workspace.id}/bootstrap?scope={large.project.id}"
    etag = browser.get(url).headers["ETag"]
    make_task(large, "Later")
    assert browser.get(url, headers={"If-None-Match": etag}).status_code == 304
    for number in range(6):
        make_task(large, f"More {number}")
    build()
    assert browser.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_it_is_built_again_when_it_is_behind_and_not_before(large: Cast) -> None:
    [first] = versions()
    assert build() == 0
    for number in range(5):
        change_task(make_task(large), actor=large.maria, fields={"title": f"N{number}"})
        build()
    assert versions()[0] > first
    assert Segment.objects.count() == 1


def test_segment_that_cannot_be_followed_is_not_served(
    large: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, [built] = browser_of(large.pavel), versions()
    make_task(large, "Later")
    head = Head.objects.filter(workspace_id=large.workspace.id)
    present = head.get().version

    def is_served() -> bool:
        marked = any("segment" in scope for scope in session(large, browser)["scopes"])
        served = int(page(large, browser)["cursor"].partition(".")[2]) == built
        assert marked == served
        return served

    assert is_served()
    head.update(floor=built + 1)
    assert not is_served()
    head.update(floor=0)
    monkeypatch.setattr("sync.segments.FOLD_AT", present - built - 1)
    assert not is_served()
    monkeypatch.setattr("sync.segments.FOLD_AT", present - built)
    assert is_served()
    monkeypatch.setattr("sync.segments.schema_print", lambda: "2.other")
    assert not is_served()


def test_who_gained_the_project_after_it_was_built_gets_the_present(large: Cast) -> None:
    projects.change_project(large.project, actor=large.maria, fields={"visibility": "private"})
    make_task(large, "Later")
    projects.seat_member(large.project, actor=large.maria, member=large.pavel, role="observer")
    browser = browser_of(large.pavel)
    assert "Later" in titles(page(large, browser))
    assert not any("segment" in scope for scope in session(large, browser)["scopes"])
    assert "Later" not in titles(page(large, browser_of(large.vera)))


def test_restored_database_serves_no_segment_of_before(large: Cast) -> None:
    browser = browser_of(large.pavel)
    before = page(large, browser)["epoch"]
    call_command("renew_epoch", verbosity=0)
    found = page(large, browser)
    assert found["epoch"] != before
    assert build() == 1
    assert page(large, browser) == found


def test_project_that_has_become_small_loses_its_segment(large: Cast) -> None:
    trash_task(Task.objects.order_by("id")[0], actor=large.maria)
    build()
    assert not Segment.objects.exists()
    assert titles(page(large, browser_of(large.pavel))) == ["T1", "T2"]


def test_segment_goes_with_its_scope(large: Cast) -> None:
    Scope.objects.filter(id=large.project.id).delete()
    assert not Segment.objects.exists()


def test_segment_of_a_project_not_seen_is_not_found(large: Cast) -> None:
    projects.change_project(large.project, actor=large.maria, fields={"visibility": "private"})
    browser = browser_of(large.pavel)
    answer = get(large, browser, "bootstrap", scope=str(large.project.id))
    assert answer.status_code == 404
    assert not any("segment" in scope for scope in session(large, browser)["scopes"])
    assert get(large, browser_of(large.mallory), "bootstrap").status_code == 403


def test_segment_is_served_with_few_queries(
    large: Cast, django_assert_max_num_queries: Any
) -> None:
    browser = browser_of(large.pavel)
    page(large, browser)
    with django_assert_max_num_queries(5):
        page(large, browser)
