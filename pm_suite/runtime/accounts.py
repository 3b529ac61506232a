"""Which user of the machine runs PostgreSQL: it refuses root, so root lends it `nobody`."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from pm_suite.runtime.problems import Problem


class PopenUser(TypedDict, total=False):
    """The arguments of `subprocess.Popen` that change the user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The owner of the database's files and process; `lent` when it is not who started us."""

    uid: int
    gid: int
    lent: bool

    def popen_user(self) -> PopenUser:
        """Return what makes a child run as this account: nothing when we already do."""
        if not self.lent:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or a folder to this account."""
        if self.lent:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can pass through `folder`, judged by the system itself."""
        probe = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
        return (
            subprocess.run(
                probe, cwd="/", stderr=subprocess.DEVNULL, check=False, **self.popen_user()
            ).returncode
            == 0
        )


def database_account() -> Account:
    """Return the account for PostgreSQL: ourselves, or `nobody` when we are root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), lent=False)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Problem(
            "PostgreSQL refuses to run as root and this machine has no user `nobody` to lend it;"
            " start PM Suite as an ordinary user."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid, lent=True)
