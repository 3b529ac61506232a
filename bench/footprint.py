"""Memory of the idle product, and the size of the first board view."""

import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from bench.servers import ROOT, free_port, wait_for

DIST = ROOT / "frontend" / "dist"
SETTLE_SECONDS = 15


def idle_memory() -> tuple[float, dict[str, float]]:
    """Megabytes (PSS) of the whole process tree at rest, and of each program in it."""
    port = free_port()
    own = {"DATABASE_URL", "REDIS_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in own}
    with tempfile.TemporaryDirectory(prefix="pm-suite-bench-") as folder:
        environment |= {"PORT": str(port), "PM_SUITE_DATA": folder}
        process = subprocess.Popen(
            [sys.executable, "-m", "pm_suite.runtime", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(port, 120)
            urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=30).read()
            time.sleep(SETTLE_SECONDS)
            return _tree(psutil.Process(process.pid))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _tree(root: psutil.Process) -> tuple[float, dict[str, float]]:
    parts: dict[str, float] = {}
    for process in [root, *root.children(recursive=True)]:
        name = _name(process)
        parts[name] = parts.get(name, 0) + process.memory_full_info().pss / 2**20
    return sum(parts.values()), parts


def _name(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    known = ("postgres", "valkey", "beat", "worker", "live", "web")
    return next((name for name in known if name in words), "supervisor")


def first_view() -> tuple[int, list[tuple[str, int]]]:
    """Bytes (gzip) of the JavaScript that a board is drawn with, and of each file.

    What comes behind the first paint (dragging) or on demand (panels, dialogs) is not in it.
    """
    manifest: dict[str, dict[str, Any]] = json.loads((DIST / "manifest.json").read_text())
    entry = next(name for name in manifest if name.startswith("src/app."))
    seen: list[str] = []
    _collect(manifest, entry, seen)
    sizes = [
        (
            manifest[name]["file"],
            len(gzip.compress((DIST / manifest[name]["file"]).read_bytes(), 9)),
        )
        for name in seen
    ]
    return sum(size for _, size in sizes), sizes


def _collect(manifest: dict[str, dict[str, Any]], name: str, seen: list[str]) -> None:
    if name in seen:
        return
    seen.append(name)
    for imported in manifest[name].get("imports", []):
        _collect(manifest, imported, seen)


def dist_exists() -> bool:
    return Path(DIST, "manifest.json").is_file()
