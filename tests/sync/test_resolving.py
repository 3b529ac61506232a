"""A conflict is settled: by its person alone, with one of the values or a third."""

from typing import Any

import pytest

from pm_suite.lib.ids import new_id
from sync.models import Conflict, Entry
from tasks.actions.comments import add_comment
from tasks.actions.tasks import change_task, trash_task
from tasks.models import Comment, Stage, Task
from tests.api.conftest import api_of
from tests.cast import Cast
from tests.make import make_conflict, make_task
from tests.sync.browsers import HOUR, Browser, pass_time
from tests.sync.replica import Replica, snapshot

Choice = dict[str, Any]


@pytest.fixture
def task(cast: Cast) -> Task:
    task = make_task(cast, "Theirs", description="Their text")
    pass_time(24 * HOUR)
    return task


@pytest.fixture
def pavel(cast: Cast, task: Task) -> Browser:
    return Browser(cast, cast.pavel)


def conflict_over(cast: Cast, task: Task, field: str = "title", **values: Any) -> Conflict:
    return make_conflict(cast.pavel, task, field, **{"mine": "Mine", "theirs": "Theirs", **values})


def title(task: Task) -> str:
    task.refresh_from_db()
    return task.title


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ({"take": "theirs"}, "Theirs"),
        ({"take": "mine"}, "Mine"),
        ({"take": "value", "value": "Both"}, "Both"),
    ],
)
def test_person_settles_a_conflict(
    cast: Cast, task: Task, pavel: Browser, choice: Choice, wanted: str
) -> None:
    conflict, replica = conflict_over(cast, task), Replica(cast.pavel)
    assert list(replica.rows["conflict"]) == [str(conflict.id)]
    assert pavel.push("conflict.resolve", id=str(conflict.id), **choice)["status"] == "applied"
    assert title(task) == wanted
    replica.catch_up()
    assert replica.rows["conflict"] == {}
    assert replica.rows == snapshot(cast.pavel)[1]
    conflict.refresh_from_db()
    assert conflict.taken == choice["take"]


@pytest.mark.parametrize("choice", [{"take": "theirs"}, {"take": "mine"}])
def test_person_settles_a_conflict_through_the_api(cast: Cast, task: Task, choice: Choice) -> None:
    conflict, api = conflict_over(cast, task), api_of(cast.pavel)
    assert [row["id"] for row in api.read("conflicts").json()["results"]] == [str(conflict.id)]
    answer = api.send("post", f"conflicts/{conflict.id}/resolution", choice)
    assert (answer.status_code, answer.json()["id"]) == (200, str(conflict.id))
    assert title(task) == {"theirs": "Theirs", "mine": "Mine"}[choice["take"]]
    assert api.read("conflicts").json()["results"] == []
    assert api.read(f"conflicts/{conflict.id}").status_code == 404


def test_another_member_finds_no_such_conflict(cast: Cast, task: Task) -> None:
    conflict = conflict_over(cast, task)
    for member in (cast.olga, cast.maria):
        api = api_of(member)
        path = f"conflicts/{conflict.id}"
        assert api.read("conflicts").json()["results"] == []
        assert api.read(path).status_code == 404
        assert api.send("post", f"{path}/resolution", {"take": "mine"}).status_code == 404
        result = Browser(cast, member).push("conflict.resolve", id=str(conflict.id), take="mine")
        assert (result["status"], result["code"]) == ("refused", "gone")
    assert title(task) == "Theirs"


def test_entries_of_a_conflict_reach_its_person_alone(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    replicas = [Replica(member) for member in (cast.olga, cast.maria, cast.vera)]
    conflict = conflict_over(cast, task)
    pavel.push("conflict.resolve", id=str(conflict.id), take="mine")
    for replica in replicas:
        assert {entry["model"] for entry in replica.catch_up()} <= {"task"}


def test_second_settling_finds_nothing(cast: Cast, task: Task, pavel: Browser) -> None:
    conflict = conflict_over(cast, task)
    pavel.push("conflict.resolve", id=str(conflict.id), take="theirs")
    result = pavel.push("conflict.resolve", id=str(conflict.id), take="mine")
    assert (result["status"], result["code"]) == ("refused", "gone")
    assert title(task) == "Theirs"


def test_value_that_does_not_fit_leaves_the_conflict_open(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    conflict = conflict_over(cast, task)
    odd_values: list[object] = ["", 7, None, {"title": "x"}, []]
    odd: list[Choice] = [
        *({"take": "value", "value": value} for value in odd_values),
        {"take": "value"},
        {"take": "both"},
        {"take": "later"},
        {"take": ""},
    ]
    for choice in odd:
        result = pavel.push("conflict.resolve", id=str(conflict.id), **choice)
        assert (result["status"], bool(result["detail"])) == ("refused", True), choice
    assert list(snapshot(cast.pavel)[1]["conflict"]) == [str(conflict.id)]
    assert title(task) == "Theirs"


def test_due_date_is_taken_whole(cast: Cast, task: Task, pavel: Browser) -> None:
    change_task(task, actor=cast.maria, fields={"due_on": "2026-12-03"})
    mine = {"due_on": None, "due_at": "2026-12-01T09:00:00.000000Z", "due_zone": "Asia/Tokyo"}
    conflict = conflict_over(cast, task, "due", mine=mine)
    pavel.look()
    assert pavel.push("conflict.resolve", id=str(conflict.id), take="mine")["status"] == "applied"
    task.refresh_from_db()
    assert (task.due_on, task.due_zone) == (None, "Asia/Tokyo")


def test_place_is_taken_between_its_neighbours(cast: Cast, task: Task, pavel: Browser) -> None:
    doing = cast.stage(Stage.Kind.DOING)
    above, below = make_task(cast), make_task(cast)
    for other in (above, below):
        Browser(cast, cast.maria).move(other, doing, after=above)
    mine = {"stage_id": str(doing.id), "after": str(above.id), "before": str(below.id)}
    conflict = conflict_over(cast, task, "placement", mine=mine, kind="placement")
    pavel.push("conflict.resolve", id=str(conflict.id), take="mine")
    order = Task.objects.filter(stage=doing).in_order().values_list("id", flat=True)
    assert list(order) == [above.id, task.id, below.id]


def test_text_is_taken_over_the_one_that_stood_beside_it(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    texts = {"mine": "My text", "theirs": "Their text", "base": "Text", "kind": "text"}
    conflict = conflict_over(cast, task, "description", **texts)
    assert pavel.push("conflict.resolve", id=str(conflict.id), take="mine")["status"] == "applied"
    task.refresh_from_db()
    assert task.description == "My text"


def test_words_that_were_added_since_stay_beside_the_text_that_is_taken(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    texts = {"mine": "My text", "theirs": "Their text", "base": "Text", "kind": "text"}
    conflict = conflict_over(cast, task, "description", **texts)
    change_task(task, actor=cast.maria, fields={"description": "Their text\nAdded"})
    assert pavel.push("conflict.resolve", id=str(conflict.id), take="mine")["status"] == "merged"
    task.refresh_from_db()
    assert task.description == "My text\nAdded"


def test_comment_takes_the_text_that_was_kept(cast: Cast, task: Task, pavel: Browser) -> None:
    comment = add_comment(task, actor=cast.pavel, body="Theirs")
    conflict = conflict_over(cast, task, "body", kind="text", base="")
    Conflict.objects.filter(id=conflict.id).update(model="comment", object_id=comment.id)
    pavel.push("conflict.resolve", id=str(conflict.id), take="mine")
    assert Comment.objects.get(id=comment.id).body == "Mine"


def test_late_settling_meets_what_was_written_after_it(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    conflict = conflict_over(cast, task)
    pavel.look()
    pass_time(2 * HOUR)
    change_task(task, actor=cast.maria, fields={"title": "Newer"})
    result = pavel.push("conflict.resolve", HOUR, id=str(conflict.id), take="mine")
    assert (result["status"], title(task)) == ("conflict", "Newer")
    [kept] = snapshot(cast.pavel)[1]["conflict"].values()
    assert kept["id"] != str(conflict.id)
    assert (kept["mine"], kept["theirs"]) == ("Mine", "Newer")


def test_conflict_over_a_task_in_the_trash_is_settled_there(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    conflict = conflict_over(cast, task)
    trash_task(task, actor=cast.maria)
    result = pavel.push("conflict.resolve", id=str(conflict.id), take="mine")
    assert (result["status"], result["data"]) == ("applied", {"trashed": True})
    assert title(task) == "Mine"


def test_conflict_over_what_is_gone_can_be_closed(cast: Cast, task: Task, pavel: Browser) -> None:
    conflict = conflict_over(cast, task)
    Conflict.objects.filter(id=conflict.id).update(
        model="comment", field="body", object_id=new_id()
    )
    result = pavel.push("conflict.resolve", id=str(conflict.id), take="mine")
    assert (result["status"], result["code"]) == ("refused", "gone")
    assert pavel.push("conflict.resolve", id=str(conflict.id), take="theirs")["status"] == "applied"


def test_settling_is_one_transaction(cast: Cast, task: Task, pavel: Browser) -> None:
    conflict, head = conflict_over(cast, task), Entry.objects.count()
    pavel.push("conflict.resolve", id=str(conflict.id), take="mine")
    written = Entry.objects.order_by("version")[head:]
    assert [(entry.model, entry.op, entry.is_last) for entry in written] == [
        ("conflict", "X", False),
        ("task", "U", True),
    ]
