"""What every write of the REST API promises: one effect a key, no lost update, a place in the journal."""

import pytest

from pm_suite.lib.ids import new_id
from sync.models import Entry, Receipt
from tasks.models import Stage, Tag, Task
from tests.api.conftest import api_of, session_of
from tests.cast import Cast
from tests.make import make_task


def test_repeat_under_a_key_has_one_effect_and_the_same_answer(cast: Cast) -> None:
    api, body = api_of(cast.maria), {"name": "bug", "color": "red"}
    first = api.send("post", "tags", body, Idempotency_Key="one")
    second = api.send("post", "tags", body, Idempotency_Key="one")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["X-Journal-Cursor"] == first.headers["X-Journal-Cursor"]
    assert second.headers["ETag"] == first.headers["ETag"]
    assert Tag.objects.filter(name="bug").count() == 1


def test_other_body_under_a_known_key_is_refused(cast: Cast) -> None:
    api = api_of(cast.maria)
    api.send("post", "tags", {"name": "bug"}, Idempotency_Key="one")
    answer = api.send("post", "tags", {"name": "other"}, Idempotency_Key="one")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert not Tag.objects.filter(name="other").exists()


def test_same_key_of_another_person_is_another_key(cast: Cast) -> None:
    api_of(cast.maria).send("post", "tags", {"name": "one"}, Idempotency_Key="same")
    answer = api_of(cast.pavel).send("post", "tags", {"name": "two"}, Idempotency_Key="same")
    assert answer.status_code == 201


def test_refused_write_leaves_no_receipt_so_that_it_may_be_mended(cast: Cast) -> None:
    api = api_of(cast.maria)
    refused = api.send("post", "tags", {"name": " "}, Idempotency_Key="one")
    assert refused.status_code == 400
    assert not Receipt.objects.filter(key="rest:one").exists()
    assert api.send("post", "tags", {"name": "bug"}, Idempotency_Key="one").status_code == 201


def test_deletion_under_a_key_may_be_repeated(cast: Cast) -> None:
    api, tag = api_of(cast.maria), Tag.objects.create(workspace=cast.workspace, name="x")
    path = f"tags/{tag.id}"
    assert api.send("delete", path, Idempotency_Key="one").status_code == 204
    assert api.send("delete", path, Idempotency_Key="one").status_code == 204
    assert api.send("delete", path).status_code == 404


@pytest.mark.parametrize("key", ["", "x" * 129])
def test_odd_key_is_refused(cast: Cast, key: str) -> None:
    answer = api_of(cast.maria).send("post", "tags", {"name": "a"}, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["field"]) == (400, "Idempotency-Key")


def test_secret_is_told_once_and_never_kept(cast: Cast) -> None:
    browser = session_of(cast.pavel)
    body = {"name": "Report", "scopes": ["read"]}
    first = browser.send("post", "tokens", body, Idempotency_Key="one")
    assert first.status_code == 201
    secret = first.json()["token"]
    second = browser.send("post", "tokens", body, Idempotency_Key="one").json()
    assert "token" not in second
    assert second["id"] == first.json()["id"]
    assert secret not in str(Receipt.objects.get(key="rest:one").result)
    assert secret not in browser.read("tokens").content.decode()


def test_write_tells_its_place_in_the_journal(cast: Cast) -> None:
    api = api_of(cast.maria)
    before = api.read("changes").json()["to"]
    written = api.send("post", "tags", {"name": "bug"}).headers["X-Journal-Cursor"]
    changes = api.read("changes", {"cursor": before}).json()
    assert [entry["kind"] for entry in changes["entries"]] == ["tag.created"]
    assert changes["to"] == written
    assert api.read("changes", {"cursor": written}).json()["entries"] == []


def test_write_that_changes_nothing_in_the_journal_tells_no_place(cast: Cast) -> None:
    task = make_task(cast)
    answer = api_of(cast.maria).send("patch", f"tasks/{task.id}", {})
    assert answer.status_code == 200
    assert "X-Journal-Cursor" not in answer.headers


def test_update_of_what_was_changed_meanwhile_is_refused(cast: Cast) -> None:
    api, task = api_of(cast.maria), make_task(cast)
    path = f"tasks/{task.id}"
    seen = api.read(path).headers["ETag"]
    changed = api.send("patch", path, {"title": "Mine"}, If_Match=seen)
    assert changed.status_code == 200
    assert changed.headers["ETag"] == api.read(path).headers["ETag"]
    answer = api.send("patch", path, {"title": "Yours"}, If_Match=seen)
    assert (answer.status_code, answer.json()["code"]) == (412, "changed")
    assert answer.json()["etag"] == changed.headers["ETag"]
    assert Task.objects.get(id=task.id).title == "Mine"


def test_deletion_of_what_was_changed_meanwhile_is_refused(cast: Cast) -> None:
    api, task = api_of(cast.maria), make_task(cast)
    answer = api.send("delete", f"tasks/{task.id}", If_Match='"other"')
    assert answer.status_code == 412
    seen = api.read(f"tasks/{task.id}").headers["ETag"]
    assert api.send("delete", f"tasks/{task.id}", If_Match=seen).status_code == 204


def test_what_the_caller_has_already_is_not_sent_again(cast: Cast) -> None:
    api, task = api_of(cast.maria), make_task(cast)
    seen = api.read(f"tasks/{task.id}").headers["ETag"]
    answer = api.read(f"tasks/{task.id}", If_None_Match=seen)
    assert (answer.status_code, answer.content) == (304, b"")


def test_unknown_keys_are_refused_by_name(cast: Cast) -> None:
    body = {"stage_id": str(cast.stage(Stage.Kind.TODO).id), "title": "x", "workspace_id": "1"}
    answer = api_of(cast.maria).send("post", "tasks", body)
    assert answer.status_code == 400
    assert (answer.json()["code"], answer.json()["field"]) == ("unknown_field", "workspace_id")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": 7}, "title"),
        ({"title": "x" * 1001}, "title"),
        ({"priority": 9}, "priority"),
        ({"estimate": -1}, "estimate"),
        ({"estimate_hours": 1e300}, "estimate_hours"),
        ({"is_urgent": "yes"}, "is_urgent"),
        ({"is_important": None}, "is_important"),
        ({"color": "mauve"}, "color"),
        ({"due_on": "tomorrow"}, "due_on"),
        ({"due_at": "2026-12-01T10:00"}, "due_at"),
        ({"due_zone": "Mars/Olympus"}, "due_zone"),
        ({"performer_id": "me"}, "performer_id"),
        ({"due_on": "2026-12-01", "due_at": "2026-12-01T10:00Z"}, "due_at"),
    ],
)
def test_bad_values_are_refused_with_their_field(
    cast: Cast, body: dict[str, object], field: str
) -> None:
    task = make_task(cast)
    entries = Entry.objects.count()
    answer = api_of(cast.maria).send("patch", f"tasks/{task.id}", body)
    assert answer.status_code == 400, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["field"]) == ("invalid", field)
    assert Entry.objects.count() == entries


def test_id_of_ones_own_may_be_given(cast: Cast) -> None:
    api, own = api_of(cast.maria), str(new_id())
    assert api.send("post", "tags", {"id": own, "name": "bug"}).json()["id"] == own
    answer = api.send("post", "tags", {"id": own, "name": "other"})
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")
