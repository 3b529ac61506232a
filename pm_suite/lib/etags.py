"""Entity tags of single objects: a digest of the row, compared before it is changed."""

import hashlib
import json

from pm_suite.lib.problems import Problem


class Changed(Problem):
    """The object is not any more what the caller saw."""

    status = 412
    code = "changed"


def etag_of(row: object) -> str:
    """The strong tag of a JSON value."""
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), default=str)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_listed(etag: str, header: str | None) -> bool:
    """Whether an If-Match or If-None-Match header names the tag."""
    tags = [tag.strip().removeprefix("W/") for tag in (header or "").split(",")]
    return "*" in tags or etag in tags


def check_match(header: str | None, etag: str) -> None:
    """Raise Changed when the header asks for another state of the object."""
    if header is not None and not is_listed(etag, header):
        raise Changed(
            "This was changed meanwhile; read it again and decide anew.", extra={"etag": etag}
        )
