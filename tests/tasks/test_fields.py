"""Custom fields of a project and their values, as programs and browsers use them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pm_suite.lib.ids import new_id
from sync.models import Conflict, Entry
from tasks.actions.fields import FIELDS_MAX, OPTIONS_MAX, create_field, set_value
from tasks.models import CustomField, Task
from tests.api.conftest import Api, api_of
from tests.cast import Cast
from tests.make import make_task
from tests.sync.browsers import HOUR, Browser, pass_time
from tests.sync.replica import snapshot


def make_field(cast: Cast, kind: str = "text", name: str = "Note", **more: Any) -> CustomField:
    return create_field(cast.project, actor=cast.maria, name=name, kind=kind, fields=more)


def options(*names: str) -> list[dict[str, str]]:
    return [{"id": str(new_id()), "name": name, "color": "teal"} for name in names]


def put(api: Api, task: Task, field: CustomField, value: object) -> Any:
    return api.send("put", f"tasks/{task.id}/values/{field.id}", {"value": value})


def fields_of(cast: Cast, api: Api) -> list[str]:
    rows = api.read(f"projects/{cast.project.id}/fields").json()["results"]
    return [row["name"] for row in rows]


def test_lead_makes_fields_and_puts_them_in_order(cast: Cast) -> None:
    api, path = api_of(cast.maria), f"projects/{cast.project.id}/fields"
    cost = api.send("post", path, {"name": " Cost ", "kind": "money", "currency": "usd"}).json()
    assert (cost["name"], cost["currency"], cost["on_card"]) == ("Cost", "USD", False)
    api.send("post", path, {"name": "Who", "kind": "person", "before": cost["id"]})
    assert fields_of(cast, api) == ["Who", "Cost"]
    api.send("post", f"fields/{cost['id']}/placement", {})
    api.send("patch", f"fields/{cost['id']}", {"name": "Price", "on_card": True})
    assert fields_of(cast, api) == ["Who", "Price"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": " ", "kind": "text"}, "name"),
        ({"name": "x" * 81, "kind": "text"}, "name"),
        ({"name": "x", "kind": "formula"}, "kind"),
        ({"name": "x", "kind": "money", "currency": "€"}, "currency"),
        ({"name": "x", "kind": "text", "currency": "EUR"}, "currency"),
        ({"name": "x", "kind": "text", "options": options("a")}, "options"),
        ({"name": "x", "kind": "choice", "options": options("a", "A")}, "options"),
        ({"name": "x", "kind": "choice", "options": options("a")[:1] * 2}, "options"),
        ({"name": "x", "kind": "choice", "options": [{"id": "1", "name": "a"}]}, "options"),
        ({"name": "x", "kind": "choice", "options": ["a"]}, "options"),
        ({"name": "x", "kind": "choice", "options": options(*map(str, range(10_000)))}, "options"),
    ],
)
def test_field_that_makes_no_sense_is_refused(cast: Cast, body: dict[str, Any], field: str) -> None:
    answer = api_of(cast.maria).send("post", f"projects/{cast.project.id}/fields", body)
    assert (answer.status_code, answer.json()["field"]) == (400, field), answer.content
    assert not CustomField.objects.exists()


def test_name_is_taken_once_in_a_project(cast: Cast) -> None:
    make_field(cast, name="Cost")
    body = {"name": "cost", "kind": "text"}
    answer = api_of(cast.maria).send("post", f"projects/{cast.project.id}/fields", body)
    assert (answer.status_code, answer.json()["field"]) == (409, "name")


def test_project_has_a_bounded_number_of_fields(cast: Cast) -> None:
    for number in range(FIELDS_MAX):
        make_field(cast, name=f"Field {number}")
    body = {"name": "One more", "kind": "text"}
    answer = api_of(cast.maria).send("post", f"projects/{cast.project.id}/fields", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many")


def test_value_stands_in_the_task_and_in_the_board(cast: Cast) -> None:
    api, task, field = api_of(cast.pavel), make_task(cast), make_field(cast, "number", "Size")
    assert put(api, task, field, 2.5).json()["values"] == {str(field.id): 2.5}
    board = api.read(f"boards/{cast.board.id}/snapshot").json()
    assert board["tasks"][0]["values"] == {str(field.id): 2.5}
    assert [row["name"] for row in board["custom_fields"]] == ["Size"]
    assert api.send("delete", f"tasks/{task.id}/values/{field.id}").json()["values"] == {}


def test_odd_values_are_refused_and_change_nothing(cast: Cast) -> None:
    api, task = api_of(cast.maria), make_task(cast)
    link, size = make_field(cast, "link", "Spec"), make_field(cast, "number", "Size")
    count = Entry.objects.count()
    for field, value in ((link, "javascript:alert(1)"), (size, 10**300), (size, "NaN"), (size, [])):
        answer = put(api, task, field, value)
        assert (answer.status_code, answer.json()["field"]) == (400, "value"), value
    assert put(api, task, size, float("nan")).status_code == 400
    task.refresh_from_db()
    assert (task.values, Entry.objects.count()) == ({}, count)


def test_person_of_a_field_sees_the_project(cast: Cast) -> None:
    api, task, field = api_of(cast.maria), make_task(cast), make_field(cast, "person", "Buyer")
    assert put(api, task, field, str(cast.vera.id)).status_code == 200
    assert put(api, task, field, str(cast.mallory.id)).status_code == 404
    assert put(api, task, field, str(new_id())).status_code == 404


def test_field_of_another_project_or_workspace_takes_no_value(cast: Cast) -> None:
    api, task = api_of(cast.maria), make_task(cast)
    stranger = create_field(cast.foreign_project, actor=cast.mallory, name="X", kind="text")
    assert put(api, task, stranger, "x").status_code == 404
    assert api_of(cast.mallory).read(f"fields/{make_field(cast).id}").status_code == 404


def test_removed_field_leaves_and_comes_back_with_its_values(cast: Cast) -> None:
    api, task, field = api_of(cast.maria), make_task(cast), make_field(cast)
    put(api, task, field, "Kept")
    assert api.send("delete", f"fields/{field.id}").status_code == 204
    assert snapshot(cast.pavel)[1]["custom_field"] == {}
    assert put(api, task, field, "Late").status_code == 404
    make_field(cast, name="Note")
    answer = api.send("post", f"fields/{field.id}/restoration")
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")
    CustomField.objects.exclude(id=field.id).delete()
    assert api.send("post", f"fields/{field.id}/restoration").status_code == 200
    assert api.read(f"tasks/{task.id}").json()["values"] == {str(field.id): "Kept"}


def test_option_that_goes_is_kept_by_tasks_and_chosen_no_more(cast: Cast) -> None:
    api, task = api_of(cast.maria), make_task(cast)
    two = options("Early", "Late")
    field = make_field(cast, "choice", "Phase", options=two)
    put(api, task, field, two[1]["id"])
    api.send("patch", f"fields/{field.id}", {"options": two[:1]})
    assert api.read(f"tasks/{task.id}").json()["values"] == {str(field.id): two[1]["id"]}
    assert put(api, make_task(cast), field, two[1]["id"]).status_code == 400
    assert len(two) < OPTIONS_MAX


FILTERS: list[tuple[str, str, object, str, str]] = [
    ("text", "Note", "Two words", "WORD", "three"),
    ("number", "Size", 5, "5", "6"),
    ("number", "Size", 5, "4.5..", "..4.5"),
    ("money", "Cost", -2.5, "-3..-2", "-2..3"),
    ("date", "Launch", "2026-12-01", "2026-12-01", "2026-12-02"),
    ("date", "Launch", "2026-12-01", "2026-11-01..2026-12-31", "2026-12-02.."),
    ("link", "Spec", "https://example.com/a", "example", "other"),
    ("checkbox", "Legal", True, "true", "false"),
]


@pytest.mark.parametrize(("kind", "name", "value", "finds", "misses"), FILTERS)
def test_tasks_are_found_by_a_value(
    cast: Cast, kind: str, name: str, value: object, finds: str, misses: str
) -> None:
    api, task, field = api_of(cast.pavel), make_task(cast), make_field(cast, kind, name)
    other = make_task(cast, "Without")
    put(api, task, field, value)

    def found(text: str) -> list[str]:
        rows = api.read("tasks", {f"field.{field.id}": text}).json()["results"]
        return [row["id"] for row in rows]

    assert found(finds) == [str(task.id)]
    assert str(task.id) not in found(misses)
    assert found("") == [str(other.id)]


def test_tasks_are_found_by_an_option_among_several_and_by_a_person(cast: Cast) -> None:
    api, task, two = api_of(cast.pavel), make_task(cast), options("North", "South")
    markets = make_field(cast, "choices", "Markets", options=two)
    buyer = make_field(cast, "person", "Buyer")
    put(api, task, markets, [one["id"] for one in two])
    put(api, task, buyer, str(cast.vera.id))
    asked = {f"field.{markets.id}": two[1]["id"], f"field.{buyer.id}": str(cast.vera.id)}
    assert len(api.read("tasks", asked).json()["results"]) == 1
    asked[f"field.{buyer.id}"] = str(cast.maria.id)
    assert api.read("tasks", asked).json()["results"] == []


@pytest.mark.parametrize("text", ["x", "1..x", "NaN", "1e400", "\x00", "[]"])
def test_odd_filter_is_refused_with_a_sentence(cast: Cast, text: str) -> None:
    size = make_field(cast, "number", "Size")
    answer = api_of(cast.pavel).read("tasks", {f"field.{size.id}": text})
    assert (answer.status_code, bool(answer.json()["detail"])) == (400, True)


def test_filter_by_a_field_that_is_not_there_is_refused(cast: Cast) -> None:
    api = api_of(cast.pavel)
    assert api.read("tasks", {f"field.{new_id()}": "1"}).status_code == 404
    assert api.read("tasks", {"field.x": "1"}).status_code == 400


def test_two_who_set_different_fields_offline_both_keep_their_value(cast: Cast) -> None:
    task, size, note = make_task(cast), make_field(cast, "number", "Size"), make_field(cast)
    pass_time(timedelta(days=1))
    pavel, maria = Browser(cast, cast.pavel), Browser(cast, cast.maria)
    first = {"id": str(task.id), "field_id": str(size.id), "value": 5}
    second = {"id": str(task.id), "field_id": str(note.id), "value": "Mine"}
    assert maria.push("task.value", HOUR, **first)["status"] == "applied"
    assert pavel.push("task.value", 2 * HOUR, **second)["status"] == "applied"
    task.refresh_from_db()
    assert task.values == {str(size.id): 5, str(note.id): "Mine"}
    assert not Conflict.objects.exists()


@pytest.mark.parametrize(("ago", "stands"), [(2, "Theirs"), (1, "Mine")])
def test_two_who_set_one_field_offline_take_the_later_and_keep_the_other(
    cast: Cast, ago: int, stands: str
) -> None:
    task, note, size = make_task(cast), make_field(cast), make_field(cast, "number", "Size")
    pass_time(timedelta(days=1))
    pavel, maria = Browser(cast, cast.pavel), Browser(cast, cast.maria)
    about = {"id": str(task.id), "field_id": str(note.id)}
    maria.push("task.value", HOUR * 3 / 2, **about, value="Theirs")
    # What is written under another key since is nobody's answer to this one.
    set_value(Task.objects.get(id=task.id), actor=cast.olga, field=size, value=1)
    result = pavel.push("task.value", HOUR * ago, **about, value="Mine")
    task.refresh_from_db()
    loser = cast.pavel if stands == "Theirs" else cast.maria
    [kept] = snapshot(loser)[1]["conflict"].values()
    assert (result["status"], task.values[str(note.id)]) == ("conflict", stands)
    assert (kept["field"], kept["theirs"]) == (f"values.{note.id}", stands)
    assert kept["actor_id"] == str((cast.maria if loser == cast.pavel else cast.pavel).id)
    browser = Browser(cast, loser)
    browser.push("conflict.resolve", id=kept["id"], take="mine")
    task.refresh_from_db()
    assert task.values[str(note.id)] == kept["mine"]


def test_value_costs_the_same_queries_however_many_there_are(cast: Cast) -> None:
    task, fields = make_task(cast), [make_field(cast, name=f"Field {n}") for n in range(12)]

    def cost(field: CustomField) -> int:
        held = Task.objects.select_related("project").get(id=task.id)
        with CaptureQueriesContext(connection) as queries:
            set_value(held, actor=cast.maria, field=field, value="x")
        return len(queries)

    first = cost(fields[0])
    for field in fields[1:]:
        last = cost(field)
    assert last == first
