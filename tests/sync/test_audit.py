"""The proof that a browser has what the server has."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from pm_suite.lib.ids import new_id
from sync.audit import canonical, model_hash, row_hash
from sync.shapes import SHAPES
from tasks.actions.comments import add_comment
from tasks.actions.tasks import observe_task, tag_task, trash_task
from tasks.models import Task
from tests.cast import Cast
from tests.conftest import browser_of
from tests.make import make_everything, make_task
from tests.sync.test_reading import get, session

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "audit.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["canonical"][:30])
def test_row_is_spelled_and_summed_as_javascript_does(case: dict[str, Any]) -> None:
    assert canonical(case["row"]) == case["canonical"]
    assert row_hash(case["row"]) == case["crc"]


def test_sum_over_rows_does_not_depend_on_their_order() -> None:
    rows = [case["row"] for case in VECTORS["cases"]]
    assert model_hash(rows) == model_hash(reversed(rows)) == VECTORS["model_hash"]


def scopes(cast: Cast, browser: Client) -> list[str]:
    return [scope["id"] for scope in session(cast, browser)["scopes"]]


def audit(cast: Cast, browser: Client, *chosen: str) -> dict[str, Any]:
    answer = get(cast, browser, "audit", scope=list(chosen) or scopes(cast, browser))
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def sums_of_a_browser(cast: Cast, browser: Client) -> dict[str, dict[str, int]]:
    """What a browser that has just loaded everything adds up."""
    models = get(cast, browser, "bootstrap", scope=scopes(cast, browser)).json()["models"]
    return {
        name: {"count": len(table["rows"]), "hash": model_hash(table["rows"])}
        for name, table in models.items()
    }


def test_browser_with_a_fresh_snapshot_adds_up_to_the_same(cast: Cast) -> None:
    things = make_everything(cast)
    Task.objects.filter(id=things.task.id).update(estimate="0.25", due_zone="Asia/Kathmandu")
    make_task(cast, 'Строка "with" \\ odd\tsigns 😀', estimate=100)
    for person in (cast.olga, cast.pavel, cast.vera):
        browser = browser_of(person)
        found = audit(cast, browser)
        assert found["models"] == sums_of_a_browser(cast, browser)
        assert found["models"]["task"]["count"] == 3
        assert found["cursor"] == session(cast, browser)["cursor"]


def test_audit_names_the_fields_that_it_adds_up_in_order(cast: Cast) -> None:
    found = audit(cast, browser_of(cast.pavel))
    assert found["fields"] == {
        name: [field.name for field in shape.fields]
        for name, shape in SHAPES.items()
        if not shape.is_lazy
    }
    assert set(found["models"]) == set(found["fields"])


def test_every_change_of_a_row_changes_the_sum_and_a_lazy_part_does_not(cast: Cast) -> None:
    browser, things = browser_of(cast.maria), make_everything(cast)
    seen = [audit(cast, browser)["models"]["task"]]
    tag_task(things.task, actor=cast.maria, remove=[things.tag.id])
    seen.append(audit(cast, browser)["models"]["task"])
    observe_task(things.task, actor=cast.maria, add=[cast.pavel.id])
    seen.append(audit(cast, browser)["models"]["task"])
    add_comment(things.task, actor=cast.maria, body="Hello")  # counted in the task's own row
    seen.append(audit(cast, browser)["models"]["task"])
    trash_task(things.task, actor=cast.maria)
    seen.append(audit(cast, browser)["models"]["task"])
    assert len({one["hash"] for one in seen}) == 5
    assert [one["count"] for one in seen] == [2, 2, 2, 2, 1]  # the other is the one that is linked


def test_scope_is_added_up_by_itself(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    make_task(cast)
    found = audit(cast, browser, str(cast.project.id))["models"]
    assert (found["task"]["count"], found["project"]["count"], found["member"]["count"]) == (
        1,
        1,
        0,
    )


def test_audit_needs_scopes_that_are_held(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    assert get(cast, browser, "audit").status_code == 400
    assert get(cast, browser, "audit", scope="nonsense").status_code == 400
    for scope in (new_id(), cast.foreign_project.id, cast.vera.id):
        answer = get(cast, browser, "audit", scope=[str(scope), str(cast.project.id)])
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_audit_takes_the_same_few_queries_at_any_size(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    browser = browser_of(cast.pavel)
    wanted = scopes(cast, browser)
    for number in (1, 50):
        for task in range(number):
            make_task(cast, f"T{task}")
        audit(cast, browser, *wanted)
        with django_assert_num_queries(8):
            audit(cast, browser, *wanted)
