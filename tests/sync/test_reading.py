"""Session, snapshot, pull and lazy parts over HTTP: for members, by scope, page by page."""

import json
from typing import Any

import pytest
from django.test import Client

from boards.actions import create_project
from pm_suite.lib.ids import new_id
from sync.models import Client as Browser
from sync.models import Head
from tasks.actions.comments import add_comment
from tasks.actions.projects import change_project
from tasks.actions.tags import create_tag
from tasks.actions.tasks import create_task
from tasks.models import Stage
from tests.cast import Cast
from tests.conftest import browser_of
from tests.make import make_task


def get(cast: Cast, browser: Client, path: str, **query: Any) -> Any:
    return browser.get(f"/api/sync/v1/{cast.workspace.id}/{path}", query)


def post(cast: Cast, browser: Client, path: str, **body: Any) -> Any:
    return browser.post(
        f"/api/sync/v1/{cast.workspace.id}/{path}", body, content_type="application/json"
    )


def session(cast: Cast, browser: Client) -> dict[str, Any]:
    answer: dict[str, Any] = post(cast, browser, "session", client=str(new_id())).json()
    return answer


def test_session_names_workspace_member_scopes_and_cursor(cast: Cast) -> None:
    found = session(cast, browser_of(cast.pavel))
    assert found["workspace"]["slug"] == "acme"
    assert found["member"] == {
        "id": str(cast.pavel.id),
        "name": "Pavel",
        "role": "performer",
        "locale": "en",
        "time_zone": "Asia/Kathmandu",
    }
    assert {(scope["kind"], scope["role"]) for scope in found["scopes"]} == {
        ("workspace", "performer"),
        ("member", ""),
        ("project", "performer"),
    }


def test_session_tells_the_schemas_that_the_server_speaks(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    found = session(cast, browser)
    assert (found["min_schema"], found["schema"]) == (1, 2)
    for schema, status in ((0, 426), (1, 200), (2, 200), (3, 426), ("2", 426), ([], 426)):
        answer = post(cast, browser, "session", client=str(new_id()), schema=schema)
        assert answer.status_code == status, schema


def test_session_keeps_what_the_browser_stands_at(cast: Cast) -> None:
    browser, client = browser_of(cast.pavel), str(new_id())
    for cursor in ("", session(cast, browser)["cursor"]):
        assert post(cast, browser, "session", client=client, cursor=cursor).status_code == 200
        kept = Browser.objects.get(id=client)
        assert (kept.cursor_seen, kept.schema, kept.member_id) == (cursor, 2, cast.pavel.id)
    for odd in (7, None, "x" * 65, "a\0b", ["1"]):
        answer = post(cast, browser, "session", client=client, cursor=odd)
        assert (answer.status_code, answer.json()["field"]) == (400, "cursor")


def test_session_of_another_persons_browser_is_refused(cast: Cast) -> None:
    client = str(new_id())
    post(cast, browser_of(cast.pavel), "session", client=client)
    answer = post(cast, browser_of(cast.vera), "session", client=client)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_user")
    foreign = browser_of(cast.mallory).post(
        f"/api/sync/v1/{cast.mallory.workspace_id}/session", {"client": client}, "application/json"
    )
    assert (foreign.status_code, foreign.json()["code"]) == (403, "wrong_user")


def test_every_answer_is_signed_with_the_protocol(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    assert post(cast, browser, "session", client="odd").headers["X-Sync-Protocol"] == "1"
    assert post(cast, Client(), "pull").headers["X-Sync-Protocol"] == "1"


def test_browser_of_another_time_is_told_to_reload(cast: Cast) -> None:
    answer = post(cast, browser_of(cast.pavel), "session", client=str(new_id()), schema=0)
    assert (answer.status_code, answer.json()["code"]) == (426, "upgrade")


def test_snapshot_is_columnar_and_stands_at_its_cursor(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    task = create_task(actor=cast.maria, stage=cast.stage(Stage.Kind.TODO), title="Hello")
    body = get(cast, browser, "bootstrap", scope=str(cast.project.id)).json()
    table = body["models"]["task"]
    row = dict(zip(table["fields"], table["rows"][0], strict=True))
    assert (row["id"], row["title"], row["number"]) == (str(task.id), "Hello", 1)
    assert "description" not in table["fields"]
    assert "comment" not in body["models"]
    assert post(cast, browser, "pull", cursor=body["cursor"]).status_code == 204


def test_unchanged_snapshot_is_not_sent_again(cast: Cast) -> None:
    browser, scope = browser_of(cast.pavel), str(cast.project.id)
    etag = get(cast, browser, "bootstrap", scope=scope).headers["ETag"]
    url = f"/api/sync/v1/{cast.workspace.id}/bootstrap?scope={scope}"
    create_tag(actor=cast.maria, name="elsewhere")
    assert browser.get(url, headers={"If-None-Match": etag}).status_code == 304
    create_task(actor=cast.maria, stage=cast.stage(Stage.Kind.TODO), title="New")
    assert browser.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_large_snapshot_comes_in_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.queries.PAGE_TASKS", 2)
    browser, scope = browser_of(cast.pavel), str(cast.project.id)
    stage = cast.stage(Stage.Kind.TODO)
    made = {str(create_task(actor=cast.maria, stage=stage, title=f"T{n}").id) for n in range(5)}
    seen: list[str] = []
    query = {"scope": scope}
    while True:
        body = get(cast, browser, "bootstrap", **query).json()
        seen += [row[0] for row in body["models"]["task"]["rows"]]
        if body["next"] is None:
            break
        query["after"] = body["next"]
    assert set(seen) == made
    assert len(seen) == 5
    assert set(body["models"]) == {"task"}


def test_snapshot_needs_scopes_that_are_held(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    assert get(cast, browser, "bootstrap").status_code == 400
    assert get(cast, browser, "bootstrap", scope="nonsense").status_code == 400
    assert get(cast, browser, "bootstrap", scope=str(new_id())).status_code == 404
    assert get(cast, browser, "bootstrap", scope=str(cast.foreign_project.id)).status_code == 404


def test_snapshot_takes_the_same_few_queries_at_any_size(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    browser, scope = browser_of(cast.pavel), str(cast.project.id)
    for number in range(50):
        create_task(actor=cast.maria, stage=cast.stage(Stage.Kind.TODO), title=f"T{number}")
    get(cast, browser, "bootstrap", scope=scope)
    with django_assert_max_num_queries(5):
        assert get(cast, browser, "bootstrap", scope=scope).status_code == 200


def test_pull_pages_never_split_a_transaction(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    cursor = session(cast, browser)["cursor"]
    for number in range(4):
        task = create_task(actor=cast.maria, stage=cast.stage(Stage.Kind.TODO), title=f"T{number}")
        add_comment(task, actor=cast.maria, body="two entries")
    versions: list[int] = []
    while (answer := post(cast, browser, "pull", cursor=cursor, limit=2)).status_code == 200:
        page = answer.json()
        assert page["entries"][-1]["last"] is True
        assert page["from"] == cursor
        versions += [entry["v"] for entry in page["entries"]]
        cursor = page["to"]
    assert len(versions) == 12
    assert versions == sorted(set(versions))


def test_cursor_from_the_future_or_another_history_starts_again(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    epoch = session(cast, browser)["cursor"].partition(".")[0]
    for cursor in (f"{epoch}.999999", "00000000.1", "nonsense", ""):
        answer = post(cast, browser, "pull", cursor=cursor)
        assert (answer.status_code, answer.json()["code"]) == (410, "reset")


def test_pruned_cursor_starts_again(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    epoch, _, _ = session(cast, browser)["cursor"].partition(".")
    Head.objects.filter(workspace_id=cast.workspace.id).update(floor=3)
    assert post(cast, browser, "pull", cursor=f"{epoch}.2").status_code == 410
    assert post(cast, browser, "pull", cursor=f"{epoch}.3").status_code == 200


def test_person_outside_a_project_never_receives_a_byte_of_it(cast: Cast) -> None:
    change_project(cast.project, actor=cast.maria, fields={"visibility": "private"})
    browser = browser_of(cast.pavel)
    begin = session(cast, browser)
    task = create_task(
        actor=cast.maria,
        stage=cast.stage(Stage.Kind.TODO),
        title="MARKER-7421",
        fields={"description": "MARKER-7421"},
    )
    answers = [
        post(cast, browser, "pull", cursor=begin["cursor"]),
        post(cast, browser, "session", client=str(new_id())),
        get(cast, browser, "bootstrap", scope=[scope["id"] for scope in begin["scopes"]]),
        get(cast, browser, f"object/task/{task.id}"),
        get(cast, browser, f"history/task/{task.id}"),
        get(cast, browser, f"object/project/{cast.project.id}"),
    ]
    for answer in answers:
        assert b"MARKER-7421" not in answer.content
        assert str(task.id).encode() not in answer.content
    assert [answer.status_code for answer in answers[3:]] == [404, 404, 404]


def test_person_of_another_workspace_is_shown_out(cast: Cast) -> None:
    browser = browser_of(cast.mallory)
    for answer in (
        post(cast, browser, "session", client=str(new_id())),
        post(cast, browser, "pull", cursor="x"),
        get(cast, browser, "bootstrap", scope=str(cast.project.id)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "wrong_workspace")


def test_task_comes_with_its_parts_and_history(cast: Cast) -> None:
    task = create_task(
        actor=cast.maria,
        stage=cast.stage(Stage.Kind.TODO),
        title="Whole",
        fields={"description": "*text*"},
    )
    add_comment(task, actor=cast.pavel, body="Hi")
    answer = get(cast, browser_of(cast.vera), f"object/task/{task.id}").json()
    assert answer["task"]["description"] == "*text*"
    assert [comment["body"] for comment in answer["comment"]] == ["Hi"]
    assert [entry["kind"] for entry in answer["history"]] == ["comment.added", "task.created"]


def test_body_that_is_no_json_object_is_refused(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    url = f"/api/sync/v1/{cast.workspace.id}/pull"
    for body in ("{", "[]", "[" * 100_000, json.dumps("x")):
        answer = browser.post(url, body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_wrong_method_is_refused(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    assert get(cast, browser, "push").status_code == 405
    assert post(cast, browser, "bootstrap").status_code == 405


def test_history_under_a_borrowed_id_holds_nothing_of_a_private_project(cast: Cast) -> None:
    secret = add_comment(make_task(cast), actor=cast.maria, body="The secret")
    change_project(cast.project, actor=cast.maria, fields={"visibility": "private"})
    open_project, _ = create_project(actor=cast.maria, name="Open", key="OPEN")
    stage = cast.stage(Stage.Kind.TODO, open_project)
    create_task(actor=cast.pavel, stage=stage, title="Same id", id=secret.id)
    for path in (f"object/task/{secret.id}", f"history/task/{secret.id}"):
        answer = get(cast, browser_of(cast.pavel), path)
        assert [entry["kind"] for entry in answer.json()["history"]] == ["task.created"]
        assert "secret" not in answer.content.decode()


@pytest.mark.parametrize("digits", [19, 5000])
def test_versions_that_no_journal_reaches_are_refused_with_a_sentence(
    cast: Cast, digits: int
) -> None:
    browser, task = browser_of(cast.maria), make_task(cast)
    epoch = session(cast, browser)["cursor"].partition(".")[0]
    assert post(cast, browser, "pull", cursor=f"{epoch}.{'9' * digits}").status_code == 410
    answer = get(cast, browser, f"history/task/{task.id}", before="9" * digits)
    assert (answer.status_code, answer.json()["field"]) == (400, "before")
