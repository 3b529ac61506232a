"""What comes after a task that repeats: found from its rule, and made once.

`tasks.actions.tasks` calls `follow` when a task is closed, and gives it `create_task`.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pm_suite.lib.ids import new_id
from pm_suite.lib.rank import keys_between
from pm_suite.lib.repeating import Coming, Plan
from pm_suite.lib.rrules import read_rule
from pm_suite.lib.walltime import day_of, instant_of
from sync.journal import Journal
from sync.shapes import Json, spell
from tasks.access import WORKERS, role_in
from tasks.actions.standing import CLOSED, stage_of
from tasks.models import (
    Checklist,
    ChecklistItem,
    Project,
    Recurrence,
    Stage,
    Task,
    TaskHelper,
    TaskObserver,
)
from teams.models import Member

Kind = Stage.Kind
Create = Callable[..., Task]
"""`create_task`, which stands above this module."""
COPIED = (
    *("title", "description", "priority", "is_urgent", "is_important"),
    *("estimate", "estimate_hours", "color"),
)
"""Fields that the next one has from the template; `frontend/src/core/mutations/recurrences.ts` has the same."""
WHERE_IT_STANDS = ["task_id", "occurrence", "occurs_on", "next_on", "next_at", "next_id"]


def plan_of(recurrence: Recurrence) -> Plan:
    """The recurrence's plan, its rule read."""
    return Plan(
        read_rule(recurrence.rule),
        recurrence.starts_on,
        after_completion=recurrence.after_completion,
        days_off=recurrence.days_off,
        country=recurrence.country,
    )


def due_of(recurrence: Recurrence, day: date) -> dict[str, Json]:
    """The due date of a task that comes on a day, as fields of the task."""
    if not recurrence.at_time:
        return {"due_on": day.isoformat()}
    return {"due_at": spell(at_time_on(recurrence, day)), "due_zone": recurrence.zone}


def at_time_on(recurrence: Recurrence, day: date) -> datetime:
    """The instant of the recurrence's time on a day."""
    return instant_of(day, time.fromisoformat(recurrence.at_time), recurrence.zone)


def due_day(task: Task, zone: str) -> date | None:
    """The day on which a task is due, in a zone."""
    return task.due_on or (day_of(task.due_at, zone) if task.due_at else None)


def lock_recurrence(recurrence_id: uuid.UUID | None) -> Recurrence | None:
    """The recurrence, so that one transaction at a time makes what comes next; None when there is none."""
    if recurrence_id is None:
        return None
    rows = Recurrence.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(id=recurrence_id).first()


def look_ahead(recurrence: Recurrence) -> None:
    """Note when the task after the latest comes, and that one does; of what waits for its completion, only that."""
    plan, upcoming = plan_of(recurrence), None
    is_over = recurrence.stopped_at is not None
    if plan.after_completion:
        count = plan.rule.count
        is_over = is_over or (count is not None and recurrence.occurrence >= count)
    elif not is_over:
        at = recurrence.occurs_on
        upcoming = next(plan.coming(after=at, later_than=plan.shifted(at)), None)
        is_over = upcoming is None
    day = upcoming.day if upcoming else None
    recurrence.next_occurs_on = upcoming.occurs_on if upcoming else None
    recurrence.next_on = day
    recurrence.next_at = at_time_on(recurrence, day) if day and recurrence.at_time else None
    recurrence.next_id = None if is_over else new_id()
    is_due_by_itself = day is not None and not recurrence.waits
    recurrence.ripe_at = (
        instant_of(day, time(0), recurrence.zone) if day and is_due_by_itself else None
    )


def next_of(recurrence: Recurrence, today: date, *, may_be_late: bool = False) -> Coming | None:
    """When the next task comes. Times that have passed meanwhile are left out, unless they `may_be_late`."""
    if recurrence.next_id is None:
        return None
    plan = plan_of(recurrence)
    if plan.after_completion:
        return plan.after_done(today, ordinal=recurrence.occurrence)
    on, occurs_on = recurrence.next_on, recurrence.next_occurs_on
    if on and occurs_on and (may_be_late or on >= today):
        return Coming(occurs_on, on)
    at = recurrence.occurs_on
    return next(plan.coming(after=at, later_than=plan.shifted(at), not_before=today), None)


def follow(journal: Journal, task: Task, actor: Member, create: Create) -> Task | None:
    """Make the task that follows one which was closed just now, if it is the latest of its recurrence."""
    recurrence = lock_recurrence(task.recurrence_id)
    if recurrence is None or recurrence.task_id != task.id or task.trashed_at is not None:
        return None
    return advance(journal, recurrence, actor, create, day_of(journal.at, recurrence.zone))


def advance(
    journal: Journal, recurrence: Recurrence, actor: Member, create: Create, today: date
) -> Task | None:
    """Make the next task of a locked recurrence and let it be the latest; None, and it is over, when none comes."""
    upcoming = next_of(recurrence, today)
    if upcoming is None:
        _end(journal, recurrence)
        return None
    task = _make(journal, recurrence, upcoming, actor, create)
    recurrence.task = task
    recurrence.occurrence += 1
    recurrence.occurs_on = upcoming.occurs_on
    look_ahead(recurrence)
    recurrence.save()
    journal.update("recurrence.advanced", recurrence, WHERE_IT_STANDS)
    return task


def _end(journal: Journal, recurrence: Recurrence) -> None:
    if recurrence.next_id is None:
        return
    recurrence.next_id = recurrence.next_on = recurrence.next_occurs_on = None
    recurrence.next_at = recurrence.ripe_at = None
    recurrence.save()
    journal.update("recurrence.ended", recurrence, ["next_on", "next_at", "next_id"])


def _make(
    journal: Journal, recurrence: Recurrence, upcoming: Coming, actor: Member, create: Create
) -> Task:
    template = recurrence.template
    last: Task = recurrence.task
    stage = stage_of(last, Kind.TODO, Kind.BACKLOG, Kind.DOING) or last.stage
    fields = {name: template[name] for name in COPIED if name in template}
    performers = _still_there(last.project, [template.get("performer_id")])
    parent = Task.objects.alive().filter(id=template.get("parent_id")).values_list("id").first()
    task = create(
        actor=actor,
        stage=stage,
        title=fields.pop("title"),
        id=recurrence.next_id,
        fields={
            **fields,
            **due_of(recurrence, upcoming.day),
            "performer_id": performers[0] if performers else None,
            "parent_id": parent[0] if parent else None,
        },
        tag_ids=[uuid.UUID(one) for one in template.get("tag_ids", ())],
        author=last.author,
        recurrence=recurrence,
    )
    _bring_along(journal, task, template, upcoming)
    return task


def _bring_along(journal: Journal, task: Task, template: dict[str, Any], upcoming: Coming) -> None:
    """People, plan and checklists, unticked: what hangs on a task and is not made with it."""
    changed = []
    for name, model in (("helper_ids", TaskHelper), ("observer_ids", TaskObserver)):
        people = _still_there(task.project, template.get(name, ()), may_read=name == "observer_ids")
        for one in people:
            model(workspace_id=task.workspace_id, task=task, member_id=one).save(force_insert=True)
        changed += [name] if people else []
    if (ahead := template.get("planned_ahead")) is not None:
        task.planned_on = date.fromordinal(upcoming.day.toordinal() - ahead)
        changed.append("planned_on")
    lists = template.get("checklists", ())
    if lists:
        task.checklist_count = _unticked(journal, task, lists)
        changed.append("checklist_count")
    if changed:
        task.save(update_fields=[one for one in changed if not one.endswith("_ids")])
        journal.update("task.repeated", task, changed)


def _unticked(journal: Journal, task: Task, lists: list[dict[str, Any]]) -> int:
    """Make the checklists of a template; gives the number of their lines."""
    count = 0
    for kept, rank in zip(lists, keys_between(None, None, len(lists)), strict=True):
        checklist = Checklist(
            workspace_id=task.workspace_id, task=task, name=kept["name"], rank=rank
        )
        checklist.save(force_insert=True)
        journal.insert("checklist.added", checklist)
        lines = kept["items"]
        performers = set(_still_there(task.project, [line["performer_id"] for line in lines]))
        for line, key in zip(lines, keys_between(None, None, len(lines)), strict=True):
            item = ChecklistItem(
                workspace_id=task.workspace_id,
                task=task,
                checklist=checklist,
                text=line["text"],
                performer_id=_among(line["performer_id"], performers),
                rank=key,
            )
            item.save(force_insert=True)
            journal.insert("checklist_item.added", item)
        count += len(lines)
    return count


def _among(member_id: str | None, members: set[uuid.UUID]) -> uuid.UUID | None:
    known = uuid.UUID(member_id) if member_id else None
    return known if known in members else None


def _still_there(
    project: Project, ids: Iterable[str | None], *, may_read: bool = False
) -> list[uuid.UUID]:
    """Those of the members who still work in the project, or still read it."""
    wanted = {one for one in ids if one}
    if not wanted:
        return []
    members = Member.objects.filter(workspace_id=project.workspace_id, id__in=wanted)
    roles = {member.id: role_in(member, project) for member in members.order_by("id")}
    dummies = {member.id for member in members if member.is_placeholder}
    return [
        one
        for one, role in roles.items()
        if role in WORKERS or one in dummies or (may_read and role)
    ]


def template_of(task: Task, zone: str) -> dict[str, Any]:
    """What the tasks that follow are made like: this one as it is now, its ticks and dates of lines left out."""
    day = due_day(task, zone)
    template: dict[str, Any] = {name: spell(getattr(task, name)) for name in COPIED}
    template |= {"performer_id": spell(task.performer_id), "parent_id": spell(task.parent_id)}
    for name, rows, column in (
        ("tag_ids", task.task_tags, "tag_id"),
        ("helper_ids", task.task_helpers, "member_id"),
        ("observer_ids", task.task_observers, "member_id"),
    ):
        template[name] = sorted(str(one) for one in rows.values_list(column, flat=True))
    if day and task.planned_on:
        template["planned_ahead"] = (day - task.planned_on).days
    lines: dict[uuid.UUID, list[dict[str, Json]]] = {}
    for item in ChecklistItem.objects.filter(task=task).order_by("rank", "id"):
        line: dict[str, Json] = {"text": item.text, "performer_id": spell(item.performer_id)}
        lines.setdefault(item.checklist_id, []).append(line)
    template["checklists"] = [
        {"name": one.name, "items": lines.get(one.id, [])}
        for one in Checklist.objects.filter(task=task).order_by("rank", "id")
    ]
    return template


def is_closed(task: Task) -> bool:
    """Whether a task is at its end, so that the next one may come."""
    return task.stage.kind in CLOSED or task.cancelled_at is not None


def local_time(instant: datetime, zone: str) -> str:
    """The wall time of an instant in a zone, as 09:00."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def is_ripe(recurrence: Recurrence, now: datetime) -> bool:
    """Whether the next task's day has come."""
    return recurrence.ripe_at is not None and recurrence.ripe_at <= now.astimezone(UTC)
