"""Keep the children running, and stop them in order."""

import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pm_suite.runtime.children import Program, kill_session, start
from pm_suite.runtime.commands import last_lines
from pm_suite.runtime.console import Console
from pm_suite.runtime.output import LogFile, follow
from pm_suite.runtime.problems import Problem

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
HEALTHY_SECONDS = 30.0
DISK_FULL = "no space left on device"


@dataclass
class Supervised:
    """One program, its present process, and what its past says about the next pause."""

    program: Program
    child: subprocess.Popen[bytes]
    log: LogFile
    carrier: threading.Thread
    started: float
    pause: float = FIRST_PAUSE
    restart_at: float | None = None


class Supervisor:
    """The parent of every process of the product."""

    def __init__(self, console: Console, logs: Path) -> None:
        self._console = console
        self._logs = logs
        self._children: dict[str, Supervised] = {}
        self._died = threading.Event()

    def start(self, program: Program) -> subprocess.Popen[bytes]:
        """Start `program` and look after it from now on."""
        log = LogFile(self._logs / f"{program.name}.log")
        child, carrier = self._spawn(program, log)
        self._children[program.name] = Supervised(
            program, child, log, carrier, started=time.monotonic()
        )
        return child

    def has_children(self) -> bool:
        """Whether anything was started."""
        return bool(self._children)

    def check_started(self) -> None:
        """Raise Problem with the last words of a child that has ended already."""
        for name, supervised in self._children.items():
            code = supervised.child.poll()
            if code is not None:
                supervised.carrier.join(1)
                raise Problem(f"{_ended(name, code)}{self._last_words(supervised)}")

    def run(self) -> None:
        """Restart what dies, until KeyboardInterrupt."""
        while True:
            now = time.monotonic()
            for supervised in self._children.values():
                self._look_after(supervised, now)
            self._wait()

    def stop(self, order: Sequence[Sequence[str]], *, grace: float) -> None:
        """Stop the groups of `order` one after the other, each within `grace` seconds.

        Whatever is left then, or at a second Ctrl-C, is killed.
        """
        self._console.hush()
        try:
            for group in order:
                self._stop_group(
                    [self._children[name] for name in group if name in self._children], grace
                )
        finally:
            for supervised in reversed(self._children.values()):
                kill_session(supervised.child)

    def _stop_group(self, group: Sequence[Supervised], grace: float) -> None:
        for supervised in group:
            if supervised.child.poll() is None:
                supervised.child.send_signal(supervised.program.stop_signal)
        until = time.monotonic() + grace
        for supervised in group:
            try:
                supervised.child.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                kill_session(supervised.child)

    def _look_after(self, supervised: Supervised, now: float) -> None:
        if supervised.restart_at is not None:
            if now >= supervised.restart_at:
                supervised.child, supervised.carrier = self._spawn(
                    supervised.program, supervised.log
                )
                supervised.started, supervised.restart_at = now, None
            return
        code = supervised.child.poll()
        if code is None:
            return
        kill_session(supervised.child)
        supervised.carrier.join(1)
        if now - supervised.started > HEALTHY_SECONDS:
            supervised.pause = FIRST_PAUSE
        supervised.restart_at = now + supervised.pause
        self._console.say(
            f"{_ended(supervised.program.name, code)} It starts again in {supervised.pause:g} s."
            f"{self._last_words(supervised)}"
        )
        supervised.pause = min(supervised.pause * 2, LONGEST_PAUSE)

    def _last_words(self, supervised: Supervised) -> str:
        lines = list(supervised.log.last)
        if not lines:
            return " It wrote nothing."
        full = any(DISK_FULL in line.lower() for line in lines)
        advice = " The disk is full: free some space." if full else ""
        return f"{advice} Its last lines (all are in {supervised.log.path}):\n{last_lines(lines)}"

    def _spawn(
        self, program: Program, log: LogFile
    ) -> tuple[subprocess.Popen[bytes], threading.Thread]:
        child = start(program, subprocess.PIPE)
        shown = None if program.quiet else self._console
        return child, follow(child, program.name, log, shown, self._died)

    def _wait(self) -> None:
        """Sleep until a child may have died or is due again."""
        due = [s.restart_at for s in self._children.values() if s.restart_at is not None]
        seconds = max(0.0, min(due) - time.monotonic()) if due else 1.0
        self._died.wait(min(seconds, 1.0))
        self._died.clear()


def _ended(name: str, code: int) -> str:
    if code < 0:
        return f"{name} was killed by {signal.Signals(-code).name}."
    return f"{name} ended with exit code {code}."
