"""Days on which nobody works: weekends, and the public holidays of a country."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

from pm_suite.lib.problems import Invalid

WEEKEND = {5, 6}


@lru_cache(maxsize=1)
def countries() -> Mapping[str, frozenset[str]]:
    """The countries whose holidays are known, by ISO 3166 code, each with its regions."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {code: frozenset(regions) for code, regions in known.items()}


def read_country(value: object) -> str:
    """A country as `DE`, or a region of one as `DE-BY`, or nothing; raises Invalid."""
    if value in (None, ""):
        return ""
    text = value.upper() if isinstance(value, str) and len(value) <= 16 else "?"
    code, _, region = text.partition("-")
    regions = countries().get(code)
    if regions is None:
        raise Invalid(
            "The holidays of this country are not known here; name it as DE or FR.", field="country"
        )
    if text != code and region not in regions:
        some = ", ".join(f"{code}-{name}" for name in sorted(regions)[:40]) or "none"
        raise Invalid(f"The regions of {code} are: {some}.", field="country")
    return text


@lru_cache(maxsize=32)
def _calendar(country: str) -> holidays.HolidayBase:
    code, _, region = country.partition("-")
    return holidays.country_holidays(code, subdiv=region or None)


def is_off(day: date, country: str) -> bool:
    """Whether a day is a weekend or a public holiday; without a country only Saturdays and Sundays are."""
    if not country:
        return day.weekday() in WEEKEND
    return not _calendar(country).is_working_day(day)


def working_day(day: date, country: str, *, step: int) -> date:
    """The day itself, or the nearest working day after it (`step` 1) or before it (-1)."""
    for _ in range(40):
        if not is_off(day, country):
            return day
        day += timedelta(days=step)
    return day
