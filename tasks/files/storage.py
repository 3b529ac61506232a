"""Where the bytes lie: a folder or a bucket, as the settings say (`STORAGES["files"]`)."""

import hashlib
import secrets
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from pm_suite.lib.problems import Invalid, Problem
from tasks.files.pictures import SIZES, draw_preview
from tasks.models import StoredFile

CHUNK = 256 * 1024


class Body(Protocol):
    """What comes in: a request, or a part of one."""

    def read(self, size: int = ..., /) -> bytes: ...


class Received(NamedTuple):
    """A file that has come whole, on this machine's disk until the block ends."""

    file: IO[bytes]
    size: int
    sha256: str


def files() -> Storage:
    """The storage of files and their previews."""
    return storages["files"]


def check_length(length: int) -> None:
    """Raise Problem 413 for more bytes than a file has."""
    limit = settings.FILE_MAX_BYTES
    if length > limit:
        raise Problem(
            f"A file has at most {limit / 2**20:,.0f} MB; this has {length / 2**20:,.1f}.",
            status=413,
            code="too_large",
            field="file",
        )


@contextmanager
def received(body: Body, length: int | None = None) -> Iterator[Received]:
    """Take a file in, a piece at a time. Raises Invalid `truncated` where less or more comes than was said."""
    check_length(length or 0)
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile(prefix="pm-suite-") as file:
        while chunk := body.read(CHUNK):
            size += len(chunk)
            check_length(size)
            digest.update(chunk)
            file.write(chunk)
        if length is not None and size != length:
            raise Invalid("The file did not come whole; send it again.", code="truncated")
        file.flush()
        yield Received(file, size, digest.hexdigest())


def keep(workspace_id: uuid.UUID, file_id: uuid.UUID, came: Received) -> str:
    """Put a received file where files lie; gives its path there. Raises Problem 507 when there is no room."""
    came.file.seek(0)
    # Of its own for each that comes: of two that come at once under one id, one is dropped again.
    path = f"{workspace_id}/{file_id.hex[-2:]}/{file_id}-{secrets.token_hex(4)}"
    try:
        return files().save(path, File(came.file))
    except OSError:
        raise Problem(
            "The file could not be kept: the server has no room for it, or may not write.",
            status=507,
            code="no_room",
        ) from None


def drop(path: str) -> None:
    """Delete a file with its previews, as far as they are there."""
    for one in (path, *(preview_path(path, size) for size in SIZES)):
        files().delete(one)


def preview_path(path: str, size: str) -> str:
    return f"{path}.{size}.webp"


def preview_of(stored: StoredFile, size: str) -> IO[bytes] | None:
    """A picture's preview, drawn when somebody first asks for it; None when there is none to draw."""
    if stored.width is None:
        return None
    path = preview_path(stored.path, size)
    if files().exists(path):
        return files().open(path)
    with files().open(stored.path) as file:
        drawn = draw_preview(file, size)
    if drawn is None:
        return None
    # Two who ask at once draw the same: one of them finds its name taken, and its copy goes.
    kept = files().save(path, ContentFile(drawn))
    if kept != path:
        files().delete(kept)
    return ContentFile(drawn)
