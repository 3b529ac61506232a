"""When something that repeats comes again: by a rule or after it was done, around days on which nobody works."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from pm_suite.lib.daysoff import is_off, working_day
from pm_suite.lib.rrules import YEARS_MAX, Rule, occurrences, years_after

DaysOff = Literal["keep", "next", "previous", "skip"]


@dataclass(frozen=True)
class Coming:
    """One time of a plan: the day that the rule names, and the working day that it stands for."""

    occurs_on: date
    day: date


@dataclass(frozen=True)
class Plan:
    """How something repeats. `days_off` says what becomes of a day on which nobody works."""

    rule: Rule
    starts_on: date
    after_completion: bool = False
    days_off: str = "keep"
    country: str = ""

    def coming(
        self, *, after: date, later_than: date | None = None, not_before: date | None = None
    ) -> Iterator[Coming]:
        """The times of the rule after a day of it, each on a day of its own, within ten years.

        `later_than` is the working day of the time before, `not_before` the first day that is of use.
        """
        horizon = years_after(max(after, self.starts_on, not_before or after), YEARS_MAX)
        for occurs_on in occurrences(self.rule, self.starts_on, after=after, horizon=horizon):
            day = self.shifted(occurs_on)
            if day is None or (later_than and day <= later_than):
                continue
            later_than = day
            if not_before is None or day >= not_before:
                yield Coming(occurs_on, day)

    def after_done(self, done_on: date, *, ordinal: int) -> Coming | None:
        """The time that follows one that was done on a day, as the ordinal-th one."""
        count, until = self.rule.count, self.rule.until
        unit = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
        occurs_on = done_on + relativedelta(**{unit[self.rule.freq]: self.rule.interval})  # type: ignore[arg-type]
        if (count is not None and ordinal >= count) or (until is not None and occurs_on > until):
            return None
        step = -1 if self.days_off == "previous" else 1
        day = (
            occurs_on
            if self.days_off == "keep"
            else working_day(occurs_on, self.country, step=step)
        )
        return Coming(occurs_on, max(day, done_on + timedelta(days=1)))

    def shifted(self, occurs_on: date) -> date | None:
        """The day that a day of the rule stands for, None when it is passed over."""
        if self.days_off == "keep" or not is_off(occurs_on, self.country):
            return occurs_on
        if self.days_off == "skip":
            return None
        return working_day(occurs_on, self.country, step=-1 if self.days_off == "previous" else 1)
