"""What is done before the processes start: migrations and static files."""

import hashlib
from collections.abc import Mapping

from pm_suite.runtime.commands import run_quietly
from pm_suite.runtime.console import Console
from pm_suite.runtime.layout import Layout


def migrate(layout: Layout, environment: Mapping[str, str], console: Console) -> None:
    """Bring the database to the present migrations."""
    with console.step("Migrating the database"):
        _manage(layout, environment, "migrate", "--noinput", "--verbosity=1")


def collect_static(layout: Layout, environment: Mapping[str, str], console: Console) -> None:
    """Gather the static files below the data folder when any of them may have changed.

    Files of earlier builds stay: an open tab may still ask for them.
    """
    stamp = layout.data / "static" / ".collected-from"
    wanted = _hash_of_sources(layout)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with console.step("Collecting static files"):
        _manage(layout, environment, "collectstatic", "--noinput", "--verbosity=0")
    stamp.write_text(wanted)


def _manage(layout: Layout, environment: Mapping[str, str], command: str, *options: str) -> None:
    run_quietly(
        # Django's checks run in `make check`; here they would double the time.
        [str(layout.python), "manage.py", command, "--skip-checks", *options],
        failed=f"`manage.py {command}` failed",
        cwd=layout.checkout,
        env=environment,
    )


def _hash_of_sources(layout: Layout) -> str:
    """Hash what decides the result: the build, the packages, the settings, our own static files."""
    checkout = layout.checkout
    ours = [folder for folder in checkout.glob("*/static") if folder.parent != layout.data]
    decisive = [
        checkout / "frontend" / "dist" / ".built-from",
        checkout / "locks" / "run.txt",
        checkout / "pm_suite" / "settings.py",
        *sorted(path for folder in ours for path in folder.rglob("*") if path.is_file()),
    ]
    digest = hashlib.sha256()
    for path in decisive:
        if path.exists():
            digest.update(f"{path.relative_to(checkout)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
