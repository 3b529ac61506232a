"""The sockets of the web port, held by the supervisor so that a restart loses no connection."""

import errno
import http.client
import os
import socket
import sys
from pathlib import Path

from pm_suite.runtime.problems import Problem

ANSWER_SECONDS = 2.0
BALANCED = sys.platform == "linux"  # elsewhere SO_REUSEPORT does not spread connections


def web_port() -> int:
    """Return PORT, 8000 unless the environment says otherwise."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Problem(f"PORT is {text!r}; write a number between 1 and 65535.")
    return int(text)


def open_listeners(host: str, port: int, count: int) -> list[socket.socket]:
    """Return one bound socket per web process: each has its own queue, so that loads are even.

    Where the system cannot balance them, all processes share one. Raises Problem when the port is
    taken or not allowed.
    """
    try:
        # Without SO_REUSEPORT first: with it, a second start would quietly share the port.
        _bound(host, port, shared=False).close()
        if not BALANCED or count == 1:
            return [_bound(host, port, shared=False)] * count
        return [_bound(host, port, shared=True) for _ in range(count)]
    except OSError as error:
        raise Problem(_sentence(error, host, port)) from None


def web_answers(listener: socket.socket) -> bool:
    """Whether the web process behind `listener` answers; any answer but a 5xx counts."""
    host, port = listener.getsockname()[:2]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    connection = http.client.HTTPConnection(reachable, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/livez", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def live_answers(path: Path) -> bool:
    """Whether the live hub accepts connections on its socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(ANSWER_SECONDS)
        return connection.connect_ex(str(path)) == 0


def _bound(host: str, port: int, *, shared: bool) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program; stop it, or choose another port:"
            f" make run PORT={port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have; choose one above 1023: PORT=8000."
    return f"Cannot listen on {host} port {port}: {error.strerror}."
