"""Start one program so that it never outlives us, not even when we are killed with `kill -9`."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pm_suite.runtime.accounts import Account
from pm_suite.runtime.problems import Problem

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """What to run and how to end it.

    `stop_signal` asks it to finish, `death_signal` is what it gets when we die; the output of a
    `quiet` one is kept in its log file and not shown.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    quiet: bool = False
    cwd: Path = Path("/")
    account: Account | None = None
    pass_fds: Sequence[int] = field(default=())


def _die_with_us(sent: signal.Signals) -> Callable[[], None] | None:
    """Return what a child on Linux calls before exec: the kernel signals it when we are gone."""
    if sys.platform != "linux":
        return None
    parent, prctl = os.getpid(), ctypes.CDLL(None, use_errno=True).prctl

    def set_death_signal() -> None:
        prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return set_death_signal


def start(program: Program, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
    """Start `program` in a session of its own, where a terminal's Ctrl-C does not reach it.

    Call it from the main thread: Linux ties the death signal to the thread that started the child.
    """
    argv = list(program.argv)
    if sys.platform != "linux":
        guard = str(Path(__file__).with_name("guard.py"))
        argv = [sys.executable, guard, str(os.getpid()), str(int(program.death_signal)), *argv]
    user = program.account.popen_user() if program.account else {}
    return subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd=program.cwd,
        env=dict(program.env),
        pass_fds=tuple(program.pass_fds),
        start_new_session=True,
        preexec_fn=_die_with_us(program.death_signal),
        **user,
    )


def run_in_foreground(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> int:
    """Run a command on our terminal and return its exit code, 128 and more for a signal.

    Ctrl-C reaches it directly and SIGTERM is handed on; after either, SystemExit is raised.
    """
    received: list[int] = []
    try:
        child = subprocess.Popen(
            list(argv), env=dict(env), cwd=cwd, preexec_fn=_die_with_us(signal.SIGTERM)
        )
    except OSError as error:
        raise Problem(f"Cannot run {argv[0]}: {error.strerror}.") from None

    def hand_on(number: int, _frame: object) -> None:
        received.append(number)
        if number == signal.SIGTERM:
            child.terminate()

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if received:
        raise SystemExit(128 + received[0])
    return code if code >= 0 else 128 - code


def stop(child: subprocess.Popen[bytes], sent: signal.Signals, *, grace: float) -> bool:
    """Ask `child` to stop and after `grace` seconds kill its session; return if it obeyed."""
    if child.poll() is None:
        child.send_signal(sent)
    try:
        child.wait(grace)
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        kill_session(child)


def kill_session(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the session that `child` led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
