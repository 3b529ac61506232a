"""Start the product as a person would, on data and a port of its own, and look at its processes."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {"DATABASE_URL", "REDIS_URL"}


def environment(**changes: str) -> dict[str, str]:
    """Return our environment without the addresses of the tests' services."""
    kept = {name: value for name, value in os.environ.items() if name not in SERVICES}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, **changes}


def runtime(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run one command of the runtime to its end."""
    return subprocess.run(
        [sys.executable, "-m", "pm_suite.runtime", *words],
        cwd=ROOT,
        env=env or environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], bool], *, seconds: float) -> bool:
    """Whether `holds` becomes true within `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


@dataclass
class Product:
    """One data folder, and the supervisor that runs on it."""

    data: Path
    port: int = field(default_factory=free_port)
    supervisor: subprocess.Popen[str] | None = None
    checkout: Path = ROOT
    output: Path = field(init=False)

    def __post_init__(self) -> None:
        self.output = self.data.with_suffix(".out")

    def environment(self, **changes: str) -> dict[str, str]:
        return environment(**{"PM_SUITE_DATA": str(self.data), "PORT": str(self.port), **changes})

    def start(self, **changes: str) -> float:
        """Start and return the seconds until it said that it runs."""
        began = time.monotonic()
        with self.output.open("w") as output:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "pm_suite.runtime", "run"],
                cwd=self.checkout,
                env=self.environment(**changes),
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )
        assert eventually(self._is_running_or_gone, seconds=90), self.said()
        assert "PM Suite is running" in self.said(), self.said()
        return time.monotonic() - began

    def _is_running_or_gone(self) -> bool:
        assert self.supervisor is not None
        return "PM Suite is running" in self.said() or self.supervisor.poll() is not None

    def said(self) -> str:
        return self.output.read_text()

    def tree(self) -> list[psutil.Process]:
        assert self.supervisor is not None
        supervisor = psutil.Process(self.supervisor.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def children(self, word: str) -> list[psutil.Process]:
        """Return the children of the supervisor whose command has `word`."""
        assert self.supervisor is not None
        children = psutil.Process(self.supervisor.pid).children()
        return [child for child in children if word in command_of(child)]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Signal the supervisor and return the seconds until it was gone."""
        assert self.supervisor is not None
        began = time.monotonic()
        self.supervisor.send_signal(number)
        self.supervisor.wait(30)
        return time.monotonic() - began

    def database_url(self) -> str:
        """Return the address of the embedded database, from its log."""
        found = re.findall(r'Unix socket "(.*)/\.s\.PGSQL', self._log("postgres"))
        return f"host={found[-1]} user=app dbname=pm_suite"

    def _log(self, name: str) -> str:
        return (self.data / "log" / f"{name}.log").read_text()


def left_of(processes: list[psutil.Process]) -> list[str]:
    """Return the commands of those that still run."""
    return [" ".join(command) for process in processes if (command := command_of(process))]


def command_of(process: psutil.Process) -> list[str]:
    """Return the words of its command, none when it has ended."""
    try:
        return process.cmdline() if process.is_running() else []
    except psutil.NoSuchProcess:  # also a zombie
        return []
