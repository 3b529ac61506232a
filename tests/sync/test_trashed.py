"""Changes to what somebody threw away meanwhile are kept, and come back with it."""

from typing import Any

import pytest

from pm_suite.lib.ids import new_id
from sync.models import Entry
from tasks.actions.checklists import add_checklist_item
from tasks.actions.comments import add_comment
from tasks.actions.parts import add_attachment
from tasks.actions.tags import create_tag
from tasks.actions.tasks import restore_task, trash_task
from tasks.models import Stage, Tag, Task
from tests.api.conftest import api_of
from tests.cast import Cast
from tests.make import make_task
from tests.sync.browsers import HOUR, Browser, pass_time
from tests.sync.replica import Replica, snapshot


@pytest.fixture
def task(cast: Cast) -> Task:
    task = make_task(cast, "Thrown away", description="One\nTwo")
    add_checklist_item(task, actor=cast.pavel, text="Line")
    add_comment(task, actor=cast.pavel, body="Comment")
    add_attachment(task, actor=cast.pavel, name="Link", url="https://example.com")
    create_tag(actor=cast.pavel, name="bug")
    pass_time(24 * HOUR)
    return task


@pytest.fixture
def pavel(cast: Cast, task: Task) -> Browser:
    return Browser(cast, cast.pavel)


def changes(cast: Cast, task: Task) -> list[tuple[str, dict[str, Any]]]:
    """Every kind of change to a task and to what hangs on it."""
    item, comment, link = task.checklist.get(), task.comments.get(), task.attachments.get()
    tag = str(Tag.objects.get().id)
    known, doing = str(task.id), str(cast.stage(Stage.Kind.DOING).id)
    return [
        ("task.set", {"id": known, "fields": {"title": "Renamed", "priority": 1}}),
        ("task.move", {"id": known, "stage_id": doing, "after": None, "before": None}),
        ("task.tag", {"id": known, "add": [tag], "remove": []}),
        ("task.observe", {"id": known, "add": [str(cast.pavel.id)], "remove": []}),
        ("checklist.add", {"id": str(new_id()), "task_id": known, "text": "Another"}),
        ("checklist.set", {"id": str(item.id), "fields": {"is_done": True}}),
        ("checklist.move", {"id": str(item.id), "after": None, "before": None}),
        ("comment.add", {"id": str(new_id()), "task_id": known, "body": "Hello"}),
        ("comment.set", {"id": str(comment.id), "fields": {"body": "Changed"}}),
        (
            "attachment.add",
            {"id": str(new_id()), "task_id": known, "name": "x", "url": "https://x.y"},
        ),
        ("attachment.remove", {"id": str(link.id)}),
        ("comment.remove", {"id": str(comment.id)}),
        ("checklist.remove", {"id": str(item.id)}),
    ]


def test_every_change_is_kept_and_says_so(cast: Cast, task: Task, pavel: Browser) -> None:
    trash_task(task, actor=cast.maria)
    head = Entry.objects.count()
    for name, args in changes(cast, task):
        result = pavel.push(name, HOUR, **args)
        assert (result["status"], result["data"]) == ("applied", {"trashed": True}), name
    ops = set(Entry.objects.order_by("version").values_list("op", flat=True)[head:])
    assert ops == {"H"}


def test_restored_task_comes_back_with_what_was_done_in_the_trash(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    replicas = [Replica(member) for member in (cast.olga, cast.pavel, cast.vera)]
    trash_task(task, actor=cast.maria)
    for name, args in changes(cast, task):
        pavel.push(name, **args)
    for replica in replicas:
        replica.catch_up()
        assert replica.rows == snapshot(replica.member)[1]
    task.refresh_from_db()
    restore_task(task, actor=cast.maria)
    for replica in replicas:
        replica.catch_up()
        assert replica.rows == snapshot(replica.member)[1]
        assert replica.rows["task"][str(task.id)]["title"] == "Renamed"
        assert [row["text"] for row in replica.rows["checklist_item"].values()] == ["Another"]
        assert [row["body"] for row in replica.rows["comment"].values()] == ["Hello"]


def test_edits_in_the_trash_meet_each_other(cast: Cast, task: Task, pavel: Browser) -> None:
    maria = Browser(cast, cast.maria)
    trash_task(task, actor=cast.olga)
    maria.set(task, HOUR, title="Theirs")
    result = pavel.set(task, 2 * HOUR, title="Mine")
    task.refresh_from_db()
    assert (result["status"], task.title) == ("conflict", "Theirs")


def test_trash_and_restore_meanwhile_are_no_edit_of_the_fields(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    trash_task(task, actor=cast.maria)
    restore_task(task, actor=cast.maria)
    assert pavel.set(task, HOUR, title="Mine")["status"] == "applied"


def test_task_in_the_trash_takes_no_room_in_a_full_stage(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    doing = cast.stage(Stage.Kind.DOING)
    Stage.objects.filter(id=doing.id).update(wip_limit=1, wip_hard=True)
    Browser(cast, cast.maria).move(make_task(cast), doing)
    trash_task(task, actor=cast.maria)
    assert pavel.move(task, doing)["status"] == "applied"


def test_change_through_the_api_asks_to_restore_first(cast: Cast, task: Task) -> None:
    trash_task(task, actor=cast.maria)
    answer = api_of(cast.pavel).send("patch", f"tasks/{task.id}", {"title": "x"})
    assert (answer.status_code, answer.json()["code"]) == (404, "trashed")


def test_change_of_what_is_deleted_or_hidden_says_that_it_is_gone(
    cast: Cast, task: Task, pavel: Browser
) -> None:
    item_id, comment_id = str(task.checklist.get().id), str(task.comments.get().id)
    task.checklist.all().delete()
    task.comments.all().delete()
    gone: list[tuple[str, dict[str, Any]]] = [
        ("checklist.set", {"id": item_id, "fields": {"is_done": True}}),
        ("comment.set", {"id": comment_id, "fields": {"body": "x"}}),
        ("task.set", {"id": str(new_id()), "fields": {"title": "x"}}),
        ("comment.add", {"id": str(new_id()), "task_id": str(new_id()), "body": "x"}),
    ]
    for name, args in gone:
        result = pavel.push(name, HOUR, **args)
        assert (result["status"], result["code"]) == ("refused", "gone"), name
        assert result["detail"]
    mallory = Browser(cast, cast.mallory).set(task, title="x")
    assert (mallory["status"], mallory["code"]) == ("refused", "gone")
