"""Values of custom fields, made fit for a task or refused with a sentence.

The browser checks by the same rules (frontend/src/core/values.ts); tests/vectors/custom_fields.json holds both to them.
Who may be named in a field of kind person is looked up by the action.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pm_suite.lib.problems import Invalid
from sync.shapes import Json
from tasks.models import CustomField

Kind = CustomField.Kind
TEXT_MAX = 1000
LINK_MAX = 4000
NUMBER_MAX = 99_999_999_999
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LINK = re.compile(
    r"(?:https?://[^\x00-\x20\x7f/?#][^\x00-\x20\x7f]*|mailto:[^\x00-\x20\x7f]+)",
    re.IGNORECASE | re.ASCII,
)


def clean_value(field: CustomField, value: Any) -> Json:  # what the client sent
    """The value as the task keeps it, None for none; raises Invalid."""
    return None if value is None or value == "" else CLEAN[Kind(field.kind)](field, value)


def _refuse(field: CustomField, wish: str) -> Invalid:
    return Invalid(f"{field.name}: {wish}", field="value")


def _text(field: CustomField, value: object) -> Json:
    if not isinstance(value, str):
        raise _refuse(field, "write a text.")
    text = " ".join(value.replace("\x00", "").split())
    if len(text) > TEXT_MAX:
        raise _refuse(field, f"a text has at most {TEXT_MAX:,} characters; this has {len(text):,}.")
    return text or None


def _number(field: CustomField, value: object, *, places: int = 4) -> Json:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse(field, "write a number.")
    # Compared first: not a number is neither, and a whole number may be too long to be a float.
    if not -NUMBER_MAX <= value <= NUMBER_MAX:
        raise _refuse(field, f"a number is from -{NUMBER_MAX:,} to {NUMBER_MAX:,}.")
    number = float(value)
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -places:
        raise _refuse(field, f"a number has at most {places} decimals.")
    return int(number) if number == int(number) else number


def _money(field: CustomField, value: object) -> Json:
    return _number(field, value, places=2)


def _date(field: CustomField, value: object) -> Json:
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise _refuse(field, "write a date as YYYY-MM-DD.")


def _person(field: CustomField, value: object) -> Json:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise _refuse(field, "choose a person.")
    return value.lower()


def option_ids(field: CustomField) -> list[str]:
    return [str(option["id"]) for option in field.options]


def _choice(field: CustomField, value: object) -> Json:
    if not isinstance(value, str) or value not in option_ids(field):
        raise _refuse(field, "choose one of its options.")
    return value


def _choices(field: CustomField, value: object) -> Json:
    known = option_ids(field)
    if not isinstance(value, list) or any(
        not isinstance(one, str) or one not in known for one in value
    ):
        raise _refuse(field, "choose among its options.")
    # In the options' own order, so that two who chose the same wrote the same.
    return [one for one in known if one in value] or None


def _link(field: CustomField, value: object) -> Json:
    text = value.strip() if isinstance(value, str) else ""
    if isinstance(value, str) and not text:
        return None
    if len(text) > LINK_MAX or not LINK.fullmatch(text):
        raise _refuse(field, "a link starts with https:// or http://, without spaces.")
    return text


def _checkbox(field: CustomField, value: object) -> Json:
    if not isinstance(value, bool):
        raise _refuse(field, "a checkbox is ticked or not.")
    return value or None


CLEAN: Mapping[Kind, Callable[[CustomField, Any], Json]] = {  # values are of each kind's own type
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.PERSON: _person,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.LINK: _link,
    Kind.CHECKBOX: _checkbox,
}
