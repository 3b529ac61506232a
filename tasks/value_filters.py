"""The filter `field.{id}` of the list of tasks: by the value of a custom field."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from pm_suite.lib.ids import parse_id
from pm_suite.lib.problems import Invalid
from tasks.custom_values import clean_value
from tasks.field_access import access_field
from tasks.models import CustomField, Task
from teams.models import Member

PREFIX = "field."
RANGE = ".."
FILTERS_MAX = 10
Kind = CustomField.Kind
NUMBERS = {Kind.NUMBER.value, Kind.MONEY.value}
RANGES = NUMBERS | {Kind.DATE.value}
PARTS = {Kind.TEXT.value, Kind.LINK.value}


def by_values(rows: QuerySet[Task], asked: Mapping[str, str], viewer: Member) -> QuerySet[Task]:
    """The tasks whose values are those asked for, by parameter name.

    A text or link is looked for inside, several choices for one of them; numbers and dates may be ranges as `1..5`, of
    which either end may be missing; nothing asks for tasks without a value. Raises NotSeen, Invalid.
    """
    if len(asked) > FILTERS_MAX:
        raise Invalid(f"Filter by at most {FILTERS_MAX} fields at once.", field="field")
    for name, text in asked.items():
        identity = parse_id(name.removeprefix(PREFIX))
        if identity is None:
            raise Invalid("A field is named as field.{id}.", field=name[:80])
        field = access_field(viewer, identity)
        rows = rows.filter(project_id=field.project_id).filter(_condition(field, text))
    return rows


def _condition(field: CustomField, text: str) -> Q:
    key = f"values__{field.id}"
    if text == "":
        return ~Q(values__has_key=str(field.id))
    if field.kind in RANGES and RANGE in text:
        low, _, high = text.partition(RANGE)
        found = Q(values__has_key=str(field.id))
        for lookup, end in (("gte", low), ("lte", high)):
            if end:
                found &= Q(**{f"{key}__{lookup}": _value(field, end)})
        return found
    if field.kind in PARTS:
        return Q(**{f"{key}__icontains": text.replace("\x00", "")})
    if field.kind == Kind.CHECKBOX:
        if text not in {"true", "false"}:
            raise Invalid("A checkbox is true or false.", field=PREFIX + str(field.id))
        ticked = Q(values__has_key=str(field.id))
        return ticked if text == "true" else ~ticked
    if field.kind == Kind.CHOICES:
        return Q(**{f"{key}__contains": _value(field, text)})
    return Q(**{key: _value(field, text)})


def _value(field: CustomField, text: str) -> Any:  # values are of each kind's own type
    sent: object = text
    if field.kind in NUMBERS:
        try:
            sent = float(text)
        except ValueError:
            raise Invalid(f"{field.name}: write a number.", field=PREFIX + str(field.id)) from None
    return clean_value(field, [sent] if field.kind == Kind.CHOICES else sent)
