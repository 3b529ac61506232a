"""The embedded PostgreSQL: a cluster of our own, reached through a Unix socket alone."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pm_suite.runtime.accounts import Account
from pm_suite.runtime.children import Program
from pm_suite.runtime.problems import Problem

DATABASE = "pm_suite"
NEEDED_BYTES = 300 * 1024 * 1024
START_SECONDS = 60.0

# The application must not be a superuser: row-level security does not bind superusers.
# CREATEDB is for tests. Extensions go into template1, so that every database is born with them.
BOOTSTRAP = f"""
CREATE ROLE app LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB;
CREATE DATABASE {DATABASE} OWNER app;
"""
EXTENSIONS = "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS unaccent;"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "96MB",
    "max_wal_size": "512MB",
    "jit": "off",
    "io_workers": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "max_logical_replication_workers": "0",
}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """One data directory and the programs that serve it."""

    programs: Path
    data: Path
    sockets: Path
    account: Account
    durable: bool = True

    @property
    def url(self) -> str:
        """The address of the application's database, for DATABASE_URL."""
        return f"postgres://app@{quote(str(self.sockets), safe='')}/{DATABASE}"

    @property
    def _unfinished(self) -> Path:
        """The file that stands beside the data from the first step of its making to the last."""
        return self.data.with_name(f"{self.data.name}.unfinished")

    def program(self) -> Program:
        """Return the server, in the foreground; SIGINT is PostgreSQL's fast stop."""
        settings = SETTINGS if self.durable else SETTINGS | FOR_TESTS
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        argv = [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.sockets)]
        return Program(
            name="postgres",
            argv=[*argv, "-p", "5432", *options],
            env=clean_environment(),
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            quiet=True,
            account=self.account,
        )

    def exists(self) -> bool:
        """Whether `data` holds a finished cluster; raise Problem when it is not for us."""
        if self.data.exists() and self.data.stat().st_uid != self.account.uid:
            raise Problem(
                f"The database in {self.data} belongs to another user; start PM Suite as the user"
                " who made it, or set PM_SUITE_DATA to another folder."
            )
        version_file = self.data / "PG_VERSION"
        if self._unfinished.exists() or not version_file.exists():
            return False
        found, ours = version_file.read_text().strip(), major_version(self.programs)
        if found != ours:
            raise Problem(
                f"The data in {self.data} was written by PostgreSQL {found} and PM Suite now"
                f" carries PostgreSQL {ours}; move the data with pg_dump and pg_restore, or set"
                " PM_SUITE_DATA to another folder."
            )
        return True

    def create(self) -> None:
        """Make a new cluster in place of an unfinished one; raise Problem when it cannot."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.data.parent).free
        if free < NEEDED_BYTES:
            raise Problem(
                f"The disk of {self.data.parent} has {free // 2**20} MB left and a new database"
                f" needs {NEEDED_BYTES // 2**20} MB; free some space or set PM_SUITE_DATA to"
                " another disk."
            )
        if self._unfinished.exists() and self.data.exists():
            shutil.rmtree(self.data)
        self._unfinished.touch()
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.account.own(self.data)
        self._run(
            [
                *(str(self.programs / "initdb"), "-D", str(self.data), "-U", "postgres"),
                *("-E", "UTF8", "--locale=C", "--locale-provider=builtin"),
                *("--builtin-locale=C.UTF-8", "--auth=trust", "--no-instructions", "--no-sync"),
            ],
            failed="PostgreSQL could not make its data directory",
            as_account=True,
        )

    def prepare(self) -> None:
        """Make the role, the database and the extensions in a new cluster that is running."""
        self._sql("template1", EXTENSIONS)
        self._sql("postgres", BOOTSTRAP)
        self._unfinished.unlink()

    def wait_until_ready(self, check: Callable[[], None]) -> None:
        """Return when the server takes connections; `check` raises when its process has ended."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            check()
            if self._is_ready():
                return
            time.sleep(0.02)
        raise Problem(f"PostgreSQL was not ready within {START_SECONDS:.0f} seconds")

    def wait_for_earlier_server(self) -> None:
        """Wait while a server that outlived its supervisor finishes; ask it to after a second.

        The caller holds the lock of the data folder, so such a server has no supervisor. A server that was killed may
        have left children, which hold the shared memory that the next one needs.
        """
        began = time.monotonic()
        while left := self._left_over():
            waited = time.monotonic() - began
            if waited > START_SECONDS:
                raise Problem(f"An earlier PostgreSQL (process {left[0]}) does not stop; kill it.")
            if waited > 1:
                for pid in left:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGINT if len(left) == 1 else signal.SIGQUIT)
            time.sleep(0.1)

    def _left_over(self) -> list[int]:
        """Return the earlier server, or the children that it left behind."""
        server = self._earlier_server()
        return [server] if server is not None else self._orphans()

    def _orphans(self) -> list[int]:
        """Return the processes that work in the data directory; Linux alone tells them."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (folder / "cwd").readlink() == self.data:
                    found.append(int(folder.name))
        return found

    def _earlier_server(self) -> int | None:
        """Return the process that holds the data directory, if it is PostgreSQL's."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            os.kill(pid, 0)
        except PermissionError:  # somebody else's process: the number is used again
            return None
        except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
            return None
        return pid if str(self.data) in _command_of(pid) else None

    def _is_ready(self) -> bool:
        pg_isready = [str(self.programs / "pg_isready"), "-q", "-h", str(self.sockets)]
        pg_isready += ["-U", "postgres", "-d", "postgres"]
        return subprocess.run(pg_isready, env=clean_environment(), check=False).returncode == 0

    def _sql(self, database: str, statements: str) -> None:
        psql = [str(self.programs / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        self._run(
            [*psql, "-h", str(self.sockets), "-U", "postgres", "-d", database, "-f", "-"],
            failed="PostgreSQL could not be set up",
            given=statements,
        )

    def _run(
        self, argv: list[str], *, failed: str, given: str = "", as_account: bool = False
    ) -> None:
        done = subprocess.run(
            argv,
            input=given,
            capture_output=True,
            text=True,
            cwd="/",
            env=clean_environment(),
            check=False,
            **(self.account.popen_user() if as_account else {}),
        )
        if done.returncode != 0:
            words = " ".join(done.stderr.split())[-400:]
            raise Problem(f"{failed}: {words}")


def clean_environment() -> Mapping[str, str]:
    """Return our environment without the variables that would lead PostgreSQL's programs astray."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:  # not Linux, or gone
        ps = ["ps", "-o", "command=", "-p", str(pid)]
        return subprocess.run(ps, capture_output=True, text=True, check=False).stdout


def major_version(programs: Path) -> str:
    """Return the major version of the binaries, such as '18'."""
    said = subprocess.run(
        [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.split()[-1].split(".")[0]
