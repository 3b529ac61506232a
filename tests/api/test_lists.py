"""Lists of the REST API: pages, orders, filters, fields, and how few questions they ask of the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tasks.actions.checklists import add_checklist, add_checklist_item
from tasks.actions.comments import add_comment, react
from tasks.actions.links import add_link
from tasks.actions.parts import add_attachment
from tasks.actions.projects import seat_member
from tasks.actions.stages import create_stage
from tasks.actions.tags import create_tag
from tasks.actions.tasks import move_task, tag_task, trash_task
from tasks.models import Stage, Task
from teams.models import Role
from tests.api.conftest import Api, api_of, session_of
from tests.api.world import make_world
from tests.cast import Cast, join, make_user
from tests.make import make_conflict, make_task


def titles(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


def test_pages_hold_every_row_once(cast: Cast) -> None:
    for number in range(7):
        make_task(cast, f"Task {number}")
    api = api_of(cast.maria)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = api.read("tasks", {"limit": "3", "cursor": cursor})
        seen += titles(answer)
        cursor = answer.json()["next"]
        assert ("Link" in answer.headers) == (cursor is not None)
        # A row that goes meanwhile moves no other.
        Task.objects.filter(title="Task 0").delete()
    assert seen == [f"Task {number}" for number in range(7)]


@pytest.mark.parametrize("order", ["-id", "rank", "updated_at", "-updated_at"])
def test_pages_of_every_order_hold_every_row_once(cast: Cast, order: str) -> None:
    for number in range(5):
        make_task(cast, f"Task {number}")
    api = api_of(cast.maria)
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = api.read("tasks", {"limit": "2", "order": order, "cursor": cursor})
        seen += titles(answer)
        cursor = answer.json()["next"]
    wanted = [f"Task {number}" for number in range(5)]
    assert seen == (wanted[::-1] if order.startswith("-") else wanted)


def test_limit_is_fifty_and_never_above_two_hundred(cast: Cast) -> None:
    make_task(cast)
    proto = Task.objects.get()
    Task.objects.bulk_create(
        Task(
            workspace=cast.workspace,
            project=cast.project,
            number=number,
            stage_id=proto.stage_id,
            rank=proto.rank,
            title="x",
            author=cast.maria,
            created_at=proto.created_at,
            updated_at=proto.updated_at,
        )
        for number in range(2, 252)
    )
    api = api_of(cast.maria)
    assert len(titles(api.read("tasks"))) == 50
    assert len(titles(api.read("tasks", {"limit": "100000"}))) == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "WyJyYW5rIiwieCIsMV0"}, "cursor"),
        ({"order": "title"}, "order"),
        ({"fields": "id,password"}, "fields"),
        ({"colour": "red"}, "colour"),
        ({"project": "x"}, "project"),
        ({"kind": "odd"}, "kind"),
        ({"due_from": "soon"}, "due_from"),
        ({"text": "a\x00b"}, "text"),
    ],
)
def test_odd_parameters_are_refused_by_name(cast: Cast, query: dict[str, str], field: str) -> None:
    answer = api_of(cast.maria).read("tasks", query)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_fields_may_be_chosen(cast: Cast) -> None:
    api, task = api_of(cast.maria), make_task(cast, "One")
    rows = api.read("tasks", {"fields": "id,title"}).json()["results"]
    assert rows == [{"id": str(task.id), "title": "One"}]
    assert api.read(f"tasks/{task.id}", {"fields": "title"}).json() == {"title": "One"}


def test_tasks_are_filtered(cast: Cast) -> None:
    mine = make_task(cast, "Mine", performer_id=str(cast.pavel.id), priority=0, due_on="2026-12-01")
    other = make_task(cast, "Other", actor=cast.pavel, description="About *ships*")
    move_task(other, actor=cast.maria, stage=cast.stage(Stage.Kind.DOING))
    tag = create_tag(actor=cast.maria, name="bug")
    tag_task(mine, actor=cast.maria, add=[tag.id])
    trash_task(make_task(cast, "Gone"), actor=cast.maria)
    Task.objects.filter(id=other.id).update(updated_at=timezone.now() + timedelta(days=1))
    tomorrow = (timezone.now() + timedelta(hours=1)).isoformat()
    api = api_of(cast.maria)
    cases: list[tuple[dict[str, str], list[str]]] = [
        ({}, ["Mine", "Other"]),
        ({"project": str(cast.project.id)}, ["Mine", "Other"]),
        ({"stage": str(cast.stage(Stage.Kind.DOING).id)}, ["Other"]),
        ({"kind": "todo"}, ["Mine"]),
        ({"performer": str(cast.pavel.id)}, ["Mine"]),
        ({"is_assigned": "false"}, ["Other"]),
        ({"author": str(cast.pavel.id)}, ["Other"]),
        ({"tag": str(tag.id)}, ["Mine"]),
        ({"priority": "0"}, ["Mine"]),
        ({"due_from": "2026-12-01"}, ["Mine"]),
        ({"due_to": "2026-11-30"}, []),
        ({"text": "SHIPS"}, ["Other"]),
        ({"updated_since": tomorrow}, ["Other"]),
        ({"trashed": "true"}, ["Gone"]),
        ({"trashed": "false"}, ["Mine", "Other"]),
    ]
    for query, wanted in cases:
        assert titles(api.read("tasks", query)) == wanted, query


def test_lists_and_single_objects_have_one_shape(cast: Cast) -> None:
    world = make_world(cast)
    owner, ids = world.programs()["owner"], world.ids
    pairs = {
        "members": f"members/{ids['member_id']}",
        "tags": f"tags/{ids['tag_id']}",
        "projects": f"projects/{ids['project_id']}",
        f"projects/{ids['project_id']}/members": f"project-members/{ids['seat_id']}",
        f"projects/{ids['project_id']}/stages": f"stages/{ids['stage_id']}",
        "boards": f"boards/{ids['board_id']}",
        f"boards/{ids['board_id']}/columns": f"columns/{ids['column_id']}",
        "tasks": f"tasks/{ids['task_id']}",
        f"tasks/{ids['task_id']}/checklists": f"checklists/{ids['checklist_id']}",
        f"tasks/{ids['task_id']}/checklist-items": f"checklist-items/{ids['item_id']}",
        f"tasks/{ids['task_id']}/comments": f"comments/{ids['comment_id']}",
        f"tasks/{ids['task_id']}/reactions": f"reactions/{ids['reaction_id']}",
        f"tasks/{ids['task_id']}/attachments": f"attachments/{ids['attachment_id']}",
        f"tasks/{ids['task_id']}/links": f"task-links/{ids['link_id']}",
        "conflicts": f"conflicts/{ids['conflict_id']}",
        "invitations": f"invitations/{ids['invitation_id']}",
        "tokens": f"tokens/{ids['token_id']}",
    }
    for many, one in pairs.items():
        single = owner.read(one).json()
        if "used_at" in single:
            single["used_at"] = None  # this very reading may have used it
        assert single in owner.read(many).json()["results"], many


def count(api: Api, path: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert api.read(path, **headers).status_code == 200
    return len(queries)


def fill(cast: Cast, number: int) -> None:
    """Another row in every list."""
    task = Task.objects.order_by("id")[0]
    tag = create_tag(actor=cast.maria, name=f"tag {number}")
    made = make_task(cast, f"Task {number}")
    tag_task(made, actor=cast.maria, add=[tag.id])
    react(add_comment(task, actor=cast.maria, body="x"), actor=cast.maria, emoji="👍")
    make_conflict(cast.maria, made, mine="x", theirs="y")
    add_checklist(task, actor=cast.maria, name="x")
    add_checklist_item(task, actor=cast.maria, text="x")
    add_attachment(task, actor=cast.maria, name="x", url="https://example.com")
    task.refresh_from_db()
    add_link(task, actor=cast.maria, other=made, kind="blocks")
    create_stage(cast.project, actor=cast.maria, name=f"Stage {number}", kind="cancelled")


@pytest.fixture
def filled(cast: Cast) -> Callable[[int], None]:
    make_task(cast)

    def grow(rows: int) -> None:
        for number in range(rows):
            fill(cast, number)

    return grow


def test_lists_ask_as_much_at_one_row_as_at_fifty(
    cast: Cast, filled: Callable[[int], None]
) -> None:
    api, task = api_of(cast.maria), Task.objects.get()
    paths = [
        *("members", "tags", "projects", "boards", "tasks", "workspaces"),
        *(
            f"tasks/{task.id}/{part}"
            for part in (
                "comments",
                "reactions",
                "checklists",
                "checklist-items",
                "attachments",
                "links",
            )
        ),
        *(f"projects/{cast.project.id}/{part}" for part in ("stages", "members", "boards")),
        f"boards/{cast.board.id}/columns",
        f"boards/{cast.board.id}/snapshot",
        f"tasks/{task.id}/history",
        "changes",
        "conflicts",
    ]
    api.read("me")  # the first use of a token is written down
    few = {path: count(api, path) for path in paths}
    filled(50)
    seat_member(
        cast.project,
        actor=cast.maria,
        member=join(cast.workspace, make_user("Anna"), Role.PERFORMER),
        role="performer",
    )
    many = {path: count(api, path) for path in paths}
    assert many == few
    assert max(few.values()) <= 8, few


def test_snapshot_of_a_board_asks_five_questions(cast: Cast, filled: Callable[[int], None]) -> None:
    filled(3)
    path, api, browser = (
        f"boards/{cast.board.id}/snapshot",
        api_of(cast.maria),
        session_of(cast.maria),
    )
    api.read("me")
    browser.read("me")
    assert count(api, path) <= 5
    assert count(browser, path, X_Workspace="acme") <= 5


def test_snapshot_holds_the_board_as_its_parts_tell(cast: Cast) -> None:
    task = make_task(cast, "On the board")
    trash_task(make_task(cast, "Gone"), actor=cast.maria)
    api = api_of(cast.maria)
    snapshot = api.read(f"boards/{cast.board.id}/snapshot").json()
    single = api.read(f"tasks/{task.id}").json()
    single.pop("description")
    assert snapshot["tasks"] == [single]
    assert snapshot["board"] == api.read(f"boards/{cast.board.id}").json()
    columns = api.read(f"boards/{cast.board.id}/columns").json()["results"]
    assert snapshot["columns"] == columns
    assert snapshot["cursor"] == api.read("changes").json()["to"]
    assert {row["name"] for row in snapshot["members"]} == {"Olga", "Maria", "Pavel", "Vera"}
