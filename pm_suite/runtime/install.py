"""The Python environment in .venv, made from a lock file in which every package has its hash."""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from pm_suite.runtime.commands import run_quietly
from pm_suite.runtime.console import Console
from pm_suite.runtime.layout import Layout
from pm_suite.runtime.problems import Problem


def install(layout: Layout, lock: str, console: Console) -> None:
    """Bring .venv to locks/{lock}.txt ("run" or "dev"); do nothing when it is there already."""
    if _is_installed(layout, lock):
        return
    layout.venv.mkdir(exist_ok=True)
    with (layout.venv / "install.lock").open("w") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)
        if not _is_usable(layout.python):
            with console.step("Making the Python environment"):
                _make_environment(layout)
        if not _is_installed(layout, lock):
            with console.step("Installing Python packages"):
                _install_packages(layout, lock)


def _make_environment(layout: Layout) -> None:
    try:
        import_ensurepip = [sys.executable, "-c", "import ensurepip, venv"]
        subprocess.run(import_ensurepip, check=True, capture_output=True)
    except subprocess.CalledProcessError:
        raise Problem(
            "This Python cannot make environments; install its venv package"
            " (on Debian and Ubuntu: apt install python3-venv) and start again."
        ) from None
    run_quietly(
        [sys.executable, "-m", "venv", "--clear", str(layout.venv)],
        failed="The Python environment could not be made",
        cwd=layout.checkout,
    )


def _install_packages(layout: Layout, lock: str) -> None:
    stamp = _stamp(layout)
    stamp.unlink(missing_ok=True)
    pip = [
        str(layout.python),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "--retries=2",
    ]
    run_quietly(
        [
            *pip,
            "install",
            "--quiet",
            "--no-deps",
            "--require-hashes",
            "-r",
            str(_lock(layout, lock)),
        ],
        failed="The Python packages could not be installed",
        cwd=layout.checkout,
    )
    # The packages of "run" are among those of "dev".
    names = ["run", "dev"] if lock == "dev" else ["run"]
    stamp.write_text("".join(f"{name} {_lock_hash(layout, name)}\n" for name in names))


def _is_installed(layout: Layout, lock: str) -> bool:
    stamp = _stamp(layout)
    wanted = f"{lock} {_lock_hash(layout, lock)}"
    return stamp.exists() and wanted in stamp.read_text().splitlines() and _is_usable(layout.python)


def _is_usable(python: Path) -> bool:
    """Whether the interpreter still starts: a .venv breaks when the machine's Python moves."""
    if not python.exists():
        return False
    probe = [str(python), "-I", "-S", "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def _lock(layout: Layout, name: str) -> Path:
    return layout.checkout / "locks" / f"{name}.txt"


def _lock_hash(layout: Layout, name: str) -> str:
    return hashlib.sha256(_lock(layout, name).read_bytes()).hexdigest()


def _stamp(layout: Layout) -> Path:
    return layout.venv / "installed"
