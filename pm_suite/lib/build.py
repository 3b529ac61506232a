"""What the build of the front end has made, as its manifest lists it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

WORKER = "src/sw.ts"
ICONS = "icons"


@dataclass(frozen=True)
class Build:
    """The files of one build, as paths below `folder` and below STATIC_URL."""

    folder: Path
    files: tuple[str, ...]
    worker: str
    """The source of the service worker, which is not among `files`."""


@cache
def build() -> Build | None:
    """The build that this process serves; None where Vite's own server stands in for it."""
    vite: dict[str, Any] = settings.DJANGO_VITE["default"]
    manifest = Path(vite["manifest_path"])
    if vite["dev_mode"] or not manifest.exists():
        return None
    folder = manifest.parent
    chunks: dict[str, dict[str, Any]] = json.loads(manifest.read_text())
    worker = chunks.pop(WORKER)["file"]
    icons = [f"{ICONS}/{path.name}" for path in (folder / ICONS).glob("*")]
    files = {*icons, *(name for chunk in chunks.values() for name in _files(chunk))}
    return Build(folder, tuple(sorted(files)), (folder / worker).read_text())


def _files(chunk: dict[str, Any]) -> Iterator[str]:
    yield chunk["file"]
    yield from chunk.get("css", [])
    yield from chunk.get("assets", [])
