"""Programs that speak to the REST API: by token, and by the session of a signed-in browser."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.test import Client, override_settings

from teams.actions import issue_token
from teams.models import Member

API = "/api/v1/"


class Api(Client):
    """A test client that sends JSON and starts at /api/v1/."""

    def read(self, path: str, query: Mapping[str, Any] | None = None, /, **headers: str) -> Any:
        return self.get(at(path), query, headers=spelled(headers))

    def request(self, **request: Any) -> Any:
        """The answer, a file in it read to its end."""
        answer: Any = super().request(**request)
        if answer.streaming:
            answer.file = answer.getvalue()
        return answer

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        text = json.dumps({} if body is None else body)
        return self.generic(
            method.upper(), at(path), text, "application/json", headers=spelled(headers)
        )


def whole(answer: Any) -> bytes:
    """The bytes of an answer, a file's too."""
    found: bytes = answer.file if answer.streaming else answer.content
    return found


def at(path: str) -> str:
    return path if path.startswith("/") else f"{API}{path}"


def spelled(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def api_of(member: Member | None, *, scopes: tuple[str, ...] = ("read", "write")) -> Api:
    """A program with a token of the member; without a member, a stranger."""
    if member is None:
        return Api()
    _, secret = issue_token(actor=member, name="Test", scopes=list(scopes))
    return Api(headers={"Authorization": f"Bearer {secret}"})


def session_of(member: Member) -> Api:
    """A browser in which the member is signed in, speaking to the API."""
    client = Api()
    assert member.user is not None
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def _many_strangers() -> Iterator[None]:
    # All tests come from one address.
    with override_settings(API_STRANGER_RATE=1_000_000):
        yield
