"""Row shapes: how a model's row is spelled, the same in the journal, the snapshot and the API.

Each field has two spellings of one value: an SQL expression over the table (aliased `t`) and a function of the loaded
object. A test compares the two for every model.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.db import models

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True)
class Field:
    """One field of a shape. `value` takes the object, which may be any model's."""

    name: str
    sql: str
    value: Callable[[Any], Json]


@dataclass(frozen=True)
class Shape:
    """A model's row, whom it is for, and which rows count.

    `scope_sql` and `scope_of` name the scope; `alive_sql` and `is_alive` hold for rows that a snapshot shows,
    `own_alive_sql` for those of a parent that is known to be shown. A lazy
    shape, and lazy fields, come only with their object. `registers` name fields that stand and fall together; `texts`
    are the fields in which two people's writing is merged; `setter` is the mutation that sets fields. `elements` names
    the fields that are maps, each key a value of its own, with the mutation that sets one.
    """

    name: str
    model: type[models.Model]
    fields: tuple[Field, ...]
    scope_sql: str
    scope_of: Callable[[Any], uuid.UUID]
    lazy_fields: tuple[Field, ...] = ()
    alive_sql: str = "true"
    own_alive_sql: str = "true"
    is_alive: Callable[[Any], bool] = lambda obj: True
    is_lazy: bool = False
    parent: str = ""
    registers: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    setter: str = ""
    elements: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def row(self, obj: models.Model, known: Mapping[str, Json] | None = None) -> dict[str, Json]:
        """The whole row, lazy fields included; `known` values need not be asked for."""
        known = known or {}
        return {
            field.name: known[field.name] if field.name in known else field.value(obj)
            for field in (*self.fields, *self.lazy_fields)
        }

    def patch(
        self, obj: models.Model, names: Iterable[str], known: Mapping[str, Json] | None = None
    ) -> dict[str, Json]:
        """The named fields of the row; raises KeyError for a name the shape does not have."""
        known = known or {}
        fields = {field.name: field for field in (*self.fields, *self.lazy_fields)}
        return {name: known[name] if name in known else fields[name].value(obj) for name in names}


QUIET: set[str] = set()
"""Kinds of entries that only keep a row in step with others: no history tells them."""
SHAPES: dict[str, Shape] = {}
_BY_MODEL: dict[type[models.Model], Shape] = {}


def register(shape: Shape) -> None:
    """Make a shape known to the journal and the snapshot."""
    SHAPES[shape.name] = shape
    _BY_MODEL[shape.model] = shape


def shape_of(obj: models.Model) -> Shape:
    """The shape of an object; raises KeyError when its model has none."""
    return _BY_MODEL[type(obj)]


def spell(value: object) -> Json:
    """A Python value as the journal spells it; raises TypeError for a kind that has no spelling."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case uuid.UUID():
            return str(value)
        case datetime():
            return (
                f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
            )
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case list() | dict():
            return value
    raise TypeError(f"{type(value).__name__} has no spelling in the journal.")


def column_fields(model: type[models.Model], *names: str) -> tuple[Field, ...]:
    """Fields that are columns of the model's table."""
    return tuple(_column_field(model, name) for name in names)


def _column_field(model: type[models.Model], name: str) -> Field:
    column = model._meta.get_field(name)
    sql = f't."{name}"'
    if isinstance(column, models.DateTimeField):
        sql = f"""to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    elif isinstance(column, models.DecimalField):
        sql = f"{sql}::float8"
    if isinstance(column, models.JSONField):
        return Field(name, sql, lambda obj: getattr(obj, name))
    return Field(name, sql, lambda obj: spell(getattr(obj, name)))


def set_field(name: str, *, through: str, owner: str, element: str, related: str) -> Field:
    """A field that holds the sorted ids of a set kept in another table."""
    sql = (
        f'COALESCE((SELECT json_agg(s."{element}" ORDER BY s."{element}")'
        f' FROM "{through}" s WHERE s."{owner}" = t.id), \'[]\'::json)'
    )

    def value(obj: models.Model) -> Json:
        ids: list[Json] = [str(i) for i in getattr(obj, related).values_list(element, flat=True)]
        return sorted(ids, key=str)

    return Field(name, sql, value)
