"""Recurrence rules of RFC 5545: read strictly, and expanded by dateutil without ever running away.

A rule speaks of days; the time of day is kept beside it. What nothing can match, dateutil would look for up to the year
9999, which takes minutes: so each of its steps is counted, and it may step no further than the span that is asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dateutil import rrule as dateutil

from pm_suite.lib.problems import Invalid

RULE_MAX = 500
INTERVAL_MAX = 999
COUNT_MAX = 730
LIST_MAX = 31
YEARS_MAX = 10
FREQUENCIES = {
    "DAILY": dateutil.DAILY,
    "WEEKLY": dateutil.WEEKLY,
    "MONTHLY": dateutil.MONTHLY,
    "YEARLY": dateutil.YEARLY,
}
PERIOD_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
"""The shortest that a period of each frequency is."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
RANGES = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYSETPOS": (1, 366, True),
}
"""From, to, and whether it may be counted from the end."""
OF_TIME = {"BYHOUR", "BYMINUTE", "BYSECOND"}
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *RANGES}
NEVER = f"This rule comes true on no day within {YEARS_MAX} years."
Days = tuple[int, ...]


def _refuse(sentence: str) -> Invalid:
    return Invalid(sentence, field="rule", code="invalid_recurrence")


@dataclass(frozen=True)
class Rule:
    """A rule that was read: bounded, but not yet known to come true on any day."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    wkst: str = "MO"
    days: tuple[tuple[int, str], ...] = ()
    """Weekdays, each with its ordinal in the month or year, 0 for every one."""
    by: dict[str, Days] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [f"FREQ={self.freq}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        for name in RANGES:
            if name in self.by and name != "BYSETPOS":
                parts.append(f"{name}={','.join(map(str, self.by[name]))}")
        if self.days:
            parts.append("BYDAY=" + ",".join(f"{n or ''}{day}" for n, day in self.days))
        if "BYSETPOS" in self.by:
            parts.append(f"BYSETPOS={','.join(map(str, self.by['BYSETPOS']))}")
        if self.wkst != "MO":
            parts.append(f"WKST={self.wkst}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)


def read_rule(text: object) -> Rule:
    """The rule that a text spells; raises Invalid with the part at fault."""
    parts = _parts(text)
    freq = parts.get("FREQ", "")
    if freq not in FREQUENCIES:
        raise _refuse("A task repeats by days, weeks, months or years: FREQ is one of "
                      f"{', '.join(FREQUENCIES)}.")  # fmt: skip
    if "COUNT" in parts and "UNTIL" in parts:
        raise _refuse("A rule ends after a number of times or on a day: COUNT or UNTIL, not both.")
    rule = Rule(
        freq,
        interval=_number(parts, "INTERVAL", INTERVAL_MAX) or 1,
        count=_number(parts, "COUNT", COUNT_MAX),
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        wkst=_weekday(parts.get("WKST", "MO")),
        days=_weekdays(parts["BYDAY"], freq) if "BYDAY" in parts else (),
        by={name: _list(name, parts[name]) for name in RANGES if name in parts},
    )
    _check_parts(rule)
    _check_possible(rule)
    return rule


def _parts(text: object) -> dict[str, str]:
    if not isinstance(text, str) or not text.strip():
        raise _refuse("A rule is a text such as FREQ=WEEKLY;BYDAY=MO.")
    if len(text) > RULE_MAX:
        raise _refuse(f"A rule has at most {RULE_MAX} characters; this has {len(text):,}.")
    found: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").removesuffix(";").split(";"):
        name, sign, value = part.partition("=")
        if name in OF_TIME:
            raise _refuse(f"The time of day stands beside the rule, not in it: leave {name} out.")
        if name not in KNOWN or not sign:
            shown = name[:40].replace("\x00", "")
            raise _refuse(f"A rule has no part {shown!r}.")
        if name in found:
            raise _refuse(f"{name} is there twice.")
        found[name] = value
    return found


def _number(parts: dict[str, str], name: str, most: int) -> int | None:
    if name not in parts:
        return None
    if not re.fullmatch(r"[0-9]{1,4}", parts[name], re.ASCII) or not 1 <= int(parts[name]) <= most:
        raise _refuse(f"{name} is a whole number from 1 to {most}.")
    return int(parts[name])


def _until(text: str) -> date:
    if match := re.fullmatch(r"([0-9]{8})(T[0-9]{6}Z?)?", text, re.ASCII):
        try:
            return datetime.strptime(match[1], "%Y%m%d").date()
        except ValueError:
            pass
    raise _refuse("UNTIL is a day as 20271231.")


def _weekday(text: str) -> str:
    if text not in WEEKDAYS:
        raise _refuse(f"A day of the week is one of {', '.join(WEEKDAYS)}.")
    return text


def _items(name: str, text: str) -> list[str]:
    items = text.split(",")
    if len(items) > LIST_MAX:
        raise _refuse(f"{name} has at most {LIST_MAX} values; this has {len(items):,}.")
    return items


def _list(name: str, text: str) -> Days:
    low, high, may_count_back = RANGES[name]
    numbers = []
    for item in _items(name, text):
        is_number = re.fullmatch(r"[+-]?[0-9]{1,3}", item, re.ASCII)
        number = int(item) if is_number else 0
        if not low <= (abs(number) if may_count_back else number) <= high:
            back = f", or from -{high} to -{low}" if may_count_back else ""
            raise _refuse(f"{name} holds whole numbers from {low} to {high}{back}.")
        numbers.append(number)
    return tuple(sorted(set(numbers)))


def _weekdays(text: str, freq: str) -> tuple[tuple[int, str], ...]:
    most = {"MONTHLY": 5, "YEARLY": 53}.get(freq, 0)
    found: dict[tuple[int, str], None] = {}
    for item in _items("BYDAY", text):
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", item, re.ASCII)
        if match is None:
            raise _refuse("BYDAY holds days of the week as MO, or 2TU, or -1FR.")
        if match[1] and not 1 <= abs(int(match[1])) <= most:
            if not most:
                raise _refuse(f"FREQ={freq} has no second or last weekday: write {match[2]} alone.")
            raise _refuse(f"The number before a day of the week is from 1 to {most}, or negative.")
        found[int(match[1] or 0), match[2]] = None
    return tuple(sorted(found, key=lambda day: (day[0], WEEKDAYS.index(day[1]))))


def _check_parts(rule: Rule) -> None:
    """Refuse parts that RFC 5545 does not allow beside the frequency."""
    for name, allowed in (
        ("BYWEEKNO", {"YEARLY"}),
        ("BYYEARDAY", {"YEARLY"}),
        ("BYMONTHDAY", {"DAILY", "MONTHLY", "YEARLY"}),
    ):
        if name in rule.by and rule.freq not in allowed:
            raise _refuse(f"{name} does not go with FREQ={rule.freq}.")
    if "BYSETPOS" in rule.by and not (rule.days or len(rule.by) > 1):
        raise _refuse("BYSETPOS chooses among days that another part names.")
    if len({bool(ordinal) for ordinal, _ in rule.days}) > 1:
        raise _refuse("Give each day of the week in BYDAY a number, as 2TU, or none of them.")
    if "BYWEEKNO" in rule.by and any(ordinal for ordinal, _ in rule.days):
        raise _refuse("Beside BYWEEKNO the days of the week have no number.")


def _check_possible(rule: Rule) -> None:
    """Refuse days that none of the months has."""
    days = rule.by.get("BYMONTHDAY", ())
    months = rule.by.get("BYMONTH", ())
    if not days or not months:
        return
    longest = max(LONGEST_MONTHS[month - 1] for month in months)
    if min(map(abs, days)) > longest:
        raise _refuse("None of these months has such a day.")


class _Counted(int):
    """An interval that counts how often a search steps by it: the end of a search that finds nothing."""

    left: int

    def __radd__(self, other: int) -> int:
        return other + self._step()

    def __mul__(self, other: int) -> int:
        return self._step() * other

    def _step(self) -> int:
        self.left -= 1
        if self.left < 0:
            raise _Exhausted
        return int(self)


class _Exhausted(Exception):
    pass


def occurrences(rule: Rule, start: date, *, after: date, horizon: date) -> Iterator[date]:
    """The days of a rule that begins on `start`, later than `after`, up to and with `horizon`, in order."""
    begin = _near(rule, start, after)
    end = min(horizon, rule.until) if rule.until else horizon
    left = rule.count
    try:
        for found in _search(rule, start, begin, horizon):
            day = found.date()
            if day < start:
                continue
            if day > end or left == 0:
                return
            left = None if left is None else left - 1
            if day > after:
                yield day
    except _Exhausted:
        return


def _search(rule: Rule, start: date, begin: date, horizon: date) -> dateutil.rrule:
    """What dateutil finds of the periods from that of `begin` on, each of them whole."""
    days = [
        getattr(dateutil, name)(ordinal) if ordinal else getattr(dateutil, name)
        for ordinal, name in rule.days
    ]
    wkst = WEEKDAYS.index(rule.wkst)
    if rule.freq == "WEEKLY":
        days = days or [dateutil.weekday(start.weekday())]
        begin -= timedelta(days=(begin.weekday() - wkst) % 7)
    interval = _Counted(rule.interval)
    span = max((horizon - begin).days, 0)
    interval.left = span // (rule.interval * PERIOD_DAYS[rule.freq]) + 2
    # Its stubs know neither numbers as frequencies nor tuples of numbers.
    return dateutil.rrule(  # type: ignore[call-overload, arg-type, no-any-return, unused-ignore]
        FREQUENCIES[rule.freq],  # type: ignore[arg-type]
        dtstart=datetime(begin.year, begin.month, begin.day),
        interval=interval,
        wkst=wkst,
        byweekday=days or None,
        **{name.lower(): numbers for name, numbers in rule.by.items()},  # type: ignore[arg-type]
    )


def _near(rule: Rule, start: date, after: date) -> date:
    """A later beginning of the same rule, so that one that has run for years is not run through again."""
    if rule.count is not None or rule.freq not in {"DAILY", "WEEKLY"}:
        return start
    step = rule.interval * PERIOD_DAYS[rule.freq]
    return start + timedelta(days=max((after - start).days // step - 1, 0) * step)


def years_after(day: date, years: int = YEARS_MAX) -> date:
    """The same day years later; of 29 February the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
