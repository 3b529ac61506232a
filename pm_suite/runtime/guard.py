"""Run a program that ends with us, where the kernel cannot promise it (everywhere but on Linux).

Used as `python guard.py PARENT SIGNAL PROGRAM …`: when PARENT is gone, PROGRAM gets SIGNAL.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

LOOK_SECONDS = 0.3


def main(arguments: Sequence[str]) -> int:
    """Run the program, hand signals on to it, and return its exit code."""
    parent, sent = int(arguments[0]), int(arguments[1])
    child = subprocess.Popen(arguments[2:], close_fds=False)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, lambda received, _frame: child.send_signal(received))
    while True:
        try:
            return child.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if os.getppid() != parent:
                child.send_signal(sent)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
