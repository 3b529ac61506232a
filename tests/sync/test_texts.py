"""Two people write in one text: merged where they wrote apart, kept twice where they did not."""

from typing import Any

import pytest

from pm_suite.lib.merge import TEXT_MAX
from sync.models import Conflict, Entry
from tasks.actions.comments import add_comment
from tasks.models import Comment, Project, Task
from tests.api.conftest import api_of
from tests.cast import Cast
from tests.make import make_task
from tests.sync.browsers import HOUR, Browser, pass_time
from tests.sync.replica import snapshot

BEGAN = "One\nTwo\nThree"


@pytest.fixture
def task(cast: Cast) -> Task:
    task = make_task(cast, description=BEGAN)
    pass_time(24 * HOUR)
    return task


@pytest.fixture
def pavel(cast: Cast, task: Task) -> Browser:
    return Browser(cast, cast.pavel)


@pytest.fixture
def maria(cast: Cast, task: Task) -> Browser:
    return Browser(cast, cast.maria)


def text(task: Task) -> str:
    task.refresh_from_db()
    return task.description


def kept(browser: Browser) -> list[dict[str, Any]]:
    return list(snapshot(browser.member)[1]["conflict"].values())


def test_text_that_stands_as_it_was_is_replaced(task: Task, pavel: Browser) -> None:
    assert pavel.describe(task, "New", was=BEGAN, ago=HOUR)["status"] == "applied"
    assert text(task) == "New"


@pytest.mark.parametrize("hours", [0, 2])
def test_changes_to_different_lines_are_merged(
    task: Task, pavel: Browser, maria: Browser, hours: int
) -> None:
    maria.describe(task, "1\nTwo\nThree", was=BEGAN)
    result = pavel.describe(task, "One\nTwo\n3", was=BEGAN, ago=hours * HOUR)
    assert result["status"] == "merged"
    assert text(task) == "1\nTwo\n3"
    assert not Conflict.objects.exists()


def test_changes_to_one_word_leave_the_text_and_keep_a_copy(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "Uno\nTwo\nThree", was=BEGAN)
    result = pavel.describe(task, "Eins\nTwo\nThree", was=BEGAN)
    assert result["status"] == "conflict"
    assert text(task) == "Uno\nTwo\nThree"
    [copy] = kept(pavel)
    assert [copy["id"]] == result["conflicts"]
    assert (copy["kind"], copy["field"], copy["base"]) == ("text", "description", BEGAN)
    assert (copy["mine"], copy["theirs"]) == ("Eins\nTwo\nThree", "Uno\nTwo\nThree")
    assert copy["actor_id"] == str(maria.member.id)


def test_equal_texts_are_no_conflict(task: Task, pavel: Browser, maria: Browser) -> None:
    maria.describe(task, "Same", was=BEGAN)
    assert pavel.describe(task, "Same\n", was=BEGAN)["status"] == "applied"
    assert not Conflict.objects.exists()


def test_trailing_space_and_line_ends_make_no_difference(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "1\nTwo\nThree", was=BEGAN)
    assert pavel.describe(task, "1\r\nTwo\r\n3 ", was="1\r\nTwo\r\nThree\n")["status"] == "applied"
    assert text(task) == "1\nTwo\n3"


def test_without_the_text_it_began_from_the_one_at_the_base_is_taken(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "1\nTwo\nThree", was=None)
    assert pavel.describe(task, "One\nTwo\n3", was=None)["status"] == "merged"
    assert text(task) == "1\nTwo\n3"


def test_without_the_text_it_began_from_and_nobody_else_the_text_is_replaced(
    task: Task, pavel: Browser
) -> None:
    pavel.describe(task, "Mine", was=None)
    assert pavel.describe(task, "Mine again", was=None, ago=HOUR)["status"] == "applied"
    assert text(task) == "Mine again"


def test_without_a_base_to_be_found_a_copy_is_kept(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "1\nTwo\nThree", was=None)
    Entry.objects.filter(object_id=task.id, op="I").delete()
    assert pavel.describe(task, "One\nTwo\n3", was=None)["status"] == "conflict"
    assert [copy["base"] for copy in kept(pavel)] == [None]


def test_edits_that_go_on_from_a_text_that_was_not_taken_are_one_copy(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "Uno\nTwo\nThree", was=BEGAN)
    first = pavel.describe(task, "Eins\nTwo\nThree", was=BEGAN, ago=2 * HOUR)
    second = pavel.describe(task, "Eins\nZwei\nThree", was="Eins\nTwo\nThree", ago=HOUR)
    assert first["conflicts"] == second["conflicts"]
    [copy] = kept(pavel)
    assert (copy["mine"], copy["base"]) == ("Eins\nZwei\nThree", BEGAN)
    assert text(task) == "Uno\nTwo\nThree"


def test_copy_is_closed_when_a_further_edit_fits_after_all(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "Uno\nTwo\nThree", was=BEGAN)
    pavel.describe(task, "Eins\nTwo\nThree", was=BEGAN, ago=2 * HOUR)
    result = pavel.describe(task, "One\nTwo\n3", was="Eins\nTwo\nThree", ago=HOUR)
    assert result["status"] == "merged"
    assert text(task) == "Uno\nTwo\n3"
    assert kept(pavel) == []


def test_two_texts_that_were_not_taken_are_two_copies(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "Uno\nTwo\nThree", was=BEGAN)
    pavel.describe(task, "Eins\nTwo\nThree", was=BEGAN)
    maria.describe(task, "Un\nTwo\nThree", was="Uno\nTwo\nThree")
    pavel.describe(task, "Einz\nTwo\nThree", was="Uno\nTwo\nThree")
    assert {copy["mine"] for copy in kept(pavel)} == {"Eins\nTwo\nThree", "Einz\nTwo\nThree"}


def test_merged_text_that_grows_too_long_is_kept_as_a_copy(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    long = "x" * (TEXT_MAX // 2)
    maria.describe(task, f"{long}\n{BEGAN}", was=BEGAN)
    assert pavel.describe(task, f"{BEGAN}\n{long}", was=BEGAN)["status"] == "conflict"
    assert len(kept(pavel)[0]["mine"]) > TEXT_MAX // 2


def test_title_beside_the_text_is_set_all_the_same(
    task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "Uno", was=BEGAN)
    fields = {"title": "Renamed", "description": "Eins"}
    result = pavel.push("task.set", id=str(task.id), fields=fields, was={"description": BEGAN})
    assert result["status"] == "conflict"
    task.refresh_from_db()
    assert (task.title, task.description) == ("Renamed", "Uno")


def test_write_through_the_api_replaces_the_text(
    cast: Cast, task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.describe(task, "Uno", was=BEGAN)
    api_of(cast.pavel).send("patch", f"tasks/{task.id}", {"description": "Program's"})
    assert text(task) == "Program's"


def test_description_of_a_project_is_merged(cast: Cast) -> None:
    Project.objects.filter(id=cast.project.id).update(description=BEGAN)
    olga, maria = Browser(cast, cast.olga), Browser(cast, cast.maria)
    for browser, new in ((olga, "1\nTwo\nThree"), (maria, "One\nTwo\n3")):
        args = {"fields": {"description": new}, "was": {"description": BEGAN}}
        browser.push("project.set", id=str(cast.project.id), **args)
    cast.project.refresh_from_db()
    assert cast.project.description == "1\nTwo\n3"


@pytest.mark.parametrize(
    ("new", "status", "body"),
    [("One\nTwo\n3", "merged", "1\nTwo\n3"), ("Eins\nTwo\nThree", "conflict", "1\nTwo\nThree")],
)
def test_body_of_a_comment_is_merged_or_kept(
    cast: Cast, task: Task, new: str, status: str, body: str
) -> None:
    comment = add_comment(task, actor=cast.pavel, body=BEGAN)
    lead, author = Browser(cast, cast.maria), Browser(cast, cast.pavel)
    results = [
        browser.push("comment.set", id=str(comment.id), fields={"body": text}, was={"body": BEGAN})
        for browser, text in ((lead, "1\nTwo\nThree"), (author, new))
    ]
    assert results[1]["status"] == status
    assert Comment.objects.get(id=comment.id).body == body
    assert [copy["task_id"] for copy in kept(author)] == [str(task.id)] * (status == "conflict")


def test_odd_text_to_begin_from_is_refused_by_its_form(task: Task, pavel: Browser) -> None:
    for was in ({"description": 7}, {"title": "x"}, "text"):
        args: dict[str, Any] = {"id": str(task.id), "fields": {"description": "New"}, "was": was}
        assert pavel.push("task.set", **args)["status"] == "refused"
    assert text(task) == BEGAN
