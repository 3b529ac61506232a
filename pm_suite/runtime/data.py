"""The data folder: one supervisor at a time, and where its services are."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from pm_suite.runtime.layout import Layout
from pm_suite.runtime.problems import Problem

ADDRESSES = "addresses.json"
LEAST_BYTES = 32 * 1024 * 1024


class InUse(Problem):
    """Another supervisor holds the data folder."""


@contextlib.contextmanager
def hold_data(layout: Layout) -> Iterator[None]:
    """Hold the data folder for us alone; the system lets go of it however we end."""
    try:
        layout.data.mkdir(parents=True, exist_ok=True)
        lock = (layout.data / "lock").open("a+")
    except OSError as error:
        raise Problem(
            f"{layout.data} cannot be the data folder ({error.strerror}); change its owner, or set"
            " PM_SUITE_DATA to a folder of yours."
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise InUse(
                f"PM Suite already runs on the data in {layout.data} (process {lock.read()});"
                " stop it first, or set PM_SUITE_DATA to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        _check_space(layout.data)
        addresses = layout.data / ADDRESSES
        addresses.unlink(missing_ok=True)  # of a run that was killed
        try:
            yield
        finally:
            addresses.unlink(missing_ok=True)


def _check_space(data: Path) -> None:
    free = shutil.disk_usage(data).free
    if free < LEAST_BYTES:
        raise Problem(
            f"The disk of {data} is full ({free // 2**20} MB left); free some space and start"
            " again."
        )


def write_addresses(data: Path, addresses: Mapping[str, str]) -> None:
    """Leave the addresses of the running services for commands that join them."""
    making = data / f"{ADDRESSES}.{os.getpid()}"
    making.touch(mode=0o600)
    making.write_text(json.dumps(addresses))
    making.replace(data / ADDRESSES)


def read_addresses(data: Path) -> dict[str, str]:
    """Return the addresses of the running services; raise Problem while they are starting."""
    try:
        found: dict[str, str] = json.loads((data / ADDRESSES).read_text())
    except (FileNotFoundError, ValueError):
        raise Problem("PM Suite is just starting; try again in a moment.") from None
    return found
