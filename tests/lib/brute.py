"""A second reading of RFC 5545, written for being plain: it looks at each day by itself."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from pm_suite.lib.rrules import WEEKDAYS, Rule


def brute(rule: Rule, start: date, *, until: date) -> Iterator[date]:
    """The days of a rule from `start` up to and with `until`."""
    left = rule.count
    day = start
    while day <= min(until, rule.until or until):
        if left == 0:
            return
        if chosen(rule, start, day):
            left = None if left is None else left - 1
            yield day
        day += timedelta(days=1)


def chosen(rule: Rule, start: date, day: date) -> bool:
    if not (is_in_step(rule, start, day) and fits(rule, start, day)):
        return False
    positions = rule.by.get("BYSETPOS")
    if not positions:
        return True
    first, last = period(rule, day)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    found = [one for one in days if fits(rule, start, one)]
    place = found.index(day)
    return place + 1 in positions or place - len(found) in positions


def week_begin(rule: Rule, day: date) -> date:
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(rule.wkst)) % 7)


def period(rule: Rule, day: date) -> tuple[date, date]:
    match rule.freq:
        case "DAILY":
            return day, day
        case "WEEKLY":
            return week_begin(rule, day), week_begin(rule, day) + timedelta(days=6)
        case "MONTHLY":
            return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    return date(day.year, 1, 1), date(day.year, 12, 31)


def is_in_step(rule: Rule, start: date, day: date) -> bool:
    match rule.freq:
        case "DAILY":
            away = (day - start).days
        case "WEEKLY":
            away = (week_begin(rule, day) - week_begin(rule, start)).days // 7
        case "MONTHLY":
            away = (day.year - start.year) * 12 + day.month - start.month
        case _:
            away = day.year - start.year
    return away % rule.interval == 0


def fits(rule: Rule, start: date, day: date) -> bool:
    """Whether a day is one of those that the BY parts, or the beginning in their place, name."""
    names_days = rule.days or {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"} & rule.by.keys()
    if not names_days:
        if rule.freq == "WEEKLY" and day.weekday() != start.weekday():
            return False
        if rule.freq in {"MONTHLY", "YEARLY"} and day.day != start.day:
            return False
        if rule.freq == "YEARLY" and "BYMONTH" not in rule.by and day.month != start.month:
            return False
    length = monthrange(day.year, day.month)[1]
    year_day = (day - date(day.year, 1, 1)).days + 1
    year_length = (date(day.year, 12, 31) - date(day.year, 1, 1)).days + 1
    tests = {
        "BYMONTH": {day.month},
        "BYMONTHDAY": {day.day, day.day - length - 1},
        "BYYEARDAY": {year_day, year_day - year_length - 1},
        "BYWEEKNO": week_numbers(rule, day),
    }
    if any(name in rule.by and not numbers & {*rule.by[name]} for name, numbers in tests.items()):
        return False
    return not rule.days or any(is_weekday(rule, day, *wanted) for wanted in rule.days)


def week_numbers(rule: Rule, day: date) -> set[int]:
    """The number of a day's week from both ends of the year that has most of it."""
    begin = week_begin(rule, day)
    year = (begin + timedelta(days=3)).year
    first = week_begin(rule, date(year, 1, 4))
    after = week_begin(rule, date(year + 1, 1, 4))
    number = (begin - first).days // 7 + 1
    return {number, number - (after - first).days // 7 - 1}


def is_weekday(rule: Rule, day: date, ordinal: int, name: str) -> bool:
    if WEEKDAYS[day.weekday()] != name:
        return False
    if not ordinal:
        return True
    in_month = rule.freq == "MONTHLY" or "BYMONTH" in rule.by
    first = day.replace(day=1) if in_month else date(day.year, 1, 1)
    last = (
        day.replace(day=monthrange(day.year, day.month)[1]) if in_month else date(day.year, 12, 31)
    )
    return ordinal in {(day - first).days // 7 + 1, -((last - day).days // 7) - 1}
