"""The processes of the product itself: web, live, worker and beat."""

import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pm_suite.runtime.children import Program
from pm_suite.runtime.layout import Layout

WORKER_THREADS = 2
SERVE = ("pm_suite.runtime.serve", "--grace", "1")


@dataclass(frozen=True)
class Product:
    """What the roles share: the checkout, the environment, and the socket of the live hub."""

    layout: Layout
    environment: Mapping[str, str]
    live_socket: Path

    def live(self) -> Program:
        """Return the hub of the event streams."""
        return self._role("live", *SERVE, "live", "--unix", str(self.live_socket))

    def web(self, slot: int, listener: socket.socket) -> Program:
        """Return web process number `slot`, on the socket that is kept for it."""
        fd = listener.fileno()
        arguments = [*SERVE, "web", "--fd", str(fd)]
        return self._role(web_name(slot), *arguments, pass_fds=[fd])

    def worker(self) -> Program:
        """Return the Celery worker; threads, because a pool of processes doubles the memory."""
        pool = ["--pool", "threads", "--concurrency", str(WORKER_THREADS)]
        alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self._celery("worker", *pool, *alone)

    def beat(self) -> Program:
        """Return Celery's clock; it remembers in the data folder what it rang last."""
        folder = self.layout.data / "beat"
        folder.mkdir(mode=0o700, exist_ok=True)
        return self._celery("beat", "--schedule", str(folder / "schedule"), "--pidfile=")

    def _celery(self, command: str, *options: str) -> Program:
        arguments = ["celery", "--quiet", "-A", "pm_suite", command, "--loglevel", "WARNING"]
        return self._role(command, *arguments, *options)

    def _role(self, name: str, *arguments: str, pass_fds: list[int] | None = None) -> Program:
        return Program(
            name=name,
            argv=[str(self.layout.python), "-m", *arguments],
            env=self.environment,
            cwd=self.layout.checkout,
            pass_fds=pass_fds or [],
        )


def web_name(slot: int) -> str:
    """Return the name of web process number `slot`: web, web1, web2 …"""
    return f"web{slot or ''}"


def product_environment(
    layout: Layout, addresses: Mapping[str, str], *, port: int
) -> dict[str, str]:
    """Return the environment of every role: ours, with what `make run` decides filled in."""
    return {
        "SECRET_KEY": secret_key(layout.data),
        **os.environ,
        **addresses,
        "PORT": str(port),
        "PM_SUITE_DATA": str(layout.data),
        "PYTHONUNBUFFERED": "1",
        # Celery says so to root at every start; here it runs no code from messages.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
        # Threads would otherwise each keep an arena of freed memory.
        "MALLOC_ARENA_MAX": "2",
    }


def secret_key(data: Path) -> str:
    """Return the key of this installation, made once and readable by its owner alone."""
    path = data / "secret_key"
    if not path.exists():
        making = path.with_suffix(f".{os.getpid()}")
        making.touch(mode=0o600)
        making.write_text(secrets.token_urlsafe(48))
        making.replace(path)
    return path.read_text().strip()
