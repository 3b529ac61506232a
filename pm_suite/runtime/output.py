"""The output of children: a bounded log file each, and the terminal for those who are not quiet."""

import subprocess
import threading
from collections import deque
from pathlib import Path
from typing import IO

from pm_suite.runtime.console import Console

LOG_BYTES = 5 * 1024 * 1024
KEPT_LINES = 12


class LogFile:
    """A file of at most five megabytes, and one older one beside it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self.last: deque[str] = deque(maxlen=KEPT_LINES)
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8", errors="replace")

    def write(self, line: str) -> None:
        """Append one line; a full disk loses the line and not the process."""
        with self._lock:
            self.last.append(line)
            try:
                self._file.write(f"{line}\n")
                self._file.flush()
                if self._file.tell() > LOG_BYTES:
                    self._turn()
            except OSError:
                return

    def _turn(self) -> None:
        self._file.close()
        self.path.replace(self.path.with_suffix(".log.1"))
        self._file = self.path.open("a", encoding="utf-8", errors="replace")


def follow(
    child: subprocess.Popen[bytes],
    name: str,
    log: LogFile,
    console: Console | None,
    ended: threading.Event,
) -> threading.Thread:
    """Carry the lines of `child` to `log` and `console`, and set `ended` after the last one."""
    assert child.stdout is not None
    thread = threading.Thread(
        target=_carry,
        args=(child.stdout, name, log, console, ended),
        name=f"log-{name}",
        daemon=True,
    )
    thread.start()
    return thread


def _carry(
    pipe: IO[bytes], name: str, log: LogFile, console: Console | None, ended: threading.Event
) -> None:
    with pipe:
        for raw in pipe:
            line = raw.decode(errors="replace").rstrip()
            log.write(line)
            if console is not None and line:
                console.log(name, line)
    ended.set()
