"""Wall time in every zone, held to a second reading that looks at the clock minute by minute."""

import itertools
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest

from pm_suite.lib.walltime import day_of, instant_of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
YEAR = [datetime(2026, 1, 1, tzinfo=UTC) + n * HOUR for n in range(0, 2 * 365 * 24, 6)]


def changes(zone: zoneinfo.ZoneInfo) -> list[datetime]:
    """The first minute of each change of a zone's clocks in two years."""
    found = []
    for one, other in itertools.pairwise(YEAR):
        if one.astimezone(zone).utcoffset() != other.astimezone(zone).utcoffset():
            minutes = (one + n * MINUTE for n in range(6 * 60 + 1))
            old = one.astimezone(zone).utcoffset()
            found.append(next(m for m in minutes if m.astimezone(zone).utcoffset() != old))
    return found


def shown_first(wall: datetime, zone: zoneinfo.ZoneInfo, around: datetime) -> datetime:
    """The first minute at which a clock shows a time or, where it is leapt over, a later one."""
    minute = around - 4 * HOUR
    while minute.astimezone(zone).replace(tzinfo=None) < wall:
        minute += MINUTE
    return minute


def walls(change: datetime, zone: zoneinfo.ZoneInfo) -> list[datetime]:
    """Times before, in and after what is leapt over or comes twice."""
    local = change.astimezone(zone).replace(tzinfo=None)
    return [local + n * timedelta(minutes=15) for n in range(-7, 6)]


def test_every_zone_around_each_change_of_its_clocks_as_a_clock_shows_it() -> None:
    compared = 0
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        for change in changes(zone):
            for wall in walls(change, zone):
                expected = shown_first(wall, zone, change)
                assert instant_of(wall.date(), wall.time(), name) == expected, (name, wall)
                compared += 1
    assert compared > 4000


def test_nine_in_the_morning_is_nine_on_every_day_of_the_year() -> None:
    for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"):
        for n in range(365):
            day = date(2026, 1, 1) + timedelta(days=n)
            instant = instant_of(day, time(9), name)
            assert instant.astimezone(zoneinfo.ZoneInfo(name)).time() == time(9)
            assert day_of(instant, name) == day


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        # 02:30 is leapt over: the first instant after it is 03:00.
        (date(2026, 3, 29), time(2, 30), "Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # 02:30 comes twice: the first one.
        (
            date(2026, 10, 25),
            time(2, 30),
            "Europe/Berlin",
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
        # Midnight is leapt over.
        (date(2026, 4, 24), time(0), "Africa/Cairo", datetime(2026, 4, 23, 22, tzinfo=UTC)),
        # The whole day is leapt over.
        (date(2011, 12, 30), time(9), "Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_time_that_is_not_or_is_twice(day: date, at: time, zone: str, expected: datetime) -> None:
    assert instant_of(day, at, zone) == expected
