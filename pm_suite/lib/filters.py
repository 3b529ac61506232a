"""Filters of lists: unknown parameters are refused, ids are looked up as the caller may see them."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django_filters import rest_framework as filters

from pm_suite.lib.problems import Invalid

M = TypeVar("M", bound=Model)

PLAIN_PARAMETERS = {"cursor", "limit", "order", "fields", "workspace"}
"""What every list understands beside its filters."""


class Filters(filters.FilterSet):  # type: ignore[misc]  # an untyped package
    """The filters of one list; `viewer` is the member who asks."""

    viewer: Any  # the app that knows members sets it

    @classmethod
    def applied(cls, query: QueryDict, rows: QuerySet[M], viewer: object) -> QuerySet[M]:
        """The rows that pass; raises Invalid for an unknown parameter or a value of another form."""
        unknown = sorted(set(query) - set(cls.base_filters) - PLAIN_PARAMETERS)
        if unknown:
            raise Invalid(
                f"There is no parameter {unknown[0][:80]!r}.",
                code="unknown_parameter",
                field=unknown[0][:80],
            )
        form = cls(query, rows)
        form.viewer = viewer
        for field, sentences in form.errors.items():
            raise Invalid(str(sentences[0]), field=str(field))
        found: QuerySet[M] = form.qs
        return found


class IdFilter(filters.UUIDFilter):  # type: ignore[misc]  # an untyped package
    """Rows that belong to an object of the given id, which the viewer must see."""

    def __init__(
        self, field_name: str, *, seen: Callable[[Any, uuid.UUID], object], **extra: Any
    ) -> None:
        super().__init__(field_name=field_name, **extra)
        self.seen = seen

    def filter(self, qs: Any, value: uuid.UUID | None) -> Any:
        if value is not None:
            self.seen(self.parent.viewer, value)
        return super().filter(qs, value)
