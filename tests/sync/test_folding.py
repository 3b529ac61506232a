"""A reader who was away for long gets each changed row once, as it stands, instead of every change."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boards.actions import create_project
from pm_suite.lib.ids import new_id
from pm_suite.lib.problems import Problem
from sync.journal import record
from tasks.actions import projects
from tasks.actions.comments import add_comment
from tasks.actions.tasks import change_task, create_task, restore_task, trash_task
from tasks.models import ProjectMember, Stage, Task
from tests.cast import Cast
from tests.conftest import browser_of
from tests.make import make_task
from tests.sync.calls import World
from tests.sync.replica import Replica, snapshot
from tests.sync.test_reading import post, session
from tests.sync.test_replay import replayed


@pytest.fixture
def _far(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three entries count as far behind."""
    monkeypatch.setattr("sync.folding.FOLD_AT", 3)


def rename(cast: Cast, task: Task, times: int) -> None:
    for number in range(times):
        change_task(task, actor=cast.maria, fields={"title": f"Title {number}"})


@pytest.mark.usefixtures("_far")
def test_row_changed_many_times_is_told_once_and_whole(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    task = make_task(cast, description="*why*")
    cursor = session(cast, browser)["cursor"]
    rename(cast, task, 5)
    answer = post(cast, browser, "pull", cursor=cursor).json()
    head = session(cast, browser)["cursor"]
    assert (answer["folded"], answer["from"], answer["to"]) == (True, cursor, head)
    assert answer["more"] is False
    [entry] = answer["entries"]
    assert (entry["op"], entry["kind"], entry["last"]) == ("I", "sync.folded", True)
    assert entry["v"] == int(head.partition(".")[2])
    assert (entry["patch"]["title"], entry["patch"]["description"]) == ("Title 4", "*why*")
    assert (entry["actor"], entry["client"], entry["seq"]) == (None, None, None)
    assert post(cast, browser, "pull", cursor=head).status_code == 204


@pytest.mark.usefixtures("_far")
def test_few_entries_are_told_as_they_were_written(cast: Cast) -> None:
    browser, task = browser_of(cast.pavel), make_task(cast)
    cursor = session(cast, browser)["cursor"]
    rename(cast, task, 3)
    answer = post(cast, browser, "pull", cursor=cursor).json()
    assert "folded" not in answer
    assert [entry["kind"] for entry in answer["entries"]] == ["task.renamed"] * 3


@pytest.mark.usefixtures("_far")
def test_reader_who_missed_little_of_a_busy_workspace_is_told_it_unfolded(cast: Cast) -> None:
    projects.change_project(cast.project, actor=cast.maria, fields={"visibility": "private"})
    browser = browser_of(cast.pavel)
    cursor = session(cast, browser)["cursor"]
    rename(cast, make_task(cast), 9)
    answer = post(cast, browser, "pull", cursor=cursor)
    assert "folded" not in answer.json()
    assert answer.json()["entries"] == []


@pytest.mark.usefixtures("_far")
def test_programs_read_every_change_however_many(cast: Cast) -> None:
    browser, task = browser_of(cast.pavel), make_task(cast)
    cursor = session(cast, browser)["cursor"]
    rename(cast, task, 5)
    answer = browser.get("/api/v1/changes", {"cursor": cursor}).json()
    assert [entry["kind"] for entry in answer["entries"]] == ["task.renamed"] * 5


@pytest.mark.usefixtures("_far")
def test_rows_leave_before_others_come(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    going, staying = make_task(cast, "Going"), make_task(cast, "Staying")
    cursor = session(cast, browser)["cursor"]
    rename(cast, staying, 3)
    trash_task(going, actor=cast.maria)
    make_task(cast, "New")
    entries = post(cast, browser, "pull", cursor=cursor).json()["entries"]
    ops = [(entry["op"], entry["patch"].get("title")) for entry in entries]
    assert ops[0] == ("X", None)
    assert ("I", "Title 2") in ops
    assert ("I", "New") in ops
    assert [entry["last"] for entry in entries] == [False] * (len(entries) - 1) + [True]


@pytest.mark.usefixtures("_far")
def test_scope_lost_and_its_rows_are_not_told(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    cursor = session(cast, browser)["cursor"]
    rename(cast, make_task(cast), 5)
    projects.change_project(cast.project, actor=cast.maria, fields={"visibility": "private"})
    # Something of his own, so that he is far behind even with what is left.
    for number in range(5):
        create_project(actor=cast.maria, name=f"Open {number}", key=f"OP{number}")
    entries = post(cast, browser, "pull", cursor=cursor).json()["entries"]
    lost = [entry["id"] for entry in entries if entry["op"] == "S-"]
    assert lost == [str(cast.project.id)]
    assert str(cast.project.id) not in {entry["scope"] for entry in entries}


def test_more_rows_than_a_snapshot_has_start_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.folding.FOLD_AT", 1)
    browser = browser_of(cast.pavel)
    cursor = session(cast, browser)["cursor"]
    for number in range(3):
        make_task(cast, f"T{number}")
    for limit, status in ((3, 200), (2, 410)):
        monkeypatch.setattr("sync.folding.MAX_TOUCHED", limit)
        assert post(cast, browser, "pull", cursor=cursor).status_code == status


@pytest.mark.usefixtures("_far")
def test_long_answer_is_compressed_for_a_browser_that_takes_it(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    cursor = session(cast, browser)["cursor"]
    for number in range(4):
        make_task(cast, f"T{number}", description="long " * 200)
    url = f"/api/sync/v1/{cast.workspace.id}/pull"
    plain = browser.post(url, {"cursor": cursor}, "application/json")
    packed = browser.post(
        url, {"cursor": cursor}, "application/json", headers={"Accept-Encoding": "gzip"}
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    unpacked = json.loads(gzip.decompress(packed.content))
    assert [e["id"] for e in unpacked["entries"]] == [e["id"] for e in plain.json()["entries"]]


@pytest.mark.usefixtures("_far")
def test_folded_answer_takes_the_same_queries_at_any_size(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    browser = browser_of(cast.pavel)
    cursor = session(cast, browser)["cursor"]
    for number in range(30):
        make_task(cast, f"T{number}")
    with django_assert_max_num_queries(7):
        assert post(cast, browser, "pull", cursor=cursor).json()["folded"]


def test_row_that_moves_to_another_audience_is_followed(cast: Cast) -> None:
    there, _ = create_project(actor=cast.maria, name="There", key="THERE")
    projects.change_project(there, actor=cast.maria, fields={"visibility": "private"})
    task = make_task(cast)
    add_comment(task, actor=cast.maria, body="Comes along")
    with replayed(cast.maria, cast.pavel), record(cast.maria) as journal:
        journal.leave("task.carried", task)
        task.project, task.stage = there, cast.stage(Stage.Kind.TODO, there)
        task.save()
        journal.insert("task.carried", task)
        for comment in task.comments.all():
            journal.insert("task.carried", comment)


Step = Callable[[World, int], object]


def seat_pavel(world: World, number: int) -> None:
    cast = world.cast
    role = ("performer", "observer", "lead")[number % 3]
    projects.seat_member(cast.project, actor=cast.maria, member=cast.pavel, role=role)


def unseat_pavel(world: World, number: int) -> None:
    for seat in ProjectMember.objects.filter(project=world.cast.project, member=world.cast.pavel):
        projects.unseat_member(seat, actor=world.cast.maria)


def set_visibility(world: World, number: int) -> None:
    kind = ("private", "workspace")[number % 2]
    world.run("project.set", id=str(world.cast.project.id), fields={"visibility": kind})


def turn_over(world: World, number: int) -> None:
    """Throw a task away, or bring it back."""
    for task in Task.objects.filter(id=(world.first, world.second)[number % 2]):
        turn = trash_task if task.trashed_at is None else restore_task
        turn(task, actor=world.cast.maria)


def add_task(world: World, number: int) -> None:
    create_task(actor=world.cast.maria, stage=world.todo, title=f"Task {number}")


def set_task(world: World, number: int) -> None:
    task = (world.first, world.second)[number % 2]
    world.run("task.set", id=task, fields={"title": f"T{number}", "description": f"D{number}"})


def add_part(world: World, number: int) -> None:
    task = (world.first, world.second)[number % 2]
    world.run("comment.add", id=str(new_id()), task_id=task, body=f"Comment {number}")
    world.run("checklist.add", id=str(new_id()), task_id=task, text=f"Item {number}")


def remove_part(world: World, number: int) -> None:
    name, thing = (("comment.remove", world.comment), ("checklist.remove", world.item))[number % 2]
    world.run(name, id=thing)


def add_stage(world: World, number: int) -> None:
    name = f"Stage {number}"
    project = str(world.cast.project.id)
    world.run("stage.create", id=str(new_id()), project_id=project, name=name, kind="todo")


def remove_tag(world: World, number: int) -> None:
    world.run("tag.remove", id=world.tag)


STEPS: list[Step] = [
    *(seat_pavel, unseat_pavel, set_visibility, turn_over, turn_over),
    *(add_task, set_task, set_task, add_part, remove_part, add_stage, remove_tag),
]


@given(
    before=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), max_size=6),
    missed=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5)), min_size=1, max_size=12),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_folded_answer_equals_a_fresh_snapshot_whatever_was_missed(
    cast: Cast, before: list[tuple[Step, int]], missed: list[tuple[Step, int]]
) -> None:
    with transaction.atomic():
        world, people = World(cast), (cast.maria, cast.pavel, cast.vera)
        walk(world, before)
        replicas = [Replica(member, is_folded=True) for member in people]
        walk(world, missed)
        for replica in replicas:
            replica.catch_up()
            assert (replica.cursor, replica.rows) == snapshot(replica.member)
        transaction.set_rollback(True)


def walk(world: World, steps: list[tuple[Step, int]]) -> None:
    """Take the steps; one that is refused, as a change of what is not there, changes nothing."""
    for step, number in steps:
        try:
            with transaction.atomic():
                step(world, number)
        except Problem:
            continue
