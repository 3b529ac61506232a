"""Who stands before the journal. The app that knows people puts its check here when it starts."""

import uuid
from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpRequest


class Reader(Protocol):
    """A member who reads and writes, as far as the journal must know."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def workspace_id(self) -> uuid.UUID: ...


EXPECTED = "X-Sync-Member"
"""The header in which a browser names the member for whom it asks: another may have signed in meanwhile."""

Gate = Callable[[HttpRequest, uuid.UUID], Reader]
"""Takes a request and a workspace's id, lets the connection see that workspace, and gives the member.

Raises Problem 401 for nobody, 403 `wrong_workspace` for a person who is no active member there, 403 `wrong_user` for
another person than the expected one.
"""

Door = Callable[[HttpRequest, str], dict[str, object]]
"""Takes a request and a workspace's address, and says which workspace and member stand behind it.

Raises Problem 401 for nobody, NotSeen for an address that is no workspace or another's.
"""

_gate: dict[str, Any] = {}


def install(gate: Gate, describe: Callable[[Any], dict[str, object]], door: Door) -> None:
    """Put the check in place, and the functions that describe workspace and member to the browser."""
    _gate.update(gate=gate, describe=describe, door=door)


def pass_gate(request: HttpRequest, workspace_id: uuid.UUID) -> Reader:
    """The member who makes the request; raises Problem."""
    reader: Reader = _gate["gate"](request, workspace_id)
    return reader


def describe(reader: Reader) -> dict[str, object]:
    """What the browser is told of its workspace and member."""
    answer: dict[str, object] = _gate["describe"](reader)
    return answer


def open_door(request: HttpRequest, slug: str) -> dict[str, object]:
    """The workspace and the member behind an address; raises Problem."""
    answer: dict[str, object] = _gate["door"](request, slug)
    return answer
