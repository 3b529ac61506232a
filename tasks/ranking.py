"""Finds the key of a place in a list from the neighbours that the person saw."""

import uuid
from typing import TypeVar

from django.db.models import Model, QuerySet

from pm_suite.lib.rank import REBALANCE_LENGTH, key_between, keys_between
from sync.journal import Journal

M = TypeVar("M", bound=Model)


def place(
    journal: Journal,
    rows: QuerySet[M],
    kind: str,
    *,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    moving: uuid.UUID | None = None,
) -> str:
    """The key of the place behind `after`, else in front of `before`, else at the end of the list.

    Neighbours that have left the list are passed over. A list whose keys grew long, or whose two neighbours share a
    key, is ranked anew first; each row so moved is an entry of the given kind.
    """
    rows = rows.exclude(pk=moving) if moving else rows
    before = None if before == after else before
    key = _key(rows, after, before)
    if key is None or len(key) > REBALANCE_LENGTH:
        rebalance(journal, rows, kind)
        key = _key(rows, after, before)
    if key is None:
        raise AssertionError("A list ranked anew has room between any two rows.")
    return key


def _key(rows: QuerySet[M], after: uuid.UUID | None, before: uuid.UUID | None) -> str | None:
    known = dict(
        rows.filter(pk__in=[i for i in (after, before) if i]).values_list("pk", "rank")
        if after or before
        else ()
    )
    lower = known.get(after) if after else None
    upper = known.get(before) if before else None
    if lower is not None:
        if lower == upper:
            return None
        return key_between(lower, _edge(rows.filter(rank__gt=lower), "rank"))
    if upper is not None:
        return key_between(_edge(rows.filter(rank__lt=upper), "-rank"), upper)
    return key_between(_edge(rows, "-rank"), None)


def _edge(rows: QuerySet[M], order: str) -> str | None:
    """The first key in an order; Django builds an aggregate of it more slowly."""
    return next(iter(rows.order_by(order).values_list("rank", flat=True)[:1]), None)


def rebalance(journal: Journal, rows: QuerySet[M], kind: str) -> None:
    """Give the rows short, evenly spread keys in their present order."""
    locked = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    locked.sort(key=lambda row: (getattr(row, "rank"), row.pk))  # noqa: B009  # any model with a rank
    for row, key in zip(locked, keys_between(None, None, len(locked)), strict=True):
        setattr(row, "rank", key)  # noqa: B010
    rows.model._default_manager.bulk_update(locked, ["rank"], batch_size=500)
    for row in locked:
        journal.update(kind, row, ["rank"])
