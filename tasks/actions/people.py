"""People who leave, and placeholders who turn out to be somebody: their tasks find a new hand."""

from django.db.models import Q, QuerySet

from pm_suite.lib.problems import Conflict, Forbidden, Invalid
from sync.journal import Journal, record
from tasks.actions.standing import CLOSED, pass_hands, touch
from tasks.audiences import reseat_project
from tasks.models import (
    ChecklistItem,
    Comment,
    CustomField,
    ProjectMember,
    ProjectRole,
    Task,
    TaskObserver,
)
from teams.access import can_change_member, require
from teams.actions import check_not_last_owner
from teams.audiences import reseat
from teams.models import Member, Role


def remove_member(other: Member, *, actor: Member, heir: Member | None) -> Member:
    """Show a person out of the workspace; the heir takes over open tasks and led projects.

    Without an heir the open tasks are left free to take. People may leave by themselves. Raises Forbidden; Conflict
    for the last owner, or when a project would lose its last lead and there is no heir.
    """
    if actor.id != other.id and not can_change_member(actor, other):
        raise Forbidden("You cannot remove this person.")
    if heir is not None and (heir.id == other.id or not heir.is_active or heir.is_placeholder):
        raise Invalid("Choose somebody who stays.", field="heir")
    with record(actor) as journal:
        if other.role == Role.OWNER:
            check_not_last_owner(other)
        hand_over_projects(journal, other, heir)
        hand_over_tasks(journal, other, heir)
        other.is_active = False
        other.save(update_fields=["is_active"])
        journal.update("member.removed", other, ["is_active"])
        reseat(journal, other)
    return other


def hand_over_tasks(journal: Journal, other: Member, heir: Member | None) -> None:
    """Give the person's open tasks to the heir, or to nobody."""
    tasks = Task.objects.alive().filter(performer=other).exclude(stage__kind__in=CLOSED)
    for task in tasks.select_for_update(of=("self",), no_key=True).order_by("id"):
        task.performer = heir
        fields = [*pass_hands(task, other, journal.at), *touch(task, journal)]
        task.save(update_fields=fields)
        journal.update("task.assigned", task, fields)
    _hand_over_items(journal, ChecklistItem.objects.filter(performer=other, is_done=False), heir)


def _hand_over_items(journal: Journal, items: QuerySet[ChecklistItem], heir: Member | None) -> None:
    """Give checklist lines to somebody else."""
    for item in items.select_related("task").order_by("id"):
        item.performer = heir
        item.save(update_fields=["performer"])
        journal.update("checklist_item.changed", item, ["performer_id"])


def hand_over_projects(journal: Journal, other: Member, heir: Member | None) -> None:
    """Give the person's seats in projects to the heir; a project keeps a lead."""
    seats = ProjectMember.objects.filter(member=other).select_related("project").order_by("id")
    for seat in seats:
        others = ProjectMember.objects.filter(project=seat.project, role=ProjectRole.LEAD)
        is_last_lead = seat.role == ProjectRole.LEAD and not others.exclude(id=seat.id).exists()
        if is_last_lead and heir is None:
            raise Conflict(
                f"{other.name} leads {seat.project.name} alone; say who takes over.", field="heir"
            )
        if heir is not None:
            _pass_seat(journal, seat, heir)
        journal.delete("project_member.removed", seat)
        seat.delete()
        reseat_project(journal, seat.project)


def _pass_seat(journal: Journal, seat: ProjectMember, heir: Member) -> None:
    held = ProjectMember.objects.filter(project=seat.project, member=heir).first()
    if held is None:
        held = ProjectMember(
            workspace_id=seat.workspace_id, project=seat.project, member=heir, role=seat.role
        )
        held.save(force_insert=True)
        journal.insert("project_member.added", held)
    elif seat.role == ProjectRole.LEAD and held.role != ProjectRole.LEAD:
        held.role = seat.role
        held.save(update_fields=["role"])
        journal.update("project_member.changed", held, ["role"])


def match_placeholder(placeholder: Member, *, actor: Member, member: Member) -> Member:
    """Make everything that an import gave to a placeholder the person's own; the placeholder goes.

    Raises Forbidden, and Invalid when the one is no placeholder or the other is.
    """
    require(actor, "manage_people")
    if not placeholder.is_placeholder or member.is_placeholder or not member.is_active:
        raise Invalid("Match a placeholder with a person of this workspace.", field="member")
    with record(actor) as journal:
        hand_over_projects(journal, placeholder, member)
        _rename_on_tasks(journal, placeholder, member)
        comments = Comment.objects.filter(author=placeholder).select_related("task")
        for comment in comments.order_by("id"):
            comment.author = member
            comment.save(update_fields=["author"])
            if comment.task.is_alive:
                journal.update("comment.changed", comment, ["author_id"])
        _hand_over_items(journal, ChecklistItem.objects.filter(performer=placeholder), member)
        placeholder.is_active = False
        placeholder.save(update_fields=["is_active"])
        journal.update("member.matched", placeholder, ["is_active"])
    return member


def _naming(member: Member) -> tuple[QuerySet[Task], list[str]]:
    """The tasks that name a person in custom fields, and the ids of the fields that name people."""
    people = CustomField.objects.filter(
        workspace_id=member.workspace_id, kind=CustomField.Kind.PERSON
    )
    keys = [str(key) for key in people.values_list("id", flat=True)]
    names = Q()
    for key in keys:
        names |= Q(**{f"values__{key}": str(member.id)})
    return (Task.objects.filter(names) if keys else Task.objects.none()), keys


def _rename_on_tasks(journal: Journal, placeholder: Member, member: Member) -> None:
    written = Task.objects.filter(author=placeholder)
    given = Task.objects.filter(performer=placeholder)
    watched = Task.objects.filter(task_observers__member=placeholder)
    named, person_fields = _naming(placeholder)
    found = (written, given, watched, named)
    ids = set().union(*(tasks.values_list("id", flat=True) for tasks in found))
    for task in Task.objects.filter(id__in=ids).select_for_update(no_key=True).order_by("id"):
        fields = []
        for name in ("author_id", "performer_id"):
            if getattr(task, name) == placeholder.id:
                setattr(task, name, member.id)
                fields.append(name)
        values = task.values | {
            key: str(member.id)
            for key in person_fields
            if task.values.get(key) == str(placeholder.id)
        }
        if values != task.values:
            task.values = values
            fields.append("values")
        if fields:
            task.save(update_fields=fields)
        if TaskObserver.objects.filter(task=task, member=placeholder).delete()[0]:
            TaskObserver.objects.get_or_create(
                task=task, member=member, defaults={"workspace_id": task.workspace_id}
            )
            fields.append("observer_ids")
        if task.is_alive:
            journal.update("task.matched", task, fields)
