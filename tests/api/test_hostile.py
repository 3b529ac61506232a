"""Values that nobody means well with get a sentence from the REST API, never a server error."""

import base64
import logging
from typing import Any

import pytest

from pm_suite.lib.ids import new_id
from tests.api.conftest import api_of, session_of
from tests.cast import Cast
from tests.make import make_everything
from tests.sync.test_hostile import ODD

FIELDS = (
    *("title", "description", "performer_id", "parent_id", "priority", "estimate", "due_on"),
    *("due_at", "due_zone", "\x00", "id", "after", "before", "tag_ids"),
    *("is_urgent", "is_important", "estimate_hours", "color"),
)


@pytest.fixture
def quiet() -> None:
    logging.getLogger("pm_suite.lib.rest").setLevel(logging.CRITICAL)


@pytest.mark.parametrize("field", FIELDS)
def test_task_takes_no_odd_value_for_an_error(cast: Cast, field: str, quiet: None) -> None:
    things, api = make_everything(cast), api_of(cast.maria)
    stage = str(things.task.stage_id)
    for odd in ODD:
        key = str(new_id())
        changed = api.send("patch", f"tasks/{things.task.id}", {field: odd}, Idempotency_Key=key)
        made = api.send("post", "tasks", {"stage_id": stage, "title": "New", field: odd})
        for answer in (changed, made):
            assert answer.status_code < 500, (field, odd, answer.content)
            assert answer.status_code < 300 or answer.json()["detail"], (field, odd)


def test_other_writes_take_no_odd_value_for_an_error(cast: Cast, quiet: None) -> None:
    things, api = make_everything(cast), session_of(cast.olga)
    bodies: list[tuple[str, str, dict[str, Any]]] = []
    for odd in ODD:
        bodies += [
            ("post", f"stages/{things.task.stage_id}/placement", {"after": odd}),
            ("patch", f"stages/{things.task.stage_id}", {"wip_limit": odd, "kind": odd}),
            ("post", "projects", {"name": "New", "key": odd, "stages": odd}),
            ("post", "projects", {"id": odd, "name": odd}),
            ("post", "tags", {"name": odd, "color": "red"}),
            ("post", "tokens", {"name": "t", "scopes": ["read"], "expires_in_days": odd}),
            ("post", "tokens", {"name": odd, "scopes": odd}),
            ("post", "invitations", {"role": "performer", "email": odd}),
            ("post", f"tasks/{things.task.id}/comments", {"body": "x", "reply_to_id": odd}),
            ("post", f"tasks/{things.task.id}/attachments", {"name": odd, "url": odd}),
        ]
    bodies += [
        ("post", "tokens", {"name": "t", "scopes": ["read"], "expires_in_days": "30.0"}),
        ("post", "invitations", {"role": "performer", "email": f"{'a' * 60}@{'b' * 60}." * 4}),
        ("post", "projects", {"id": str(cast.pavel.id), "name": "Borrowed"}),
    ]
    for method, path, body in bodies:
        answer = api.send(method, path, body)
        assert answer.status_code < 500, (path, body, answer.content)


@pytest.mark.parametrize("text", ["[" * 3000, '["id",1,2]', '["id","x",{}]', "9" * 5000, "null"])
def test_odd_cursor_is_refused_with_a_sentence(cast: Cast, text: str, quiet: None) -> None:
    cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    answer = api_of(cast.maria).read("tasks", {"cursor": cursor})
    assert (answer.status_code, answer.json()["field"]) == (400, "cursor")
