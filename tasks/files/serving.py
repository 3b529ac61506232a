"""Answers with files in them: nothing that a browser would run, and nothing that it believes to be something else."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from pm_suite.lib.etags import is_listed
from pm_suite.lib.problems import Invalid, NotSeen, Problem
from tasks.files.kinds import UNKNOWN
from tasks.files.pictures import PREVIEW_KIND, SIZES
from tasks.files.storage import CHUNK, files, preview_of
from tasks.models import Attachment, StoredFile

SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # Whether this person may read it is asked each time; the bytes of an address never change.
    "Cache-Control": "private, no-cache",
}
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})$")
LOST = "The file is not on the server any more; ask whoever runs it for a copy."


def content(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The file for saving, or the part of it that was asked for; raises NotSeen."""
    stored = _stored(attachment)
    etag = f'"{stored.sha256[:32]}"'
    if is_listed(etag, request.headers.get("If-None-Match")):
        return _safe(HttpResponse(status=304), etag)
    start, end = _range(request, etag, stored.size)
    is_part = (start, end) != (0, stored.size)
    try:
        file = files().open(stored.path)
    except FileNotFoundError:
        raise NotSeen(LOST, code="lost") from None
    response = StreamingHttpResponse(_Pieces(file, start, end), status=206 if is_part else 200)
    # The kind that was found is told in the row; here it would only tempt a browser.
    response["Content-Type"] = UNKNOWN
    response["Content-Length"] = str(end - start)
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = content_disposition_header(True, attachment.name) or ""
    if is_part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{stored.size}"
    return _safe(response, etag)


def preview(request: HttpRequest, attachment: Attachment, size: str) -> HttpResponseBase:
    """A picture drawn anew at a size; raises NotSeen where there is none, Invalid for a size that is not."""
    if size not in SIZES:
        raise Invalid(f"size is one of {', '.join(SIZES)}.", field="size")
    stored = _stored(attachment)
    etag = f'"{stored.sha256[:32]}.{size}"'
    if is_listed(etag, request.headers.get("If-None-Match")):
        return _safe(HttpResponse(status=304), etag)
    try:
        drawn = preview_of(stored, size)
    except FileNotFoundError:
        raise NotSeen(LOST, code="lost") from None
    if drawn is None:
        raise NotSeen("There is no preview of this file.", code="no_preview")
    with drawn:
        response = HttpResponse(drawn.read(), content_type=PREVIEW_KIND)
    response["Content-Disposition"] = "inline"
    return _safe(response, etag)


def _stored(attachment: Attachment) -> StoredFile:
    stored: StoredFile = attachment.file  # access_file lets only files through
    return stored


def _safe(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    for name, value in SAFE.items():
        response[name] = value
    response["ETag"] = etag
    return response


def _range(request: HttpRequest, etag: str, size: int) -> tuple[int, int]:
    """The bytes that are asked for, from and until; all of them for anything but one plain range.

    Raises Problem 416 for a range that lies past the end.
    """
    found = RANGE.match(request.headers.get("Range", ""))
    if found is None or request.headers.get("If-Range", etag) != etag or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        raise Problem(f"The file has {size:,} bytes.", status=416, code="range")
    return start, end


class _Pieces:
    """A part of a file, a piece at a time; closed also when nobody has begun to read it."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self.file, self.left = file, end - start
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(min(CHUNK, self.left))
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()
