"""Values from outside, made fit for a row or refused with a sentence."""

import uuid
import zoneinfo
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.dateparse import parse_date, parse_datetime

from pm_suite.lib.ids import parse_id
from pm_suite.lib.merge import TEXT_MAX, normal_text
from pm_suite.lib.problems import Invalid

Cleaner = Callable[[Any], Any]  # each field has values of its own type

TITLE_MAX = 1000
NAME_MAX = 200
ESTIMATE_MAX = Decimal("99999.99")


def one_line(value: object, *, field: str, limit: int, noun: str) -> str:
    """A non-empty line; raises Invalid with its length when it is too long."""
    if not isinstance(value, str):
        raise Invalid(f"{noun} is a text.", field=field)
    text = " ".join(value.replace("\x00", "").split())
    if not text:
        raise Invalid(f"{noun} is empty; write something.", field=field)
    if len(text) > limit:
        raise Invalid(
            f"{noun} has at most {limit:,} characters; this has {len(text):,}.", field=field
        )
    return text


def title(value: object) -> str:
    return one_line(value, field="title", limit=TITLE_MAX, noun="A title")


def long_text(value: object, *, field: str, noun: str = "A text", required: bool = False) -> str:
    """A Markdown text of at most 64 Ki characters; raises Invalid."""
    if not isinstance(value, str):
        raise Invalid(f"{noun} is a text.", field=field)
    text = normal_text(value)
    if required and not text.strip():
        raise Invalid(f"{noun} is empty; write something.", field=field)
    if len(text) > TEXT_MAX:
        raise Invalid(
            f"{noun} has at most {TEXT_MAX:,} characters; this has {len(text):,}.", field=field
        )
    return text


def choice(value: object, choices: type[TextChoices], *, field: str) -> str:
    """One of the choices; raises Invalid naming them."""
    if value not in choices.values:
        raise Invalid(f"{field} is one of {', '.join(choices.values)}.", field=field)
    return str(value)


def identity(value: object, *, field: str) -> uuid.UUID:
    """An id; raises Invalid."""
    known = parse_id(value)
    if known is None:
        raise Invalid(f"{field} is a UUID.", field=field)
    return known


def flag(value: object, *, field: str) -> bool:
    if not isinstance(value, bool):
        raise Invalid(f"{field} is true or false.", field=field)
    return value


def whole(value: object, *, field: str, low: int, high: int) -> int | None:
    """A whole number in a range, or None; raises Invalid."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Invalid(f"{field} is a whole number from {low} to {high}, or empty.", field=field)
    return value


def estimate(value: object, *, unit: str = "points") -> Decimal | None:
    """Points, or hours, with at most two decimals, or None; raises Invalid."""
    if value is None:
        return None
    field = "estimate_hours" if unit == "hours" else "estimate"
    try:
        number = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise Invalid(f"An estimate is a number of {unit}.", field=field) from None
    if isinstance(value, bool) or not 0 <= number <= ESTIMATE_MAX:
        raise Invalid(f"An estimate is from 0 to {ESTIMATE_MAX} {unit}.", field=field)
    return number


def choice_or_none(value: object, choices: type[TextChoices], *, field: str) -> str:
    """One of the choices, or nothing; raises Invalid naming them."""
    return "" if value is None or value == "" else choice(value, choices, field=field)


def day(value: object, *, field: str) -> date | None:
    """A date, or None; raises Invalid."""
    if value is None:
        return None
    try:
        parsed = parse_date(value) if isinstance(value, str) else None
    except ValueError:
        parsed = None
    if parsed is None:
        raise Invalid("Write a date as YYYY-MM-DD.", field=field)
    return parsed


def instant(value: object, *, field: str) -> datetime | None:
    """A time with its offset, in UTC, or None; raises Invalid."""
    if value is None:
        return None
    try:
        parsed = parse_datetime(value) if isinstance(value, str) else None
        if parsed is not None and parsed.tzinfo is not None:
            return parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Invalid("Write a time as YYYY-MM-DDThh:mm with its offset or Z.", field=field)


def zone(value: object) -> str:
    """A time zone's name, or nothing; raises Invalid."""
    if value in (None, ""):
        return ""
    if not isinstance(value, str) or value not in zoneinfo.available_timezones():
        raise Invalid("There is no such time zone.", field="due_zone")
    return value


def link(value: object) -> str:
    """A web address; raises Invalid."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https", "mailto"} or not (parts.netloc or parts.path):
        raise Invalid("A link starts with https:// or http://.", field="url")
    if len(text) > 4000 or any(sign in text for sign in " \t\r\n\x00"):
        raise Invalid("A link has at most 4,000 characters and no spaces.", field="url")
    return text


def only_known(fields: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """Raise Invalid for a field that cannot be set."""
    unknown = sorted(set(fields) - set(known))
    if unknown:
        name = unknown[0][:80].replace("\x00", "")
        raise Invalid(f"There is no field {name!r} to set.", field=name)
