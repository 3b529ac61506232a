"""Servers and clients of the bench, on loopback."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore

from teams.models import Member, User

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str, *, socket_path: str = "", **environment: str) -> Iterator[int]:
    """An ASGI application under uvicorn, at a free port, which it gives, or at a unix socket."""
    port = free_port()
    where = ["--uds", socket_path] if socket_path else ["--port", str(port)]
    command = [sys.executable, "-m", "uvicorn", application, *where]
    command += ["--log-level", "warning", "--timeout-graceful-shutdown", "2"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)
    try:
        wait_for(port) if not socket_path else wait_for_file(socket_path)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)


def wait_for(port: int, seconds: float = 60) -> None:
    """Return when something listens at the port."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing listens at port {port}.")


def wait_for_file(path: str, seconds: float = 60) -> None:
    """Return when the socket is there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if Path(path).exists():
            return
        time.sleep(0.1)
    raise TimeoutError(f"There is no socket at {path}.")


def session_cookie(user: User) -> str:
    """A signed-in session's cookie."""
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Browser:
    """A keep-alive connection of a signed-in member."""

    def __init__(self, port: int, member: Member) -> None:
        assert member.user is not None
        token = "b" * 32
        self.cookie = f"{session_cookie(member.user)}; {settings.CSRF_COOKIE_NAME}={token}"
        self.headers = {
            "Cookie": self.cookie,
            "X-CSRFToken": token,
            "Content-Type": "application/json",
        }
        self.base = f"/api/sync/v1/{member.workspace_id}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> bytes:
        return self._ask("GET", path, None)

    def post(self, path: str, body: Any) -> bytes:
        return self._ask("POST", path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> bytes:
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content
