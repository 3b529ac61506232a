"""Primary keys: UUIDv7 (RFC 9562), which browsers may make as well."""

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A new UUIDv7."""
    return uuid7()


def parse_id(value: object) -> uuid.UUID | None:
    """The UUID that a text spells, or None when it spells none."""
    if isinstance(value, uuid.UUID):
        return value
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None
