"""PostgreSQL and Valkey for the length of one command: what tests and the bench run on."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pm_suite.runtime import valkey
from pm_suite.runtime.accounts import database_account
from pm_suite.runtime.children import Program, run_in_foreground, start, stop
from pm_suite.runtime.commands import last_lines
from pm_suite.runtime.layout import Layout, database_sockets, postgres_programs
from pm_suite.runtime.postgres import Cluster
from pm_suite.runtime.problems import Problem

PREFIX = "pm-suite-services-"
STOP_SECONDS = 10.0


def run_with_services(layout: Layout, command: Sequence[str], *, durable: bool = False) -> int:
    """Run `command` with the addresses of throw-away services and return its exit code.

    DATABASE_URL or REDIS_URL is used as it is when the environment has it. `durable` keeps fsync
    on, for measurements.
    """
    with temporary_services(layout, durable=durable) as addresses:
        return run_in_foreground(command, env=os.environ | addresses, cwd=Path.cwd())


@contextlib.contextmanager
def temporary_services(layout: Layout, *, durable: bool = False) -> Iterator[dict[str, str]]:
    """Yield the addresses of services that live in a temporary folder and are gone afterwards."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(_temporary_folder())
        addresses = {}
        if not os.environ.get("REDIS_URL"):
            addresses["REDIS_URL"] = stack.enter_context(_redis(layout, folder, durable=durable))
        if not os.environ.get("DATABASE_URL"):
            addresses["DATABASE_URL"] = stack.enter_context(
                _database(layout, folder, durable=durable)
            )
        yield addresses


@contextlib.contextmanager
def _database(layout: Layout, folder: Path, *, durable: bool) -> Iterator[str]:
    account = database_account()
    cluster = Cluster(
        programs=postgres_programs(layout.site_packages, account),
        data=folder / "postgres",
        sockets=database_sockets(folder, account),
        account=account,
        durable=durable,
    )
    cluster.create()
    with _running(cluster.program(), folder) as check:
        cluster.wait_until_ready(check)
        cluster.prepare()
        yield cluster.url


@contextlib.contextmanager
def _redis(layout: Layout, folder: Path, *, durable: bool) -> Iterator[str]:
    binary = valkey.find_binary(layout.site_packages)
    server = valkey.new_server(binary, folder / "valkey", durable=durable)
    with _running(server.program(), folder) as check:
        server.wait_until_ready(check)
        yield server.url


@contextlib.contextmanager
def _running(program: Program, folder: Path) -> Iterator[Callable[[], None]]:
    """Run `program` and yield a check that raises Problem with its last lines when it ended."""
    log = folder / f"{program.name}.log"
    with log.open("wb") as output:
        child = start(program, output)

    def check() -> None:
        if child.poll() is not None:
            words = last_lines(log.read_text(errors="replace").splitlines())
            raise Problem(f"{program.name} ended with exit code {child.returncode}:\n{words}")

    try:
        yield check
    finally:
        stop(child, program.stop_signal, grace=STOP_SECONDS)


@contextlib.contextmanager
def _temporary_folder() -> Iterator[Path]:
    """Yield a short folder that is removed afterwards, with those of runs that were killed."""
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
    folder.chmod(0o711)
    try:
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned() -> None:
    for folder in Path("/tmp").glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), (folder / "lock").open() as lock:
            if folder.stat().st_uid != os.geteuid():
                continue
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
