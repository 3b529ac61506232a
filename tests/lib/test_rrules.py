"""Rules of RFC 5545: read strictly, expanded as a second reading does, and never running away."""

from datetime import date, datetime, timedelta

import pytest
from dateutil import rrule as dateutil
from hypothesis import given, settings
from hypothesis import strategies as st

from pm_suite.lib.problems import Invalid
from pm_suite.lib.rrules import WEEKDAYS, Rule, _Counted, _Exhausted, occurrences, read_rule
from tests.lib.brute import brute

START = date(2026, 1, 31)
EVE = START - timedelta(days=1)

REFUSED = [
    "",
    " ",
    "RRULE:",
    "FREQ=",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=1000",
    "FREQ=DAILY;INTERVAL=99999999999999999999",
    "FREQ=DAILY;INTERVAL=1e3",
    "FREQ=DAILY;INTERVAL=٣",
    "FREQ=DAILY;INTERVAL=",
    "FREQ=DAILY;INTERVAL=1;INTERVAL=2",
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=1",
    "FREQ=HOURLY;BYHOUR=25",
    "FREQ=HOURLY;INTERVAL=24;BYHOUR=1",
    "FREQ=DAILY;BYSECOND=0,1,2,3",
    "FREQ=DAILY;BYHOUR=9;BYMINUTE=0",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=731",
    "FREQ=DAILY;COUNT=1000000000",
    "FREQ=DAILY;COUNT=3;UNTIL=20270101",
    "FREQ=DAILY;UNTIL=20270230",
    "FREQ=DAILY;UNTIL=99999999",
    "FREQ=DAILY;UNTIL=never",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,31",
    "FREQ=MONTHLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=-30",
    "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 32),
    "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 100_000),
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=YEARLY;BYYEARDAY=367",
    "FREQ=YEARLY;BYWEEKNO=54",
    "FREQ=MONTHLY;BYWEEKNO=1",
    "FREQ=DAILY;BYYEARDAY=1",
    "FREQ=WEEKLY;BYMONTHDAY=1",
    "FREQ=WEEKLY;BYDAY=2MO",
    "FREQ=DAILY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=YEARLY;BYDAY=54MO",
    "FREQ=MONTHLY;BYDAY=0MO",
    "FREQ=MONTHLY;BYDAY=MO,2TU",
    "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
    "FREQ=MONTHLY;BYDAY=XX",
    "FREQ=MONTHLY;BYSETPOS=1",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
    "FREQ=YEARLY;BYEASTER=0",
    "FREQ=WEEKLY;WKST=1",
    "FREQ=DAILY\nRRULE:FREQ=DAILY",
    "FREQ=DAILY;X-ODD=1",
    "FREQ=DAILY;\x00=1",
    "DTSTART=20260101;FREQ=DAILY",
    "FREQ=DAILY" + ";" * 400,
    "(" * 500,
]
NEVER_TRUE = [
    "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    "FREQ=DAILY;INTERVAL=14;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=DAILY;INTERVAL=999;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;INTERVAL=700;BYMONTHDAY=29;BYMONTH=2;BYDAY=MO",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
    "FREQ=WEEKLY;INTERVAL=999;BYMONTH=2",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
    "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=366",
    "FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=15;BYMONTH=2",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=366",
    "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=5MO",
    "FREQ=YEARLY;BYMONTH=2",
    "FREQ=YEARLY;INTERVAL=999;BYYEARDAY=1",
    "FREQ=YEARLY;BYMONTH=1;BYYEARDAY=200",
    "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6",
    "FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366",
    "FREQ=YEARLY;BYDAY=53MO;BYMONTHDAY=1",
    "FREQ=YEARLY;BYYEARDAY=1;BYSETPOS=2",
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:40])
def test_hostile_rule_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_rule(text)
    assert refusal.value.detail.endswith(".")
    assert (refusal.value.field, refusal.value.code) == ("rule", "invalid_recurrence")


@pytest.mark.parametrize("odd", [None, 1, [], {}, True, b"FREQ=DAILY"])
def test_what_is_no_text_is_no_rule(odd: object) -> None:
    with pytest.raises(Invalid):
        read_rule(odd)


class Steps:
    """Counts what dateutil does for us, in its own steps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.taken = 0
        step = _Counted._step

        def counted(interval: _Counted) -> int:
            self.taken += 1
            return step(interval)

        monkeypatch.setattr(_Counted, "_step", counted)


@pytest.mark.parametrize("text", NEVER_TRUE)
def test_rule_that_never_comes_true_ends_after_ten_years_of_steps(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    horizon = date(2036, 1, 31)
    assert list(occurrences(read_rule(text), START, after=EVE, horizon=horizon)) == []
    assert 0 < steps.taken <= 3700


def test_dateutil_steps_by_the_interval_in_every_frequency() -> None:
    for freq in (dateutil.DAILY, dateutil.WEEKLY, dateutil.MONTHLY, dateutil.YEARLY):
        interval = _Counted(1)
        interval.left = 3
        begin = datetime(2026, 1, 31)
        search = dateutil.rrule(freq, dtstart=begin, interval=interval, bymonth=2, bymonthday=30)
        with pytest.raises(_Exhausted):
            next(iter(search))


def test_rule_that_has_run_for_a_century_is_not_run_through_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = Steps(monkeypatch)
    after, horizon = date(2099, 1, 1), date(2099, 3, 1)
    found = list(
        occurrences(read_rule("FREQ=DAILY"), date(1971, 1, 1), after=after, horizon=horizon)
    )
    assert found[0] == date(2099, 1, 2)
    assert steps.taken <= 70


ordinals = st.integers(-5, 5).filter(bool)
weekdays = st.sampled_from(WEEKDAYS)


def numbers(high: int, *, back: bool = True) -> st.SearchStrategy[list[int]]:
    either = st.integers(1, high)
    known = st.one_of(either, either.map(lambda n: -n)) if back else either
    return st.lists(known, min_size=1, max_size=4)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of every form that is taken."""
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 6))}"]

    def maybe(name: str, values: st.SearchStrategy[list[int]]) -> None:
        if draw(st.booleans()):
            parts.append(f"{name}={','.join(map(str, draw(values)))}")

    maybe("BYMONTH", numbers(12, back=False))
    if freq != "WEEKLY":
        maybe("BYMONTHDAY", numbers(31))
    if freq == "YEARLY" and draw(st.booleans()):
        parts.append(f"BYYEARDAY={','.join(map(str, draw(numbers(366))))}")
    if draw(st.booleans()):
        days = draw(st.lists(weekdays, min_size=1, max_size=4, unique=True))
        if freq in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
            days = [f"{draw(ordinals)}{day}" for day in days]
        parts.append(f"BYDAY={','.join(days)}")
    if len(parts) > 2:
        maybe("BYSETPOS", numbers(8))
    if draw(st.booleans()):
        parts.append(f"WKST={draw(weekdays)}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    elif draw(st.booleans()):
        parts.append("UNTIL=20290115")
    return ";".join(parts)


starts = st.dates(date(2023, 1, 1), date(2028, 12, 31))


def read_or_none(text: str) -> Rule | None:
    try:
        return read_rule(text)
    except Invalid as refusal:
        if refusal.detail != "None of these months has such a day.":
            raise
        return None


@settings(max_examples=400, deadline=None)
@given(rules(), starts)
def test_rules_come_true_on_the_days_that_a_second_reading_finds(text: str, start: date) -> None:
    rule, horizon = read_or_none(text), start + timedelta(days=1600)
    if rule is not None:
        eve = start - timedelta(days=1)
        found = list(occurrences(rule, start, after=eve, horizon=horizon))
        assert found == list(brute(rule, start, until=horizon))


@settings(max_examples=200, deadline=None)
@given(rules(), starts, st.integers(0, 2000))
def test_looking_from_later_finds_what_is_later(text: str, start: date, days: int) -> None:
    rule, after = read_or_none(text), start + timedelta(days=days)
    if rule is not None:
        horizon = after + timedelta(days=400)
        eve = start - timedelta(days=1)
        every = occurrences(rule, start, after=eve, horizon=horizon)
        later = list(occurrences(rule, start, after=after, horizon=horizon))
        assert later == [day for day in every if day > after]


@settings(max_examples=200, deadline=None)
@given(rules())
def test_rule_is_spelled_as_it_was_read(text: str) -> None:
    rule = read_or_none(text)
    if rule is not None:
        assert read_rule(str(rule)) == rule


@settings(max_examples=60, deadline=None)
@given(numbers(53), st.sampled_from(WEEKDAYS), st.sampled_from(WEEKDAYS), starts)
def test_numbers_of_weeks_are_those_of_the_second_reading(
    weeks: list[int], day: str, wkst: str, start: date
) -> None:
    # Of the week that belongs to the next year, dateutil knows the number from the front alone.
    wanted = ",".join(str(week) for week in weeks if week > 0 or week == -1) or "20"
    rule = read_rule(f"FREQ=YEARLY;BYWEEKNO={wanted};BYDAY={day};WKST={wkst}")
    horizon = start + timedelta(days=1600)
    found = list(occurrences(rule, start, after=start - timedelta(days=1), horizon=horizon))
    assert found == list(brute(rule, start, until=horizon))
