"""Who asks, how often, and in what form."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from redis import Redis

from pm_suite.lib import throttle
from pm_suite.lib.rest import TooMany
from pm_suite.lib.throttle import count_request
from teams.actions import create_workspace, issue_token
from teams.models import AccessToken
from tests.api.conftest import Api, api_of, session_of
from tests.cast import Cast
from tests.make import make_task


def problem(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content
    return answer.status_code, answer.json()["code"]


def test_unknown_addresses_below_api_are_problems(client: Client, cast: Cast) -> None:
    for path in ("/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/tasks", "/api/v1/tasks/x"):
        for method in (client.get, client.post):
            assert problem(method(path)) == (404, "not_found")


def test_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    answer = Api().read("me")
    assert problem(answer) == (401, "signed_out")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_wrong_expired_and_revoked_tokens_are_refused_alike(cast: Cast) -> None:
    api = api_of(cast.pavel)
    assert problem(Api(headers={"Authorization": "Bearer pms_x"}).read("me")) == (401, "bad_token")
    AccessToken.objects.update(expires_at="2020-01-01T00:00Z")
    assert problem(api.read("me")) == (401, "bad_token")


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b"])
def test_odd_authorization_is_refused(cast: Cast, header: str) -> None:
    assert Api(headers={"Authorization": header}).read("me").status_code == 401


def test_token_of_a_member_who_left_is_refused(cast: Cast) -> None:
    api = api_of(cast.pavel)
    answer = api_of(cast.olga).send("post", f"members/{cast.pavel.id}/removal", {})
    assert answer.status_code == 200
    assert problem(api.read("me")) == (401, "bad_token")


def test_cookie_and_token_together_are_refused(cast: Cast) -> None:
    browser = session_of(cast.pavel)
    _, secret = issue_token(actor=cast.pavel, name="x", scopes=["read"])
    answer = browser.read("me", Authorization=f"Bearer {secret}")
    assert problem(answer) == (400, "two_credentials")


def test_session_needs_the_csrf_token_and_a_token_does_not(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert cast.maria.user is not None
    browser.force_login(cast.maria.user, backend="django.contrib.auth.backends.ModelBackend")
    body = {"name": "bug"}
    assert browser.get("/api/v1/me").status_code == 200
    answer = browser.post("/api/v1/tags", body, content_type="application/json")
    assert answer.status_code == 403
    assert api_of(cast.maria).send("post", "tags", body).status_code == 201


def test_token_without_the_scope_is_told_so(cast: Cast) -> None:
    reader, writer = api_of(cast.maria, scopes=("read",)), api_of(cast.maria, scopes=("write",))
    assert problem(reader.send("post", "tags", {"name": "x"})) == (403, "scope_missing")
    assert problem(writer.read("tags")) == (403, "scope_missing")


def test_person_of_several_workspaces_names_one(cast: Cast) -> None:
    assert cast.pavel.user is not None
    create_workspace(owner=cast.pavel.user, name="Side")
    browser = session_of(cast.pavel)
    assert problem(browser.read("me")) == (400, "workspace_missing")
    assert browser.read("me", X_Workspace="side").json()["member"]["role"] == "owner"
    assert browser.read("me", {"workspace": "acme"}).json()["member"]["role"] == "performer"
    assert problem(browser.read("me", X_Workspace="rival")) == (404, "not_found")
    assert problem(browser.read("me", X_Workspace="nowhere")) == (404, "not_found")
    names = [row["name"] for row in browser.read("workspaces").json()["results"]]
    assert names == ["Acme", "Side"]


def test_method_that_is_not_there_is_a_problem(cast: Cast) -> None:
    assert problem(api_of(cast.maria).send("put", "tasks")) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b'{"name": NaN}', b"[" * 100_000, b'{"name": "\\ud800"}', b"1" * 9000]
)
def test_malformed_json_is_a_problem(cast: Cast, body: bytes) -> None:
    answer = api_of(cast.maria).post("/api/v1/tags", body, content_type="application/json")
    assert problem(answer) == (400, "malformed_json")


def test_json_that_is_no_object_is_a_problem(cast: Cast) -> None:
    assert problem(api_of(cast.maria).send("post", "tags", [1])) == (400, "invalid")


def test_other_media_types_are_refused(cast: Cast) -> None:
    answer = api_of(cast.maria).post("/api/v1/tags", "name=x", content_type="text/plain")
    assert problem(answer) == (415, "unsupported_media_type")


def test_body_past_a_mebibyte_is_refused(cast: Cast) -> None:
    answer = api_of(cast.maria).send("post", "tags", {"name": "x" * 1_100_000})
    assert problem(answer) == (413, "too_large")


def test_body_without_a_length_is_refused_rather_than_passed_over(cast: Cast) -> None:
    api, task = api_of(cast.maria), make_task(cast)
    headers = {"Transfer-Encoding": "chunked"}
    answer = api.patch(f"/api/v1/tasks/{task.id}", headers=headers, content_type="application/json")
    assert problem(answer) == (411, "no_length")


def test_our_own_fault_is_a_problem_without_details(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*args: object, **options: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("tasks.api.people.tags.create_tag", burst)
    answer = api_of(cast.maria).send("post", "tags", {"name": "x"})
    assert problem(answer) == (500, "server_error")
    assert b"secret detail" not in answer.content


@override_settings(API_RATE=3)
def test_too_many_requests_of_one_token_are_told_when_to_come_back(cast: Cast) -> None:
    api, other = api_of(cast.maria), api_of(cast.pavel)
    assert [api.read("me").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = api.read("me")
    assert problem(answer) == (429, "throttled")
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert other.read("me").status_code == 200


@override_settings(API_STRANGER_RATE=2)
def test_strangers_are_counted_by_address_whatever_they_claim(cast: Cast) -> None:
    codes = [
        Api(REMOTE_ADDR="203.0.113.9", headers={"X-Forwarded-For": f"198.51.100.{n}"})
        .read("me")
        .status_code
        for n in range(4)
    ]
    assert codes == [401, 401, 429, 429]


@pytest.mark.concurrency
def test_parallel_requests_never_pass_the_limit(db: None) -> None:
    passed: list[int] = []
    barrier = threading.Barrier(16)

    def ask(number: int) -> None:
        barrier.wait()
        for _ in range(4):
            try:
                count_request("test:parallel", 20)
            except TooMany:
                continue
            passed.append(number)
        connection.close()

    throttle._counters().delete("pm-suite:rate:test:parallel")
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 20


@pytest.fixture
def _no_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    monkeypatch.setattr(throttle, "_counters", lambda: gone)
    monkeypatch.setattr(throttle, "_silent_until", 0.0)


@pytest.mark.usefixtures("_no_redis")
def test_without_redis_work_goes_on_and_secrets_wait(cast: Cast) -> None:
    browser = session_of(cast.olga)
    assert browser.read("me").status_code == 200
    assert browser.send("post", "tags", {"name": "x"}).status_code == 201
    answer = browser.send("post", "invitations", {"role": "performer"})
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


def test_answers_are_not_kept_by_caches(cast: Cast) -> None:
    task = make_task(cast)
    assert (
        api_of(cast.maria).read(f"tasks/{task.id}").headers["Cache-Control"] == "private, no-cache"
    )
