"""Where uploaded exports are kept until nothing needs them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from integrations.models import ImportRun
from integrations.plan import Plan
from integrations.trello.planner import make_plan
from integrations.trello.problems import BadFile
from integrations.trello.reader import read_export


def path_of(run: ImportRun) -> Path:
    """The run's file."""
    return Path(settings.MEDIA_ROOT) / "imports" / run.file


def keep_file(run: ImportRun, chunks: Iterable[bytes]) -> None:
    """Write the file and note its size and digest in the run; raises BadFile, and leaves nothing, past the limit."""
    run.file = f"{run.id}.json"
    digest, size, limit = hashlib.sha256(), 0, settings.IMPORT_MAX_BYTES
    path = path_of(run)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise BadFile(
                        f"The file is larger than {limit / 1e6:,.0f} MB, the limit (IMPORT_MAX_BYTES)."
                    )
                digest.update(chunk)
                file.write(chunk)
    except OSError:
        drop_file(run)
        raise BadFile(
            "The file could not be kept: the disk of the server is full or not writable."
        ) from None
    except BadFile:
        drop_file(run)
        raise
    run.size, run.sha256 = size, digest.hexdigest()


def drop_file(run: ImportRun) -> None:
    """Remove the run's file, if it is there."""
    if run.file:
        path_of(run).unlink(missing_ok=True)


def plan_of(run: ImportRun) -> Plan:
    """The plan that the run's file makes; raises BadFile."""
    return read_plan(path_of(run))


def read_plan(path: Path) -> Plan:
    """The plan that a file makes; raises BadFile."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            return make_plan(read_export(file, limit=settings.IMPORT_MAX_BYTES, size=size))
    except FileNotFoundError:
        raise BadFile("The uploaded file is gone from the server. Upload it again.") from None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
