"""Tasks are made to come again, skip a time, and stop; what their time has come for is made."""

import logging
import uuid
import zoneinfo
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import count, islice
from typing import Any

from django.db.models import Q
from django.utils import timezone

from pm_suite.lib.daysoff import read_country
from pm_suite.lib.problems import Conflict, Invalid, Problem
from pm_suite.lib.repeating import Plan
from pm_suite.lib.rrules import NEVER, Rule, read_rule, years_after
from pm_suite.lib.walltime import day_of
from sync.conflicts import settle
from sync.journal import Journal, record
from sync.shapes import Json, spell
from tasks import cleaning
from tasks.access import require_task_edit
from tasks.actions.recurring import (
    WHERE_IT_STANDS,
    advance,
    at_time_on,
    due_day,
    due_of,
    is_closed,
    is_ripe,
    local_time,
    lock_recurrence,
    look_ahead,
    next_of,
    plan_of,
    template_of,
)
from tasks.actions.standing import CLOSED, touch
from tasks.actions.tasks import change_task, create_task
from tasks.models import Recurrence, Task
from tasks.rows import chosen_id, insert
from teams.models import Member, Role

logger = logging.getLogger(__name__)

DATES = [*WHERE_IT_STANDS, "skipped_on"]
AT_ONCE = 500
"""Tasks that one run makes; the next run goes on."""
NO_NEXT = "There is no time after this one."


def _rule(value: Any) -> str:
    return str(read_rule(value))


def _zone(value: Any) -> str:
    if not isinstance(value, str) or value not in zoneinfo.available_timezones():
        raise Invalid("There is no such time zone.", field="zone")
    return value


def _time(value: Any) -> str:
    if value in (None, ""):
        return ""
    try:
        if isinstance(value, str) and len(value) == 5:
            return datetime.strptime(value, "%H:%M").strftime("%H:%M")
    except ValueError:
        pass
    raise Invalid("Write a time of day as 09:00.", field="at_time")


def _start(value: Any) -> date:
    day = cleaning.day(value, field="starts_on")
    if day is None:
        raise Invalid("Write a date as YYYY-MM-DD.", field="starts_on")
    return day


CLEAN: dict[str, Callable[[Any], Any]] = {
    "rule": _rule,
    "after_completion": lambda value: cleaning.flag(value, field="after_completion"),
    "starts_on": _start,
    "at_time": _time,
    "zone": _zone,
    "days_off": lambda value: cleaning.choice(value, Recurrence.DaysOff, field="days_off"),
    "country": read_country,
    "waits": lambda value: cleaning.flag(value, field="waits"),
}


def set_recurrence(
    task: Task, *, actor: Member, fields: Mapping[str, Any], id: object = None
) -> Recurrence:
    """Let a task come again by a rule, or change how this one and all that follow do.

    A task without a due date gets that of the first time. Raises Forbidden, Invalid, and Conflict for a task that is
    closed (`closed`) or followed already (`not_latest`).
    """
    require_task_edit(actor, task)
    cleaning.only_known(fields, CLEAN)
    clean = {name: CLEAN[name](value) for name, value in fields.items()}
    with record(actor) as journal:
        known = lock_recurrence(task.recurrence_id)
        _check_latest(known, task)
        if known is not None:
            return _change(journal, known, task, actor, clean)
        if "rule" not in clean:
            raise Invalid("Say by which rule it repeats.", field="rule")
        recurrence = Recurrence(
            id=chosen_id(id),
            workspace_id=task.workspace_id,
            project_id=task.project_id,
            task=task,
            author_id=actor.id,
            created_at=journal.at,
            **_beginning(task, actor, clean, journal.at),
        )
        _begin(recurrence, task)
        recurrence.template = template_of(task, recurrence.zone)
        insert(recurrence)
        journal.insert("recurrence.set", recurrence)
        task.recurrence, task.occurrence = recurrence, recurrence.occurrence
        changed = touch(task, journal)
        task.save(update_fields=["recurrence", "occurrence", *changed])
        journal.update("task.repeats", task, ["recurrence_id", *changed])
        _date(recurrence, task, actor)
    return recurrence


def _check_latest(known: Recurrence | None, task: Task) -> None:
    if known is not None and known.task_id != task.id:
        raise Conflict(
            "A later one of this task is there already; change that one.", code="not_latest"
        )
    if task.stage.kind in CLOSED or not task.is_alive:
        raise Conflict("This task is closed; open it again first.", code="closed")


def _beginning(task: Task, actor: Member, clean: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The fields of a new recurrence: what was not said follows from the task."""
    zone = (
        clean.get("zone") or task.due_zone or (actor.user.time_zone if actor.user else "") or "UTC"
    )
    at_time = local_time(task.due_at, zone) if task.due_at else ""
    start = due_day(task, zone) or day_of(now, zone)
    return {"zone": zone, "at_time": at_time, "starts_on": start, **clean}


def _begin(recurrence: Recurrence, task: Task) -> None:
    """Check a rule against its beginning, and find the times of the latest task and of the next."""
    recurrence.task = task
    plan = plan_of(recurrence)
    first = check_plan(plan)
    recurrence.occurs_on = due_day(task, recurrence.zone) or first
    look_ahead(recurrence)


def check_plan(plan: Plan) -> date:
    """The first day on which something repeats; raises Invalid for a plan that is out of bounds or on no day."""
    rule, start = plan.rule, plan.starts_on
    if not 1971 <= start.year <= 2100:
        raise Invalid("A task begins to repeat between 1971 and 2100.", field="starts_on")
    if rule.until is not None and not start <= rule.until <= years_after(start):
        raise Invalid(
            "UNTIL is a day from the beginning to ten years after it.",
            field="rule",
            code="invalid_recurrence",
        )
    if plan.after_completion:
        _check_simple(rule)
        return start
    first = next(plan.coming(after=start - timedelta(days=1)), None)
    if first is None:
        raise Invalid(NEVER, field="rule", code="invalid_recurrence")
    return first.occurs_on


def _check_simple(rule: Rule) -> None:
    if rule.days or rule.by:
        raise Invalid(
            "After completion a number of days, weeks, months or years is counted: name no days.",
            field="rule",
            code="invalid_recurrence",
        )


def _date(recurrence: Recurrence, task: Task, actor: Member) -> None:
    """Give a task that has no due date the one of its time."""
    if task.due_on is None and task.due_at is None and not recurrence.after_completion:
        day = plan_of(recurrence).shifted(recurrence.occurs_on) or recurrence.occurs_on
        change_task(task, actor=actor, fields=due_of(recurrence, day))


def _change(
    journal: Journal, recurrence: Recurrence, task: Task, actor: Member, clean: dict[str, Any]
) -> Recurrence:
    before = dict(vars(recurrence))
    if clean.keys() & {"rule", "after_completion"} and "starts_on" not in clean:
        # Every second week is counted from the task at hand.
        clean["starts_on"] = due_day(task, recurrence.zone) or day_of(journal.at, recurrence.zone)
    for name, value in clean.items():
        setattr(recurrence, name, value)
    changed = settle(journal, recurrence, before, list(clean))
    if not changed:
        return recurrence
    recurrence.stopped_at = None
    _begin(recurrence, task)
    recurrence.save()
    fields = ["occurs_on", "next_on", "next_at", "next_id", "stopped_at"]
    journal.update("recurrence.set", recurrence, [*changed, *fields])
    _date(recurrence, task, actor)
    return recurrence


def skip_time(recurrence: Recurrence, *, actor: Member) -> Recurrence:
    """Leave the latest task's time out: the task itself goes to the next. Raises Conflict (`no_next`, `closed`)."""
    task = recurrence.task
    _check_latest(None, task)
    with record(actor) as journal:
        today = day_of(journal.at, recurrence.zone)
        upcoming = next_of(recurrence, max(today, recurrence.occurs_on), may_be_late=True)
        if upcoming is None:
            raise Conflict(NO_NEXT, code="no_next")
        recurrence.skipped_on = [*recurrence.skipped_on, recurrence.occurs_on.isoformat()]
        recurrence.occurs_on = upcoming.occurs_on
        _go_to(journal, "recurrence.skipped", recurrence, actor, upcoming.day)
    return recurrence


def unskip_time(recurrence: Recurrence, *, actor: Member) -> Recurrence:
    """Take the last skip back: the task goes to the time that was left out. Raises Conflict (`not_skipped`)."""
    _check_latest(None, recurrence.task)
    if not recurrence.skipped_on:
        raise Conflict("No time was left out.", code="not_skipped")
    with record(actor) as journal:
        *kept, last = recurrence.skipped_on
        recurrence.skipped_on, recurrence.occurs_on = kept, date.fromisoformat(last)
        day = plan_of(recurrence).shifted(recurrence.occurs_on) or recurrence.occurs_on
        _go_to(journal, "recurrence.unskipped", recurrence, actor, day)
    return recurrence


def _go_to(journal: Journal, kind: str, recurrence: Recurrence, actor: Member, day: date) -> None:
    """Bring the latest task to another time of its recurrence."""
    look_ahead(recurrence)
    recurrence.save()
    journal.update(kind, recurrence, DATES)
    change_task(recurrence.task, actor=actor, fields=due_of(recurrence, day))


def stop_recurrence(recurrence: Recurrence, *, actor: Member) -> Recurrence:
    """Let nothing follow the latest task. A repeat changes nothing; a rule that is set again goes on."""
    if recurrence.stopped_at is not None:
        return recurrence
    with record(actor) as journal:
        recurrence.stopped_at = journal.at
        look_ahead(recurrence)
        recurrence.save()
        fields = ["stopped_at", "next_on", "next_at", "next_id"]
        journal.update("recurrence.stopped", recurrence, fields)
    return recurrence


def adopt_task(recurrence: Recurrence, *, actor: Member) -> Recurrence:
    """Let all tasks that follow be made like the latest one is now; until then its changes are its own."""
    with record(actor) as journal:
        recurrence.template = template_of(recurrence.task, recurrence.zone)
        recurrence.save(update_fields=["template"])
        journal.update("recurrence.adopted", recurrence, ["task_id"])
    return recurrence


def make_due(now: datetime) -> int:
    """Make the tasks whose day has come, and those that should have followed one that was closed; gives how many.

    A transaction for each. Who is being made elsewhere is passed over; what cannot be made waits for the next run.
    """
    closed = Q(task__done_at__isnull=False) | Q(task__cancelled_at__isnull=False)
    due = Recurrence.objects.filter(Q(ripe_at__lte=now) | closed, next_id__isnull=False)
    return sum(
        _make_one(one, now) for one in due.order_by("id").values_list("id", flat=True)[:AT_ONCE]
    )


def _make_one(recurrence_id: uuid.UUID, now: datetime) -> bool:
    actor = _author_of(recurrence_id)
    if actor is None:
        return False
    try:
        with record(actor) as journal:
            rows = Recurrence.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            recurrence = rows.filter(id=recurrence_id, next_id__isnull=False).first()
            if recurrence is None or not _is_due(recurrence, now):
                return False
            today = day_of(now, recurrence.zone)
            return advance(journal, recurrence, actor, create_task, today) is not None
    except Problem:
        logger.exception("What follows by recurrence %s could not be made.", recurrence_id)
        return False


def _is_due(recurrence: Recurrence, now: datetime) -> bool:
    task: Task = recurrence.task
    if task.trashed_at is not None or task.project.archived_at is not None:
        return False
    return is_closed(task) or (task.archived_at is None and is_ripe(recurrence, now))


def _author_of(recurrence_id: uuid.UUID) -> Member | None:
    """In whose name a task is made that nobody's doing brings: its author's, else the workspace's owner's."""
    found = Recurrence.objects.filter(id=recurrence_id).select_related("task__author").first()
    if found is None:
        return None
    author: Member = found.task.author
    if author.is_active and author.role not in {Role.OBSERVER, Role.GUEST}:
        return author
    owners = Member.objects.active().filter(workspace_id=found.workspace_id, role=Role.OWNER)
    return owners.order_by("id").first()


def preview(member: Member, asked: Mapping[str, Any], *, limit: int) -> dict[str, Json]:
    """The first times of a rule, and the rule as it would be kept; nothing is written. Raises Invalid."""
    after = cleaning.day(asked.get("after"), field="after")
    clean = {name: CLEAN[name](value) for name, value in asked.items() if name in CLEAN}
    zone = clean.get("zone") or (member.user.time_zone if member.user else "") or "UTC"
    start = clean.get("starts_on") or day_of(timezone.now(), zone)
    found = Recurrence(
        **{"rule": _rule(asked.get("rule")), **clean, "zone": zone, "starts_on": start}
    )
    plan = plan_of(found)
    check_plan(plan)
    days = _after_each(plan, after or start) if plan.after_completion else _by_rule(plan, after)
    times: list[Json] = [
        {"on": day.isoformat(), "at": spell(at_time_on(found, day)) if found.at_time else None}
        for day in islice(days, limit)
    ]
    return {"rule": found.rule, "times": times}


def _by_rule(plan: Plan, after: date | None) -> Iterator[date]:
    if after is None:
        found = plan.coming(after=plan.starts_on - timedelta(days=1))
    else:
        found = plan.coming(after=after, later_than=plan.shifted(after))
    return (upcoming.day for upcoming in found)


def _after_each(plan: Plan, day: date) -> Iterator[date]:
    """As if each was done on its day."""
    for ordinal in count(1):
        upcoming = plan.after_done(day, ordinal=ordinal)
        if upcoming is None:
            return
        day = upcoming.day
        yield day
