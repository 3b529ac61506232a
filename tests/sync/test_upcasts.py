"""Names that pages of today no longer send: taken for a year, then refused with a sentence."""

from typing import Any

import pytest
import time_machine

from pm_suite.lib.ids import new_id
from sync.mutations import MUTATIONS, UPCASTS
from tasks.actions.comments import add_comment
from tasks.models import Comment
from tests.cast import Cast
from tests.conftest import browser_of
from tests.make import make_task
from tests.sync.test_push import push


@pytest.fixture
def comment(cast: Cast) -> Comment:
    return add_comment(make_task(cast), actor=cast.pavel, body="Hello")


def edit(cast: Cast, comment: Comment, body: object) -> dict[str, Any]:
    old = {"name": "comment.edit", "args": {"id": str(comment.id), "body": body}}
    answer = push(cast, browser_of(cast.pavel), new_id(), {"seq": 1, "id": str(new_id()), **old})
    result: dict[str, Any] = answer.json()["results"][0]
    comment.refresh_from_db()
    return result


def test_old_name_means_what_its_successor_does(cast: Cast, comment: Comment) -> None:
    assert edit(cast, comment, "Hello again")["status"] == "applied"
    assert comment.body == "Hello again"


def test_old_name_keeps_the_form_of_its_arguments(cast: Cast, comment: Comment) -> None:
    result = edit(cast, comment, 7)
    assert (result["status"], result["field"]) == ("refused", "body")
    assert "comment.edit" in result["detail"]


@pytest.mark.parametrize("name", sorted(UPCASTS))
def test_old_name_is_refused_after_its_last_day(cast: Cast, comment: Comment, name: str) -> None:
    assert name == "comment.edit", "test the arguments of this one too"
    last = UPCASTS[name].until
    with time_machine.travel(f"{last}T23:59:00Z"):
        assert edit(cast, comment, "On the last day")["status"] == "applied"
    with time_machine.travel(f"{last.replace(day=last.day + 1)}T00:01:00Z"):
        result = edit(cast, comment, "Too late")
    assert (result["status"], result["code"]) == ("refused", "expired")
    assert "Copy your text" in result["detail"]
    assert comment.body == "On the last day"


def test_no_name_is_both_old_and_new() -> None:
    assert not set(UPCASTS) & set(MUTATIONS)
