"""A browser's queue: applied in order, once, refusals kept."""

import uuid
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from pm_suite.lib.ids import new_id
from sync import mutations
from sync.models import Client as SyncClient
from sync.models import Entry, Head
from tasks.models import Stage, Task
from tests.cast import Cast
from tests.conftest import browser_of


def url(cast: Cast, name: str) -> str:
    return f"/api/sync/v1/{cast.workspace.id}/{name}"


def create(cast: Cast, seq: int, **args: Any) -> dict[str, Any]:
    defaults = {
        "id": str(new_id()),
        "project_id": str(cast.project.id),
        "stage_id": str(cast.stage(Stage.Kind.TODO).id),
        "title": f"Task {seq}",
    }
    return {"seq": seq, "id": str(new_id()), "name": "task.create", "args": defaults | args}


def push(cast: Cast, browser: Client, client_id: uuid.UUID, *queue: dict[str, Any]) -> Any:
    body = {"client": str(client_id), "schema": 1, "mutations": list(queue)}
    return browser.post(url(cast, "push"), body, content_type="application/json")


def test_mutations_are_applied_in_order(cast: Cast) -> None:
    answer = push(cast, browser_of(cast.pavel), new_id(), create(cast, 1), create(cast, 2))
    assert [result["status"] for result in answer.json()["results"]] == ["applied", "applied"]
    assert [task.title for task in Task.objects.order_by("number")] == ["Task 1", "Task 2"]


def test_repeated_push_has_one_effect(cast: Cast) -> None:
    browser, client_id, mutation = browser_of(cast.pavel), new_id(), create(cast, 1)
    first = push(cast, browser, client_id, mutation).json()
    version = Head.objects.get(workspace_id=cast.workspace.id).version
    second = push(cast, browser, client_id, mutation).json()
    assert second["results"] == first["results"]
    assert Task.objects.count() == 1
    assert Head.objects.get(workspace_id=cast.workspace.id).version == version


def test_refusal_is_final_and_does_not_block_the_queue(cast: Cast) -> None:
    queue = [create(cast, 1, title="  "), create(cast, 2)]
    results = push(cast, browser_of(cast.pavel), new_id(), *queue).json()["results"]
    assert results[0]["status"] == "refused"
    assert results[0]["detail"] == "A title is empty; write something."
    assert results[0]["field"] == "title"
    assert results[1]["status"] == "applied"


def test_refused_mutation_leaves_no_entry(cast: Cast) -> None:
    before = Entry.objects.count()
    push(cast, browser_of(cast.vera), new_id(), create(cast, 1))
    assert Entry.objects.count() == before
    assert not Task.objects.exists()


def test_gap_in_the_queue_is_told(cast: Cast) -> None:
    answer = push(cast, browser_of(cast.pavel), new_id(), create(cast, 3))
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["last_seq"]) == ("seq_gap", 0)


def test_other_content_under_a_known_seq_is_a_forked_client(cast: Cast) -> None:
    browser, client_id = browser_of(cast.pavel), new_id()
    push(cast, browser, client_id, create(cast, 1))
    answer = push(cast, browser, client_id, create(cast, 1))
    assert (answer.status_code, answer.json()["code"]) == (409, "client_forked")


def test_queue_of_another_person_is_refused(cast: Cast) -> None:
    client_id = new_id()
    push(cast, browser_of(cast.pavel), client_id, create(cast, 1))
    answer = push(cast, browser_of(cast.maria), client_id, create(cast, 2))
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_user")


def test_outsider_cannot_push(cast: Cast) -> None:
    answer = push(cast, browser_of(cast.mallory), new_id(), create(cast, 1))
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_workspace")


def test_nobody_cannot_push(cast: Cast) -> None:
    assert push(cast, Client(), new_id(), create(cast, 1)).status_code == 401


def test_too_many_mutations_at_once_are_refused_whole(cast: Cast) -> None:
    queue = [create(cast, seq) for seq in range(1, 102)]
    assert push(cast, browser_of(cast.pavel), new_id(), *queue).status_code == 413
    assert not Task.objects.exists()


@pytest.mark.parametrize("megabytes", [1, 6])
def test_too_much_at_once_is_refused_in_the_same_way_at_any_size(
    cast: Cast, megabytes: int
) -> None:
    queue = [create(cast, 1, title="a" * megabytes * 2**20)]
    answer = push(cast, browser_of(cast.pavel), new_id(), *queue)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["X-Sync-Protocol"] == "1"


def test_unknown_mutation_is_refused_with_its_name(cast: Cast) -> None:
    odd = {"seq": 1, "id": str(new_id()), "name": "task.explode", "args": {}}
    result = push(cast, browser_of(cast.pavel), new_id(), odd).json()["results"][0]
    assert (result["status"], result["code"]) == ("refused", "unknown_mutation")


def test_change_sent_again_by_a_copied_browser_has_one_effect(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    queue = [create(cast, 1), create(cast, 2)]
    first = push(cast, browser, new_id(), *queue).json()["results"]
    other = new_id()
    again = push(cast, browser, other, *queue, create(cast, 3)).json()["results"]
    assert again[:2] == first
    assert again[2]["status"] == "applied"
    assert push(cast, browser, other, *queue).json()["results"] == first
    assert Task.objects.count() == 3


def test_id_of_another_change_is_refused_and_does_not_block_the_queue(cast: Cast) -> None:
    browser, known = browser_of(cast.pavel), create(cast, 1)
    push(cast, browser, new_id(), known)
    queue = [create(cast, 1) | {"id": known["id"]}, create(cast, 2)]
    results = push(cast, browser, new_id(), *queue).json()["results"]
    assert (results[0]["status"], results[0]["code"]) == ("refused", "id_reused")
    assert results[1]["status"] == "applied"


def test_queue_of_another_workspace_is_refused(cast: Cast) -> None:
    theirs = SyncClient(id=new_id(), workspace_id=cast.mallory.workspace_id)
    theirs.member_id = cast.mallory.id
    theirs.save(force_insert=True)
    answer = push(cast, browser_of(cast.pavel), theirs.id, create(cast, 1))
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_user")


@pytest.mark.parametrize("code", ["53100", "57P01", ""])
def test_full_disk_or_stopping_database_never_fails_a_change_for_good(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    browser, client_id, mutation = browser_of(cast.pavel), new_id(), create(cast, 1)
    browser.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(mutations, "find", lambda *_: raiser(code))
        statuses = [push(cast, browser, client_id, mutation).status_code for _ in range(4)]
    assert statuses == [500] * 4
    results = push(cast, browser, client_id, mutation).json()["results"]
    assert results[0]["status"] == "applied"


def raiser(code: str) -> Any:
    def fail(_: Any) -> None:
        error = OperationalError("away")
        error.__cause__ = type("Cause", (Exception,), {"pgcode": code or None})()
        raise error

    return fail
