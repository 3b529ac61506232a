"""What a file is, by what is in it: names and what browsers say of them are not believed."""

from typing import IO, NamedTuple

import puremagic

from tasks.files.names import extension_of
from tasks.files.pictures import KINDS as PICTURES
from tasks.files.pictures import look_at

HEAD = 4096
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
ZIP = "application/zip"
OFFICE = "application/vnd.openxmlformats-officedocument."
# What lies in an archive is not looked at: of those that begin alike, the extension says which one it is meant to be.
ARCHIVES = {
    ".docx": OFFICE + "wordprocessingml.document",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".pptx": OFFICE + "presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".epub": "application/epub+zip",
}
OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAIN = {
    "application/pdf",
    "application/rtf",
    "application/x-gzip",
    "application/x-7z-compressed",
    "image/heif",
    "image/heic",
    "image/tiff",
}
MEDIA = ("audio/", "video/")
SURE = 0.4


class Kind(NamedTuple):
    """What is told of a file; the size in points of pictures alone."""

    content_type: str
    width: int | None = None
    height: int | None = None


def kind_of(file: IO[bytes], name: str) -> Kind:
    """What a file is. Raises Invalid for a picture that is too large to be shown to anybody."""
    picture = look_at(file)
    if picture is not None:
        return Kind(*picture)
    file.seek(0)
    head = file.read(HEAD)
    return Kind(_told_by(head, extension_of(name)))


def _told_by(head: bytes, extension: str) -> str:
    if head.startswith(b"PK\x03\x04"):
        return ARCHIVES.get(extension, ZIP)
    if head.startswith(COMPOUND):
        return OLD_OFFICE.get(extension, UNKNOWN)
    if _is_text(head):
        # Also a page, a drawing or a script: nothing here takes it for one.
        return "application/rtf" if head.startswith(b"{\\rtf") else TEXT
    for match in _matches(head):
        is_known = match.mime_type in PLAIN or match.mime_type.startswith(MEDIA)
        if is_known and match.mime_type not in PICTURES and match.confidence >= SURE:
            return str(match.mime_type)
    return UNKNOWN


def _matches(head: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        return list(puremagic.magic_string(head))
    except (puremagic.PureError, ValueError):
        return []


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head or head.startswith(b"%PDF"):
        return False
    try:
        # The last character may be cut.
        head[: len(head) - 3 if len(head) == HEAD else None].decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        return len(head) == HEAD and error.start >= HEAD - 7
    return True
