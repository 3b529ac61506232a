"""Wall time and the instants that it names: 09:00 stays 09:00 across both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def instant_of(day: date, at: time, zone: str) -> datetime:
    """The instant, in UTC, at which clocks in a zone show a time.

    A time that comes twice is its first coming; one that is leapt over is the first instant after the leap.
    """
    known = ZoneInfo(zone)
    wall = datetime.combine(day, at)
    first = wall.replace(tzinfo=known, fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(known).replace(tzinfo=None) == wall:
        return instant
    return _leap(wall, known)


def _leap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which clocks leapt over a wall time."""
    later = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    earlier = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = later.astimezone(zone).utcoffset()
    while later - earlier > timedelta(seconds=1):
        middle = earlier + timedelta(seconds=int((later - earlier).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == after:
            later = middle
        else:
            earlier = middle
    return later


def day_of(instant: datetime, zone: str) -> date:
    """The day that an instant is in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()
