"""What tasks count of the branch below them, and what may stand below what."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boards.actions import create_project
from pm_suite.lib.ids import new_id
from pm_suite.lib.problems import Problem
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Entry
from tasks.actions.bulk import change_tasks
from tasks.actions.checklists import add_checklist_item, demote_task, promote_checklist_item
from tasks.actions.crowd import Change
from tasks.actions.stages import create_stage, remove_stage
from tasks.actions.tasks import change_task, create_task, move_task, restore_task, trash_task
from tasks.actions.trash import empty_trash
from tasks.actions.verbs import archive_task, cancel_task, reopen_task, unarchive_task
from tasks.models import Project, Stage, Task
from tasks.recounting import recount_branches
from tests.api.conftest import Api, api_of
from tests.cast import Cast, assemble
from tests.make import make_task
from tests.sync.replica import Replica, snapshot

Kind = Stage.Kind
COUNTERS = ("child_count", "child_done", "child_estimate", "child_estimate_done")


def counted(task: Task) -> tuple[Any, ...]:
    found: tuple[Any, ...] = Task.objects.values_list(*COUNTERS).get(id=task.id)
    return found


def from_scratch() -> dict[Any, tuple[Any, ...]]:
    """The counters of every task, by looking at each task below it."""
    tasks = {task.id: task for task in Task.objects.all()}
    sums: dict[Any, list[Any]] = {pk: [0, 0, Decimal(0), Decimal(0)] for pk in tasks}
    for task in tasks.values():
        if task.trashed_at or task.archived_at or task.cancelled_at:
            continue
        above = task.parent_id
        while above is not None:
            total = sums[above]
            total[0] += 1
            total[2] += task.estimate or 0
            if task.done_at:
                total[1] += 1
                total[3] += task.estimate or 0
            above = tasks[above].parent_id
    return {task_id: tuple(total) for task_id, total in sums.items()}


def kept() -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in Task.objects.values_list("id", *COUNTERS)}


def fresh(task: Task) -> Task:
    return Task.objects.select_related("project", "stage").get(id=task.id)


def do(cast: Cast, step: tuple[str, int, int]) -> None:
    """One random act upon one random task; what is refused changes nothing."""
    act, which, value = step
    tasks = list(Task.objects.order_by("id").select_related("project", "stage"))
    task, other = tasks[which % len(tasks)], tasks[value % len(tasks)]
    by: dict[str, Any] = {"actor": cast.maria}
    kinds = (Kind.TODO, Kind.DOING, Kind.DONE)
    acts: dict[str, Any] = {
        "create": lambda: make_task(cast, parent_id=str(task.id), estimate=value / 4),
        "move": lambda: move_task(task, stage=cast.stage(kinds[value % 3]), **by),
        "nest": lambda: change_task(task, fields={"parent_id": str(other.id)}, **by),
        "free": lambda: change_task(task, fields={"parent_id": None, "estimate": value}, **by),
        "estimate": lambda: change_task(task, fields={"estimate": value / 4}, **by),
        "trash": lambda: trash_task(task, **by),
        "restore": lambda: restore_task(task, **by),
        "archive": lambda: archive_task(task, **by),
        "unarchive": lambda: unarchive_task(task, **by),
        "cancel": lambda: cancel_task(task, **by),
        "reopen": lambda: reopen_task(task, **by),
        "promote": lambda: promote_checklist_item(
            add_checklist_item(task, text="Line", fields={"is_done": value % 2 == 0}, **by), **by
        ),
        "demote": lambda: demote_task(task, **by),
        "gather": lambda: change_tasks(changes=[_gather(tasks, other, value)], **by),
        "clear": lambda: change_tasks(changes=[_clear(tasks, value)], **by),
        "empty": lambda: _empty(task),
    }
    with suppress(Problem):
        acts[act]()


def _gather(tasks: list[Task], below: Task, value: int) -> Change:
    """Every other task, whichever stands below which, goes below one."""
    ids = tuple(task.id for task in tasks[value % 2 :: 2] if task.id != below.id)
    return Change(ids=ids, fields={"parent_id": str(below.id), "estimate": value})


def _clear(tasks: list[Task], value: int) -> Change:
    verb = ("trash", "restore", "archive", "unarchive")[value % 4]
    return Change(ids=tuple(task.id for task in tasks[::3]), verb=verb)


def _empty(task: Task) -> None:
    Task.objects.filter(id=task.id).exclude(trashed_at=None).update(
        trashed_at="2026-01-01T00:00:00Z"
    )
    empty_trash(task.updated_at)


ACTS = [
    *("create", "create", "move", "nest", "nest", "free", "estimate", "trash", "restore"),
    *("archive", "unarchive", "cancel", "reopen", "promote", "demote", "empty", "gather", "clear"),
]
STORIES = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 40), st.integers(0, 40)), max_size=25
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(story=STORIES)
def test_counters_are_what_counting_anew_gives_after_any_story(
    cast: Cast, story: list[tuple[str, int, int]]
) -> None:
    Task.objects.all().delete()
    for number in range(4):
        make_task(cast, f"Task {number}", estimate=number)
    replica = Replica(cast.pavel)
    for step in story:
        do(cast, step)
        assert kept() == from_scratch(), step
    replica.catch_up()
    assert replica.rows["task"] == snapshot(cast.pavel)[1]["task"]


def test_rows_from_before_are_counted_once_for_all(cast: Cast) -> None:
    top = make_task(cast, "Top")
    middle = make_task(cast, "Middle", parent_id=str(top.id), estimate=2)
    make_task(cast, "Bottom", parent_id=str(middle.id), estimate=0.5)
    move_task(fresh(middle), actor=cast.maria, stage=cast.stage(Kind.DONE))
    trash_task(make_task(cast, "Away", parent_id=str(middle.id), estimate=9), actor=cast.maria)
    Task.objects.update(**dict.fromkeys(COUNTERS, 0))
    assert (recount_branches(), recount_branches()) == (2, 2)
    assert kept() == from_scratch()
    assert counted(top) == (2, 1, Decimal("2.5"), Decimal(2))


def test_removed_stage_takes_its_subtasks_to_done(cast: Cast) -> None:
    top = make_task(cast, "Top")
    stage = create_stage(cast.project, actor=cast.maria, name="Soon", kind=Kind.TODO)
    fields = {"parent_id": str(top.id), "estimate": 3}
    create_task(actor=cast.maria, stage=stage, title="Sub", fields=fields)
    remove_stage(stage, actor=cast.maria, to=cast.stage(Kind.DONE))
    assert counted(top) == (1, 1, 3, 3)


@pytest.fixture
def api(cast: Cast) -> Api:
    return api_of(cast.maria)


def chain(cast: Cast, depth: int) -> list[Task]:
    """Tasks each below the one before, put into the table at once."""
    tasks = [make_task(cast, "Top")]
    for number in range(1, depth):
        task = fresh(tasks[0])
        task.id, task.number, task.title = new_id(), tasks[0].number + number, f"Task {number}"
        task.parent_id = tasks[-1].id
        tasks.append(task)
    Task.objects.bulk_create(tasks[1:])
    Project.objects.filter(id=cast.project.id).update(last_number=tasks[-1].number)
    recount_branches()
    return tasks


def test_thousand_tasks_below_each_other_are_counted_moved_and_kept_from_a_ring(
    cast: Cast, api: Api
) -> None:
    tasks = chain(cast, 1000)
    assert counted(tasks[0])[0] == 999
    bottom = api.send(
        "post",
        "tasks",
        {"stage_id": str(tasks[0].stage_id), "title": "Below", "parent_id": str(tasks[-1].id)},
    )
    assert bottom.status_code == 201
    assert counted(tasks[0])[0] == 1000
    ring = api.send("patch", f"tasks/{tasks[0].id}", {"parent_id": str(tasks[-1].id)})
    assert (ring.status_code, ring.json()["detail"]) == (400, "A task cannot stand below itself.")
    half = api.send("patch", f"tasks/{tasks[500].id}", {"parent_id": None})
    assert half.status_code == 200
    assert (counted(tasks[0])[0], counted(tasks[500])[0]) == (499, 500)
    assert kept() == from_scratch()


def test_branch_moves_with_all_it_holds(cast: Cast, api: Api) -> None:
    old, new = make_task(cast, "Old"), make_task(cast, "New")
    branch = make_task(cast, "Branch", parent_id=str(old.id), estimate=1)
    leaf = make_task(cast, "Leaf", parent_id=str(branch.id), estimate=4)
    api.send("patch", f"tasks/{branch.id}", {"parent_id": str(new.id)})
    assert (counted(old)[0], counted(new)) == (0, (2, 0, 5, 0))
    (below,) = api.read("tasks", {"parent": str(branch.id)}).json()["results"]
    assert below["id"] == str(leaf.id)


def test_subtask_stays_in_the_project_of_its_task(cast: Cast) -> None:
    project, _ = create_project(actor=cast.maria, name="Other", key="OTH")
    stage = cast.stage(Kind.TODO, project)
    other = create_task(actor=cast.maria, stage=stage, title="Other")
    task = make_task(cast)
    answer = api_of(cast.maria).send("patch", f"tasks/{task.id}", {"parent_id": str(other.id)})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "A subtask stands in the project of its task."


def test_history_of_a_task_is_not_drowned_by_what_happens_below(cast: Cast, api: Api) -> None:
    top = make_task(cast, "Top")
    make_task(cast, "Sub", parent_id=str(top.id))
    kinds = Entry.objects.filter(object_id=top.id).values_list("kind", flat=True)
    assert "task.counted" in set(kinds)
    history = api.read(f"tasks/{top.id}/history").json()["history"]
    assert [entry["kind"] for entry in history] == ["task.created"]


def cost(work: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def test_plain_tasks_cost_nothing_and_depth_costs_no_query(cast: Cast) -> None:
    done = cast.stage(Kind.DONE)

    def price(parent: Task | None) -> tuple[int, int]:
        fields: dict[str, Any] = {"parent_id": str(parent.id)} if parent else {}
        made = cost(lambda: make_task(cast, "New", **fields))
        task = fresh(Task.objects.order_by("-number")[0])
        return made, cost(lambda: move_task(task, actor=cast.maria, stage=done))

    price(None)
    plain, top = price(None), make_task(cast, "Top")
    shallow, deep = price(top), price(chain(cast, 40)[-1])
    assert shallow == deep
    assert shallow[1] - plain[1] == 2
    assert plain <= (12, 9)


Ask = tuple[str, str, dict[str, str]]


def at_once(cast: Cast, asks: list[Ask]) -> list[int]:
    """Send all in the same moment; gives the answers' statuses."""
    barrier = threading.Barrier(len(asks))

    def send(api: Api, ask: Ask) -> int:
        try:
            barrier.wait()
            return int(api.send(*ask).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(send, [api_of(cast.olga) for _ in asks], asks))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_counters_are_true_when_many_write_below_one_task_at_once(transactional_db: None) -> None:
    enter_tenant(EVERY_TENANT)
    cast = assemble()
    top, other = make_task(cast, "Top"), make_task(cast, "Other")
    branch = make_task(cast, "Branch", parent_id=str(top.id))
    leaves = [make_task(cast, f"Leaf {n}", parent_id=str(branch.id)) for n in range(6)]
    done = str(cast.stage(Kind.DONE).id)
    asks = [("post", f"tasks/{leaf.id}/placement", {"stage_id": done}) for leaf in leaves]
    for turn in range(4):
        parent = (other, top)[turn % 2]
        asks.insert(turn * 2, ("patch", f"tasks/{branch.id}", {"parent_id": str(parent.id)}))
    assert set(at_once(cast, asks)) == {200}
    assert kept() == from_scratch()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_tasks_are_not_nested_in_each_other_at_once(transactional_db: None) -> None:
    enter_tenant(EVERY_TENANT)
    cast = assemble()
    for _ in range(4):
        first, second = make_task(cast, "First"), make_task(cast, "Second")
        asks = [
            ("patch", f"tasks/{one.id}", {"parent_id": str(other.id)})
            for one, other in ((first, second), (second, first))
        ]
        assert sorted(at_once(cast, asks)) == [200, 400]
