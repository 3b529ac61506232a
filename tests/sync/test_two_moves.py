"""Two people move one task."""

from typing import Any

import pytest

from sync.models import Conflict
from tasks.models import Stage, Task
from tests.api.conftest import api_of
from tests.cast import Cast
from tests.make import make_task
from tests.sync.browsers import HOUR, Browser, pass_time
from tests.sync.replica import snapshot

Kind = Stage.Kind


@pytest.fixture
def task(cast: Cast) -> Task:
    task = make_task(cast, "Moved")
    make_task(cast, "Beside it")
    pass_time(24 * HOUR)
    return task


@pytest.fixture
def pavel(cast: Cast, task: Task) -> Browser:
    return Browser(cast, cast.pavel)


@pytest.fixture
def maria(cast: Cast, task: Task) -> Browser:
    return Browser(cast, cast.maria)


def stage_of(task: Task) -> str:
    task.refresh_from_db()
    return str(task.stage.kind)


def kept(browser: Browser) -> list[dict[str, Any]]:
    return list(snapshot(browser.member)[1]["conflict"].values())


def test_late_move_does_not_undo_a_later_one(
    cast: Cast, task: Task, pavel: Browser, maria: Browser
) -> None:
    beside = Task.objects.get(title="Beside it")
    maria.move(task, cast.stage(Kind.DONE), HOUR)
    result = pavel.move(task, cast.stage(Kind.DOING), 2 * HOUR, after=beside)
    assert (result["status"], stage_of(task)) == ("conflict", "done")
    [conflict] = kept(pavel)
    assert (conflict["kind"], conflict["field"]) == ("placement", "placement")
    place = {"stage_id": str(cast.stage(Kind.DOING).id), "after": str(beside.id), "before": None}
    assert conflict["mine"] == place
    assert conflict["theirs"] == {"stage_id": str(task.stage_id), "rank": task.rank}


def test_later_move_wins_and_the_other_place_is_kept_with_its_neighbours(
    cast: Cast, task: Task, pavel: Browser, maria: Browser
) -> None:
    above = maria.item("task.move", **args_of(Task.objects.get(title="Beside it"), cast))
    maria.send(above)
    maria.move(task, cast.stage(Kind.DOING), 2 * HOUR)
    assert pavel.move(task, cast.stage(Kind.DONE), HOUR)["status"] == "conflict"
    assert stage_of(task) == "done"
    [conflict] = kept(maria)
    beside = str(Task.objects.get(title="Beside it").id)
    place = {"stage_id": str(cast.stage(Kind.DOING).id), "after": beside, "before": None}
    assert conflict["mine"] == place
    assert conflict["theirs"] == {"stage_id": str(task.stage_id), "rank": task.rank}


def args_of(task: Task, cast: Cast) -> dict[str, Any]:
    doing = str(cast.stage(Kind.DOING).id)
    return {"id": str(task.id), "stage_id": doing, "after": None, "before": None}


def test_same_stage_is_no_conflict(cast: Cast, task: Task, pavel: Browser, maria: Browser) -> None:
    maria.move(task, cast.stage(Kind.DOING), HOUR)
    assert pavel.move(task, cast.stage(Kind.DOING), 2 * HOUR)["status"] == "applied"
    assert not Conflict.objects.exists()


def test_order_within_a_stage_never_collides(
    cast: Cast, task: Task, pavel: Browser, maria: Browser
) -> None:
    todo, beside = cast.stage(Kind.TODO), Task.objects.get(title="Beside it")
    maria.move(task, todo, HOUR, after=beside)
    assert pavel.move(task, todo, 2 * HOUR)["status"] == "applied"
    assert maria.move(task, cast.stage(Kind.DOING), 3 * HOUR)["status"] == "applied"
    assert stage_of(task) == "doing"
    assert not Conflict.objects.exists()


def test_lists_ranked_anew_are_no_move(cast: Cast, task: Task, pavel: Browser) -> None:
    first, other = (make_task(cast, title) for title in ("a", "b"))
    Task.objects.filter(id=first.id).update(rank="a0")
    Task.objects.filter(id=other.id).update(rank="a0" + "0" * 48 + "1")
    place = {"stage_id": str(cast.stage(Kind.TODO).id), "after": str(first.id), "title": "c"}
    assert api_of(cast.maria).send("post", "tasks", place).status_code == 201
    assert pavel.move(task, cast.stage(Kind.DONE), HOUR)["status"] == "applied"
    assert stage_of(task) == "done"


def test_order_that_was_changed_in_the_old_stage_does_not_bring_the_task_back(
    cast: Cast, task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.move(task, cast.stage(Kind.DONE), 2 * HOUR)
    result = pavel.move(task, cast.stage(Kind.TODO), HOUR)
    assert (result["status"], stage_of(task)) == ("applied", "done")
    assert not Conflict.objects.exists()


def test_two_who_move_at_one_moment_see_each_other(
    cast: Cast, task: Task, pavel: Browser, maria: Browser
) -> None:
    maria.move(task, cast.stage(Kind.DONE))
    assert pavel.move(task, cast.stage(Kind.DOING))["status"] == "applied"
    assert stage_of(task) == "doing"
    assert not Conflict.objects.exists()


def test_full_stage_refuses_a_late_move_that_would_win(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    doing = cast.stage(Kind.DOING)
    Stage.objects.filter(id=doing.id).update(wip_limit=1, wip_hard=True)
    Browser(cast, cast.maria).move(Task.objects.get(title="Beside it"), doing)
    result = pavel.move(task, doing, HOUR)
    assert (result["status"], result["code"]) == ("refused", "wip_limit")


def test_move_that_lost_needs_no_room(
    cast: Cast, task: Task, pavel: Browser, maria: Browser
) -> None:
    doing = cast.stage(Kind.DOING)
    Stage.objects.filter(id=doing.id).update(wip_limit=1, wip_hard=True)
    maria.move(Task.objects.get(title="Beside it"), doing)
    maria.move(task, cast.stage(Kind.DONE), HOUR)
    assert pavel.move(task, doing, 2 * HOUR)["status"] == "conflict"
