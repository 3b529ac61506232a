"""Projects, their seats and audiences."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from pm_suite.lib.latin import to_latin
from pm_suite.lib.problems import Conflict, Invalid
from sync.actions import open_scope
from sync.conflicts import hold, settle
from sync.journal import record
from sync.models import Scope
from tasks import cleaning
from tasks.access import require as require_in
from tasks.audiences import reseat_project
from tasks.models import Colour, Project, ProjectMember, ProjectRole
from tasks.rows import chosen_id, insert
from teams.access import require
from teams.models import Member

KEY = re.compile(r"^[A-Z][A-Z0-9]{1,9}$")
CLEAN: dict[str, cleaning.Cleaner] = {
    "name": lambda v: cleaning.one_line(v, field="name", limit=cleaning.NAME_MAX, noun="A name"),
    "description": lambda v: cleaning.long_text(v, field="description", noun="A description"),
    "color": lambda v: cleaning.choice(v, Colour, field="color"),
    "visibility": lambda v: cleaning.choice(v, Project.Visibility, field="visibility"),
    "acceptance": lambda v: cleaning.flag(v, field="acceptance"),
    "editing": lambda v: cleaning.choice(v, Project.Editing, field="editing"),
    "progress": lambda v: cleaning.choice(v, Project.Progress, field="progress"),
}


def suggest_key(name: str, taken: set[str]) -> str:
    """A key made from a project's name that nobody in the workspace has: initials, or the first letters."""
    words = re.findall(r"[a-z0-9]+", to_latin(name))
    base = "".join(word[0] for word in words[:4]) if len(words) > 1 else "".join(words)[:3]
    base = base.upper().lstrip("0123456789")
    if not KEY.match(base):
        base = (base + "PRJ")[:3]
    numbered = (f"{base[:7]}{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (base, *numbered) if key not in taken)


def create_project(
    *,
    actor: Member,
    name: str,
    key: str | None = None,
    id: object = None,
    fields: Mapping[str, Any] | None = None,
) -> Project:
    """Make a project whose lead is the actor, without stages; raises Forbidden, Invalid, Conflict.

    `boards.actions.create_project` adds the stages and the board that every project is born with.
    """
    require(actor, "create_project")
    fields = fields or {}
    cleaning.only_known(fields, CLEAN)
    with record(actor) as journal:
        taken = set(
            Project.objects.filter(workspace_id=actor.workspace_id).values_list("key", flat=True)
        )
        key = key.strip().upper() if key else suggest_key(name, taken)
        check_key(key, taken)
        project = Project(
            id=chosen_id(id), workspace_id=actor.workspace_id, key=key, created_at=journal.at
        )
        for field, value in {"name": name, **fields}.items():
            setattr(project, field, CLEAN[field](value))
        insert(project, taken=f"The key {key} or this id is taken.")
        open_scope(actor.workspace_id, project.id, Scope.Kind.PROJECT)
        journal.insert("project.created", project)
        seat = ProjectMember(
            workspace_id=actor.workspace_id, project=project, member=actor, role=ProjectRole.LEAD
        )
        insert(seat)
        journal.insert("project_member.added", seat)
        reseat_project(journal, project)
    return project


def check_key(key: str, taken: set[str]) -> None:
    """Raise unless the key is well formed and free."""
    if not KEY.match(key):
        raise Invalid(
            "A key has 2 to 10 capital letters or digits and starts with a letter.", field="key"
        )
    if key in taken:
        raise Conflict(f"The key {key} is taken; choose another.", code="taken", field="key")


def change_project(
    project: Project,
    *,
    actor: Member,
    fields: Mapping[str, Any],
    was: Mapping[str, str] | None = None,
) -> Project:
    """Change a project's fields; a new visibility lets people in or shows them out.

    `was` holds the long texts from which the person began. Raises Forbidden, Invalid.
    """
    require_in(actor, "lead", project)
    cleaning.only_known(fields, CLEAN)
    with record(actor) as journal:
        hold(journal, project, CLEAN)
        before = dict(vars(project))
        for field, value in fields.items():
            setattr(project, field, CLEAN[field](value))
        changed = settle(journal, project, before, list(fields), was)
        if changed:
            project.save(update_fields=changed)
            journal.update("project.changed", project, changed)
        if "visibility" in changed:
            reseat_project(journal, project)
    return project


def archive_project(project: Project, *, actor: Member) -> Project:
    """Put a project away; its tasks stay as they are."""
    return _set_archived(project, actor=actor, kind="project.archived", at=timezone.now())


def restore_project(project: Project, *, actor: Member) -> Project:
    """Bring an archived project back."""
    return _set_archived(project, actor=actor, kind="project.restored", at=None)


def _set_archived(project: Project, *, actor: Member, kind: str, at: Any) -> Project:
    require_in(actor, "lead", project)
    with record(actor) as journal:
        project.archived_at = at
        project.save(update_fields=["archived_at"])
        journal.update(kind, project, ["archived_at"])
    return project


def seat_member(project: Project, *, actor: Member, member: Member, role: str) -> ProjectMember:
    """Give a person a seat in the project, or another role in it; raises Forbidden, Invalid."""
    require_in(actor, "lead", project)
    role = cleaning.choice(role, ProjectRole, field="role")
    with record(actor) as journal:
        seat = ProjectMember.objects.filter(project=project, member=member).first()
        if seat is None:
            seat = ProjectMember(
                workspace_id=project.workspace_id, project=project, member=member, role=role
            )
            insert(seat)
            journal.insert("project_member.added", seat)
        else:
            seat.role = role
            seat.save(update_fields=["role"])
            journal.update("project_member.changed", seat, ["role"])
        reseat_project(journal, project)
    return seat


def unseat_member(seat: ProjectMember, *, actor: Member) -> None:
    """Take a person's seat in the project; the last lead keeps it. Raises Forbidden, Conflict."""
    project = seat.project
    require_in(actor, "lead", project)
    with record(actor) as journal:
        leads = ProjectMember.objects.select_for_update().filter(
            project=project, role=ProjectRole.LEAD
        )
        if seat.role == ProjectRole.LEAD and not [one for one in leads if one.id != seat.id]:
            raise Conflict("A project keeps at least one lead. Make somebody else lead first.")
        journal.delete("project_member.removed", seat)
        seat.delete()
        reseat_project(journal, project)
