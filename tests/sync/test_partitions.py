"""The journal in months: made ahead, nothing lost without them, the old ones gone whole."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from pm_suite.lib.ids import new_id
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Entry, JournalLine
from sync.partitions import drop_month, make_month, make_months, month_after, month_of, months
from tasks.actions.tags import create_tag
from tests.cast import Cast


def names() -> list[str]:
    return [month.table for month in months()]


def homes() -> set[str]:
    """The partitions that entries are in."""
    with connection.cursor() as db:
        db.execute("SELECT DISTINCT tableoid::regclass::text FROM sync_entry")
        return {row[0] for row in db.fetchall()}


def record_at(moment: datetime) -> Entry:
    """An entry that says it was recorded then."""
    entry = Entry.objects.order_by("-version")[0]
    entry.version += 1000
    entry.recorded_at = moment
    entry.save(force_insert=True)
    return entry


@pytest.mark.parametrize(
    ("moment", "first", "after"),
    [
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 1), date(2027, 1, 1)),
        (datetime(2027, 1, 1, tzinfo=UTC), date(2027, 1, 1), date(2027, 2, 1)),
        (datetime(2028, 2, 29, tzinfo=UTC), date(2028, 2, 1), date(2028, 3, 1)),
    ],
)
def test_month_is_that_of_greenwich(moment: datetime, first: date, after: date) -> None:
    assert month_of(moment) == first
    assert month_after(first) == after


def test_months_are_made_ahead_and_a_second_time_changes_nothing(db: None) -> None:
    now = timezone.now() + timedelta(days=400)
    made = make_months(now)
    assert len(made) == 3
    assert made[0] == f"sync_entry_{now.astimezone(UTC):%Y_%m}"
    assert make_months(now) == []
    assert set(made) <= set(names())


def test_this_month_and_the_next_two_are_there_from_the_start(db: None) -> None:
    assert make_months(timezone.now()) == []
    assert names()[0] == "sync_entry_past"


def test_entry_without_a_month_is_kept_and_moves_into_its_month_when_that_is_made(
    cast: Cast,
) -> None:
    stray = record_at(datetime(2031, 5, 31, 23, 30, tzinfo=UTC))
    other = record_at(datetime(2031, 6, 1, tzinfo=UTC))
    assert homes() == {"sync_entry_past", "sync_entry_default"}
    assert make_month(date(2031, 5, 1))
    assert homes() == {"sync_entry_past", "sync_entry_default", "sync_entry_2031_05"}
    kept = Entry.objects.filter(version__in=[stray.version, other.version])
    assert kept.count() == 2
    assert JournalLine.objects.filter(version=stray.version).exists()


def test_dropped_month_takes_its_entries_alone(cast: Cast) -> None:
    make_month(date(2031, 5, 1))
    before = Entry.objects.count()
    record_at(datetime(2031, 5, 3, tzinfo=UTC))
    [month] = [month for month in months() if month.table == "sync_entry_2031_05"]
    assert month.end == datetime(2031, 6, 1, tzinfo=UTC)
    drop_month(month)
    assert Entry.objects.count() == before
    create_tag(actor=cast.maria, name="still written")
    assert Entry.objects.count() == before + 1


def migrate(target: str | None = None) -> None:
    call_command("migrate", "sync", *([target] if target else []), verbosity=0)


def versions() -> list[int]:
    with connection.cursor() as db:
        db.execute("SELECT version FROM sync_entry ORDER BY version")
        return [row[0] for row in db.fetchall()]


def fill(count: int) -> None:
    """Entries of the last weeks, as raw rows: the models are newer than the tables."""
    with connection.cursor() as db:
        db.execute(
            "INSERT INTO sync_entry (workspace_id, version, is_last, scope_id, model, object_id, op,"
            " patch, kind, at, recorded_at) SELECT %s, n, true, %s, 'task', %s, 'U', '{}', 'task.moved',"
            " now(), now() - n * interval '1 day' FROM generate_series(1, %s) n",
            [new_id(), new_id(), new_id(), count],
        )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_conversion_keeps_every_entry_in_both_directions() -> None:
    try:
        migrate("0003_client_cursor")
        enter_tenant(EVERY_TENANT)
        fill(40)
        enter_tenant("")
        migrate("0004_entry_partitions")
        enter_tenant(EVERY_TENANT)
        assert homes() == {"sync_entry_past"}
        assert versions() == list(range(1, 41))
        assert JournalLine.objects.count() == 40
        enter_tenant("")
        migrate("0003_client_cursor")
        enter_tenant(EVERY_TENANT)
        assert versions() == list(range(1, 41))
    finally:
        migrate()
        enter_tenant(EVERY_TENANT)
