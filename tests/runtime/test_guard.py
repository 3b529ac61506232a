"""The guard ends a program whose parent is gone, where the kernel does not do so."""

import signal
import subprocess
import sys
import time

import psutil

from pm_suite.runtime import guard
from tests.runtime.product import eventually, left_of

SLEEP = [sys.executable, "-c", "import time; print('ready', flush=True); time.sleep(60)"]
PARENT = f"""
import os, subprocess, sys
command = [sys.executable, {guard.__file__!r}, str(os.getpid()), "{int(signal.SIGTERM)}"]
subprocess.Popen([*command, *{SLEEP!r}]).wait()
"""


def start_guarded() -> subprocess.Popen[str]:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    parent.stdout.close()
    return parent


def test_program_ends_when_its_parent_is_killed() -> None:
    parent = start_guarded()
    guarded = psutil.Process(parent.pid).children(recursive=True)
    assert len(guarded) == 2
    parent.kill()
    parent.wait()
    assert eventually(lambda: not left_of(guarded), seconds=3)


def test_program_ends_when_its_guard_is_asked_to() -> None:
    parent = start_guarded()
    guarded = psutil.Process(parent.pid).children(recursive=True)
    time.sleep(2 * guard.LOOK_SECONDS)
    assert len(left_of(guarded)) == 2
    guarded[0].terminate()
    parent.wait(5)
    assert left_of(guarded) == []
