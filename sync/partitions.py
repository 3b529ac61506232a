"""The journal's months: partitions of `sync_entry` by the time at which an entry was recorded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from pm_suite.lib.tenancy import isolate_sql

AHEAD = 2
"""Months that are made before they begin."""
LOCK_SECONDS = 2
DEFAULT = "sync_entry_default"
"""Takes what has no month, so that a clock or a job that stands still loses nothing."""


@dataclass(frozen=True)
class Month:
    """A partition and the moment at which it ends, which is the first that is not in it."""

    table: str
    end: datetime


def month_of(moment: datetime) -> date:
    """The first day of a moment's month, in UTC."""
    return moment.astimezone(UTC).date().replace(day=1)


def month_after(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def make_months(now: datetime) -> list[str]:
    """Make the partitions of this month and of those ahead that are missing; gives their names."""
    made, first = [], month_of(now)
    for _ in range(AHEAD + 1):
        if not _is_covered(first) and make_month(first):
            made.append(_name(first))
        first = month_after(first)
    return made


def make_month(first: date) -> bool:
    """Make one month's partition, with what the default partition holds of it; False when it is there.

    Raises OperationalError when others hold the journal for too long; the next run tries again.
    """
    table, start, end = _name(first), _moment(first), _moment(month_after(first))
    with transaction.atomic(), connection.cursor() as db:
        # Writers and readers wait behind a lock that is waited for, so it is not waited for long.
        db.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        db.execute("SELECT to_regclass(%s)", [table])
        if db.fetchone()[0] is not None:
            return False
        db.execute(f"LOCK TABLE {DEFAULT} IN ACCESS EXCLUSIVE MODE")
        db.execute(
            f"CREATE TABLE {table} (LIKE sync_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        )
        db.execute(
            f"WITH strays AS (DELETE FROM {DEFAULT} WHERE recorded_at >= %s AND recorded_at < %s"
            f" RETURNING *) INSERT INTO {table} SELECT * FROM strays",
            [start, end],
        )
        db.execute(isolate_sql(table)[0])
        db.execute(
            f"ALTER TABLE sync_entry ATTACH PARTITION {table} FOR VALUES FROM (%s) TO (%s)",
            [start, end],
        )
    return True


def months() -> list[Month]:
    """The partitions that have an end, the oldest first."""
    return [Month(table, end) for table, _, end in _ranges()]


def drop_month(month: Month) -> None:
    """Take a month's entries away for good; raises OperationalError when others hold the journal for too long."""
    with transaction.atomic(), connection.cursor() as db:
        db.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        db.execute(f"DROP TABLE {month.table}")


RANGES = r"""
SELECT c.relname,
       substring(pg_get_expr(c.relpartbound, c.oid) FROM $$FROM \('([^']+)'\)$$)::timestamptz,
       substring(pg_get_expr(c.relpartbound, c.oid) FROM $$TO \('([^']+)'\)$$)::timestamptz AS ends
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'sync_entry'::regclass AND c.relname <> %s ORDER BY ends
"""


def _ranges() -> list[tuple[str, datetime | None, datetime]]:
    """The name, the start (None: the beginning of time) and the end of each partition but the default."""
    with connection.cursor() as db:
        db.execute(RANGES, [DEFAULT])
        return list(db.fetchall())


def _is_covered(first: date) -> bool:
    moment = _moment(first)
    return any((not start or start <= moment) and moment < end for _, start, end in _ranges())


def _name(first: date) -> str:
    return f"sync_entry_{first:%Y_%m}"


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
