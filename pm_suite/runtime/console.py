"""What the person at the terminal sees: steps with their time, and the children's lines."""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import TextIO

NAME_WIDTH = 8


class Console:
    """One terminal, shared by the steps of the start and the threads that carry log lines."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._lock = threading.Lock()
        self._colour = self._stream.isatty() and "NO_COLOR" not in os.environ
        self._in_step = False
        self._hushed = False

    @contextlib.contextmanager
    def step(self, text: str) -> Iterator[None]:
        """Show `text` while the body runs, then the seconds it took."""
        self._write(f"  {text:<46}", end="")
        self._in_step = True
        began = time.monotonic()
        try:
            yield
        except BaseException:
            self._end_step(self._paint("failed", "31"))
            raise
        self._end_step(self._paint(f"{time.monotonic() - began:6.1f} s", "2"))

    def say(self, text: str = "") -> None:
        """Show a sentence on a line of its own."""
        if self._in_step:
            self._end_step("")
        self._write(text)

    def hush(self) -> None:
        """Show no more lines of children: what they say while they stop is noise."""
        self._hushed = True

    def log(self, name: str, line: str) -> None:
        """Show one line of the child `name`."""
        if not self._hushed:
            self.say(f"{self._paint(f'{name:<{NAME_WIDTH}}', '36')} {line}")

    def strong(self, text: str) -> str:
        """Return `text` as the terminal shows it boldly."""
        return self._paint(text, "1")

    def _paint(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._colour else text

    def _end_step(self, text: str) -> None:
        if self._in_step:
            self._in_step = False
            self._write(text)

    def _write(self, text: str, end: str = "\n") -> None:
        # A closed terminal or pipe must not keep us from stopping everything in order.
        with self._lock, contextlib.suppress(OSError, ValueError):
            print(text, end=end, file=self._stream, flush=True)
