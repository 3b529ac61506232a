"""`make check`: formatting, lint, layers, types and sizes of everything, one line each."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pm_suite.runtime import frontend
from pm_suite.runtime.console import Console
from pm_suite.runtime.layout import Layout


@dataclass(frozen=True)
class Check:
    """One tool: how it is shown, what is run, and where."""

    name: str
    argv: Sequence[str]
    folder: Path
    environment: Mapping[str, str]


def check(layout: Layout) -> int:
    """Run every check, show what the failed ones wrote, and return 1 if there was any."""
    console = Console()
    frontend.install_packages(layout, console)
    frontend.build(layout, console)  # Django checks that its manifest is there
    failed = [each.name for each in _checks(layout) if not _passes(each, console)]
    console.say(f"\n{len(failed)} failed: {', '.join(failed)}" if failed else "\nAll checks pass.")
    return 1 if failed else 0


def _checks(layout: Layout) -> list[Check]:
    python = {**os.environ, "PM_SUITE_BUILD": "1", "PYTHONWARNINGS": "ignore"}
    tools = layout.venv / "bin"
    by_python = {
        "format (ruff)": ["ruff", "format", "--check", "--quiet", "."],
        "lint (ruff)": ["ruff", "check", "--quiet", "."],
        "layers (import-linter)": ["lint-imports"],
        "types (mypy)": ["mypy"],
        "settings (Django)": ["python", "manage.py", "check", "--fail-level", "WARNING"],
        "migrations (Django)": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
        "sizes": ["pytest", "-q", "--no-header", "tests/test_size.py"],
    }
    by_node = {"lint (ESLint)": ["run", "lint"], "types (tsc)": ["run", "types"]}
    node, folder = frontend.node_environment(layout), layout.checkout / "frontend"
    return [
        *(
            Check(name, [str(tools / argv[0]), *argv[1:]], layout.checkout, python)
            for name, argv in by_python.items()
        ),
        *(Check(name, ["npm", "--silent", *argv], folder, node) for name, argv in by_node.items()),
    ]


def _passes(check: Check, console: Console) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        list(check.argv),
        cwd=check.folder,
        env=dict(check.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    passed = done.returncode == 0
    verdict = "ok" if passed else "FAILED"
    console.say(f"  {check.name:<26}{verdict:>8}{time.monotonic() - began:8.1f} s")
    if not passed:
        console.say(done.stdout)
    return passed
