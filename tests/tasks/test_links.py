"""Links between tasks: both ends, what waits for what, rings that are refused, projects that are not seen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.actions import create_project
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Entry
from tasks.actions.projects import change_project
from tasks.actions.tasks import create_task
from tasks.actions.trash import empty_trash
from tasks.models import Project, Stage, Task, TaskLink
from tests.api.conftest import Api, api_of
from tests.cast import Cast, assemble
from tests.make import make_task
from tests.sync.replica import snapshot


@pytest.fixture
def api(cast: Cast) -> Api:
    return api_of(cast.maria)


def link(api: Api, task: Task, kind: str, other: Task) -> Any:
    return api.send("post", f"tasks/{task.id}/links", {"other_id": str(other.id), "kind": kind})


def linked(api: Api, task: Task, kind: str, other: Task) -> str:
    answer = link(api, task, kind, other)
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def blockers(task: Task) -> list[str]:
    task.refresh_from_db()
    return [str(blocker) for blocker in task.blocked_by]


def kinds_of(task: Task) -> list[str]:
    entries = Entry.objects.filter(object_id=task.id).order_by("version")
    return list(entries.values_list("kind", flat=True))


def finish(api: Api, task: Task) -> None:
    assert api.send("post", f"tasks/{task.id}/acceptance").status_code == 200


def test_link_stands_at_both_ends_and_goes_from_both(cast: Cast, api: Api) -> None:
    first, second = make_task(cast, "First"), make_task(cast, "Second")
    known = linked(api, first, "duplicates", second)
    (far,) = api.read(f"tasks/{second.id}/links").json()["results"]
    assert (far["other_id"], far["kind"]) == (str(first.id), "duplicated_by")
    assert api.send("delete", f"task-links/{far['id']}").status_code == 204
    assert api.read(f"task-links/{known}").status_code == 404
    assert not TaskLink.objects.exists()


def test_same_link_twice_is_refused_from_either_side(cast: Cast, api: Api) -> None:
    first, second = make_task(cast, "First"), make_task(cast, "Second")
    linked(api, first, "blocks", second)
    for answer in (link(api, first, "blocks", second), link(api, second, "blocked_by", first)):
        assert answer.status_code == 409
        assert answer.json()["detail"] == "These two tasks are linked so already."
    assert TaskLink.objects.count() == 2


def test_task_is_not_linked_with_itself(cast: Cast, api: Api) -> None:
    task = make_task(cast)
    answer = link(api, task, "relates", task)
    assert (answer.status_code, answer.json()["field"]) == (400, "other_id")


def test_open_blocker_blocks_until_it_is_done_and_again_when_it_is_opened(
    cast: Cast, api: Api
) -> None:
    blocker, other, waiting = (make_task(cast, word) for word in ("One", "Two", "Waits"))
    linked(api, blocker, "blocks", waiting)
    linked(api, waiting, "blocked_by", other)
    assert blockers(waiting) == [str(blocker.id), str(other.id)]
    finish(api, blocker)
    assert blockers(waiting) == [str(other.id)]
    assert kinds_of(waiting)[-1] == "task.blocked"
    finish(api, other)
    assert blockers(waiting) == []
    assert kinds_of(waiting)[-1] == "task.unblocked"
    api.send("post", f"tasks/{other.id}/reopening")
    assert blockers(waiting) == [str(other.id)]


def test_unblocking_is_in_the_history_and_makes_the_task_unread(cast: Cast, api: Api) -> None:
    blocker, waiting = make_task(cast, "Blocker"), make_task(cast, "Waits", actor=cast.pavel)
    linked(api, blocker, "blocks", waiting)
    before = Task.objects.get(id=waiting.id).updated_at
    finish(api, blocker)
    waiting.refresh_from_db()
    assert waiting.updated_at > before
    assert waiting.updated_by_id == cast.maria.id
    history = api_of(cast.pavel).read(f"tasks/{waiting.id}/history").json()["history"]
    told = next(entry for entry in history if entry["kind"] == "task.unblocked")
    assert (told["patch"]["blocked_by"], told["actor"]) == ([], str(cast.maria.id))


@pytest.mark.parametrize("way", ["trash", "archive", "cancel", "remove"])
def test_task_is_free_however_its_blocker_leaves(cast: Cast, api: Api, way: str) -> None:
    blocker, waiting = make_task(cast, "Blocker"), make_task(cast, "Waits")
    known = linked(api, blocker, "blocks", waiting)
    path = f"tasks/{blocker.id}"
    leaving = {
        "trash": ("delete", path),
        "archive": ("post", f"{path}/archiving"),
        "cancel": ("post", f"{path}/cancellation"),
        "remove": ("delete", f"task-links/{known}"),
    }
    back = {
        "trash": ("post", f"{path}/restoration"),
        "archive": ("delete", f"{path}/archiving"),
        "cancel": ("post", f"{path}/reopening"),
    }
    assert api.send(*leaving[way]).status_code in {200, 204}
    assert blockers(waiting) == []
    assert api.read("tasks", {"is_blocked": "true"}).json()["results"] == []
    if way in back:
        assert api.send(*back[way]).status_code == 200
        assert blockers(waiting) == [str(blocker.id)]
        (found,) = api.read("tasks", {"is_blocked": "true"}).json()["results"]
        assert found["id"] == str(waiting.id)


def test_done_task_blocks_nothing(cast: Cast, api: Api) -> None:
    done, waiting = make_task(cast, "Done"), make_task(cast, "Waits")
    finish(api, done)
    linked(api, done, "blocks", waiting)
    assert blockers(waiting) == []


def test_ring_of_blocks_is_refused_with_a_sentence_that_names_it(cast: Cast, api: Api) -> None:
    tasks = [make_task(cast, f"Task {number}") for number in range(4)]
    for one, next_one in pairwise(tasks):
        linked(api, one, "blocks", next_one)
    answer = link(api, tasks[3], "blocks", tasks[0])
    assert (answer.status_code, answer.json()["code"]) == (409, "ring")
    keys = [f"WEB-{task.number}" for task in (tasks[3], *tasks)]
    assert " blocks ".join(keys) in answer.json()["detail"]
    assert link(api, tasks[0], "blocked_by", tasks[3]).json()["code"] == "ring"
    assert blockers(tasks[0]) == []
    assert TaskLink.objects.count() == 6


def test_many_ways_to_one_task_are_looked_at_once(cast: Cast, api: Api) -> None:
    """A ladder of twelve rungs has four thousand ways from top to bottom."""
    layers = [[make_task(cast, f"{row} {side}") for side in "ab"] for row in range(12)]
    for above, below in pairwise(layers):
        for one in above:
            for other in below:
                linked(api, one, "blocks", other)
    answer = link(api, layers[-1][0], "blocks", layers[0][0])
    assert answer.json()["code"] == "ring"
    assert "…" in answer.json()["detail"]


def elsewhere(cast: Cast) -> Task:
    """A task of a private project of Olga's, which the others do not see."""
    project, _ = create_project(actor=cast.olga, name="Secret", key="SECRET")
    change_project(project, actor=cast.olga, fields={"visibility": "private"})
    stage = cast.stage(Stage.Kind.TODO, project)
    return create_task(actor=cast.olga, stage=stage, title="Classified")


def test_link_into_another_project_tells_its_readers_alone_whereof(cast: Cast) -> None:
    secret, waiting = elsewhere(cast), make_task(cast, "Waits")
    olga, pavel = api_of(cast.olga), api_of(cast.pavel)
    linked(olga, waiting, "blocked_by", secret)
    (seen,) = pavel.read(f"tasks/{waiting.id}/links").json()["results"]
    assert (seen["kind"], seen["other_id"]) == ("blocked_by", str(secret.id))
    assert pavel.read(f"tasks/{waiting.id}").json()["blocked_by"] == [str(secret.id)]
    assert pavel.read(f"tasks/{secret.id}").status_code == 404
    assert pavel.read(f"tasks/{secret.id}/links").status_code == 404
    rows = snapshot(cast.pavel)[1]
    assert [row["task_id"] for row in rows["task_link"].values()] == [str(waiting.id)]
    assert "Classified" not in str(rows)
    assert "SECRET" not in str(rows)
    finish(olga, secret)
    assert blockers(waiting) == []


def test_ring_through_an_unseen_task_does_not_name_it(cast: Cast) -> None:
    secret, first, last = elsewhere(cast), make_task(cast, "First"), make_task(cast, "Last")
    olga = api_of(cast.olga)
    linked(olga, first, "blocks", secret)
    linked(olga, secret, "blocks", last)
    detail = link(api_of(cast.maria), last, "blocks", first).json()["detail"]
    assert "a task that you do not see" in detail
    assert "SECRET" not in detail


def test_unseen_task_is_not_linked_and_a_foreign_one_neither(cast: Cast, api: Api) -> None:
    task = make_task(cast)
    gone = make_task(cast, "Gone")
    api.send("delete", f"tasks/{gone.id}")
    for other in (elsewhere(cast), gone):
        assert link(api, task, "relates", other).status_code == 404
    assert not TaskLink.objects.exists()


def test_whoever_may_not_change_the_task_may_not_link_it(cast: Cast) -> None:
    Project.objects.filter(id=cast.project.id).update(editing="related")
    task, own = make_task(cast, "Maria's"), make_task(cast, "Pavel's", actor=cast.pavel)
    pavel = api_of(cast.pavel)
    assert link(pavel, task, "blocks", own).status_code == 403
    known = linked(pavel, own, "blocked_by", task)
    far = TaskLink.objects.get(task=task).id
    assert pavel.send("delete", f"task-links/{far}").status_code == 403
    assert pavel.send("delete", f"task-links/{known}").status_code == 204


def test_emptied_trash_leaves_no_end_of_a_link(cast: Cast, api: Api) -> None:
    gone, stays = make_task(cast, "Gone"), make_task(cast, "Stays")
    linked(api, gone, "blocks", stays)
    api.send("delete", f"tasks/{gone.id}")
    Task.objects.filter(id=gone.id).update(trashed_at="2026-01-01T00:00:00Z")
    stays.refresh_from_db()
    assert stays.link_count == 1
    assert empty_trash(stays.updated_at) == 1
    stays.refresh_from_db()
    assert (stays.link_count, TaskLink.objects.count()) == (0, 0)


def test_task_has_so_many_links_and_no_more(cast: Cast, api: Api) -> None:
    task, other = make_task(cast), make_task(cast, "Other")
    Task.objects.filter(id=other.id).update(link_count=500)
    answer = link(api, task, "relates", other)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many")


ROUNDS = 4


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_ring_is_not_closed_by_people_who_link_at_once(transactional_db: None) -> None:
    enter_tenant(EVERY_TENANT)
    cast = assemble()
    for _ in range(ROUNDS):
        tasks = [make_task(cast, f"Task {number}") for number in range(4)]
        api = api_of(cast.maria)
        linked(api, tasks[1], "blocks", tasks[2])
        linked(api, tasks[3], "blocks", tasks[0])
        pairs = [(tasks[0], tasks[1]), (tasks[2], tasks[3])]
        assert sorted(at_once(cast, pairs)) == [201, 409]


def at_once(cast: Cast, pairs: list[tuple[Task, Task]]) -> list[int]:
    barrier = threading.Barrier(len(pairs))

    def send(api: Api, pair: tuple[Task, Task]) -> int:
        try:
            barrier.wait()
            return int(link(api, pair[0], "blocks", pair[1]).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pairs)) as pool:
        return list(pool.map(send, [api_of(cast.pavel) for _ in pairs], pairs))


def test_link_costs_no_more_beside_many(cast: Cast, api: Api) -> None:
    def cost() -> int:
        task, other = make_task(cast), make_task(cast, "Other")
        with CaptureQueriesContext(connection) as queries:
            linked(api, task, "blocks", other)
        return len(queries)

    cost()  # the first use of a token is noted
    alone = cost()
    hub = make_task(cast, "Hub")
    for number in range(20):
        linked(api, hub, "relates", make_task(cast, f"Task {number}"))
    assert cost() == alone
