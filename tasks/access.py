"""The only way from an outside id to a project or anything in it; the rules of what a member may do there.

A member's role in a project follows from three things: the role in the workspace, the seat in the project if any, and
the project's visibility (`project_role`). What each role may do stands in one table (`RULES`), what each relation to
a task in another (`tasks.rights.VERBS`).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, OuterRef, QuerySet, Subquery

from pm_suite.lib.problems import Forbidden, NotSeen
from sync.models import Conflict, ScopeMember
from tasks.models import (
    Attachment,
    Checklist,
    ChecklistItem,
    Comment,
    DeadlineProposal,
    Project,
    ProjectMember,
    ProjectRole,
    Reaction,
    Stage,
    Tag,
    Task,
    TaskHelper,
    TaskLink,
    TaskObserver,
)
from tasks.rights import VERBS, Relation, may_do
from tasks.rows import first_held
from teams.models import Member, Role

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Rule:
    """One right in a project: the project roles that have it, and the sentence for the others."""

    roles: frozenset[str]
    refusal: str


LEADS = frozenset({ProjectRole.LEAD.value})
WORKERS = LEADS | {ProjectRole.PERFORMER.value}
READERS = WORKERS | {ProjectRole.OBSERVER.value}

RULES = {
    "read": Rule(READERS, "This project is not shared with you."),
    "comment": Rule(READERS, "This project is not shared with you."),
    "create_task": Rule(WORKERS, "Observers read and comment; they do not add tasks."),
    "edit_task": Rule(WORKERS, "Observers read and comment; they do not change tasks."),
    "moderate": Rule(LEADS, "Only its author or a project lead changes this comment."),
    "lead": Rule(LEADS, "Only a project lead changes the project."),
}


def project_role(role: str, seat: str | None, visibility: str, *, is_active: bool = True) -> str:
    """The role in a project, "" for none: a pure function of workspace role, seat and visibility."""
    if not is_active:
        return ""
    if role == Role.OWNER:
        return ProjectRole.LEAD
    if seat:
        return ProjectRole.OBSERVER if role == Role.OBSERVER else seat
    if visibility == Project.Visibility.PRIVATE:
        return ""
    if role == Role.ADMIN:
        return ProjectRole.LEAD
    return ProjectRole.PERFORMER if role in {Role.MANAGER, Role.PERFORMER} else ""


def role_in(member: Member, project: Project) -> str:
    """The member's role in a project, "" for none."""
    seen_by, role = getattr(project, "seen_by", (None, ""))
    if seen_by == member.id:
        return str(role)
    seats = ProjectMember.objects.filter(project=project, member=member)
    seat = seats.values_list("role", flat=True).first()
    return project_role(member.role, seat, project.visibility, is_active=member.is_active)


def may(member: Member, right: str, project: Project) -> bool:
    """Whether the member has a right of the table in a project."""
    return role_in(member, project) in RULES[right].roles


def require(member: Member, right: str, project: Project) -> None:
    """Raise NotSeen when the project is hidden from the member, Forbidden when the right is missing."""
    role = role_in(member, project)
    if not role:
        raise NotSeen("There is no such project, or it is not shared with you.")
    if role not in RULES[right].roles:
        raise Forbidden(RULES[right].refusal)


def relations_of(member: Member, task: Task) -> frozenset[Relation]:
    """What the member is to the task, who works in its project."""
    found = set()
    if role_in(member, task.project) == ProjectRole.LEAD:
        found.add(Relation.LEAD)
    if task.author_id == member.id:
        found.add(Relation.AUTHOR)
    if task.performer_id == member.id:
        found.add(Relation.PERFORMER)
    noted: frozenset[Relation] | None = getattr(task, "noted_relations", {}).get(member.id)
    if not found and noted is not None:
        return noted
    # Two more queries, for the few whom nothing else relates to the task.
    if not found and TaskHelper.objects.filter(task=task, member=member).exists():
        found.add(Relation.HELPER)
    if not found and TaskObserver.objects.filter(task=task, member=member).exists():
        found.add(Relation.OBSERVER)
    return frozenset(found or {Relation.OTHER})


def can_do(member: Member, verb: str, task: Task) -> bool:
    """Whether the member may carry out a verb on the task."""
    if verb != "read" and not may(member, "edit_task", task.project):
        return False
    project = task.project
    return may_do(
        verb,
        relations_of(member, task),
        acceptance=project.acceptance,
        editing=project.editing,
    )


def require_verb(member: Member, verb: str, task: Task) -> None:
    """Raise Forbidden unless the member may carry out a verb of the table on the task."""
    require(member, "read" if verb == "read" else "edit_task", task.project)
    if not can_do(member, verb, task):
        raise Forbidden(VERBS[verb].refusal)


def require_task_edit(member: Member, task: Task) -> None:
    """Raise unless the member may change the task: leads any, performers by the project's policy."""
    require_verb(member, "edit", task)


def viewer_role_in(member: Member, project: str) -> Subquery:
    """The role that the project's audience gives the member, null for none."""
    seats = ScopeMember.objects.filter(reader_id=member.id, scope_id=OuterRef(project))
    return Subquery(seats.values("role")[:1])


def visible_projects(member: Member) -> QuerySet[Project]:
    """The projects whose scope the member holds."""
    held = ScopeMember.objects.filter(reader_id=member.id).values("scope_id")
    return Project.objects.filter(workspace_id=member.workspace_id, id__in=held)


def visible_tasks(member: Member) -> QuerySet[Task]:
    """The tasks of the visible projects, trashed ones included."""
    return Task.objects.filter(
        workspace_id=member.workspace_id, project__in=visible_projects(member)
    )


def visible_tags(member: Member) -> QuerySet[Tag]:
    """The workspace's tags."""
    return Tag.objects.filter(workspace_id=member.workspace_id)


def found_or_raise(found: M | None, noun: str) -> M:
    if found is None:
        raise NotSeen(f"There is no such {noun}, or it is not shared with you.")
    return found


def access_project(member: Member, project_id: uuid.UUID | str) -> Project:
    """A project the member sees; raises NotSeen."""
    return found_or_raise(visible_projects(member).filter(id=project_id).first(), "project")


def access_stage(member: Member, stage_id: uuid.UUID | str) -> Stage:
    """A stage of a visible project; raises NotSeen."""
    stages = (
        Stage.objects.filter(id=stage_id, workspace_id=member.workspace_id)
        .annotate(viewer_role=viewer_role_in(member, "project_id"))
        .select_related("project")
    )
    stage = found_or_raise(next(iter(stages), None), "stage")
    note_role(member, stage, stage.project, "stage")
    return stage


def access_stage_of(task: Task, stage_id: uuid.UUID | str) -> Stage:
    """A stage of the project of a task that was accessed before; raises NotSeen."""
    stages = Stage.objects.filter(id=stage_id, project_id=task.project_id)
    stage = found_or_raise(next(iter(stages), None), "stage")
    stage.project = task.project
    return stage


def tasks_with_role(
    member: Member, task_ids: Iterable[uuid.UUID | str], *, lock: bool
) -> "QuerySet[Task]":
    """Tasks with the role in which the member sees each, null for those that are hidden."""
    tasks = (
        Task.objects.filter(id__in=list(task_ids), workspace_id=member.workspace_id)
        .annotate(viewer_role=viewer_role_in(member, "project_id"))
        .select_related("project", "stage")
    )
    return tasks.select_for_update(of=("self",), no_key=True) if lock else tasks


def _task(member: Member, task_id: uuid.UUID | str, *, lock: bool) -> Task:
    """A visible task, trashed or not, whose project remembers the role it was seen with."""
    task = found_or_raise(first_held(tasks_with_role(member, [task_id], lock=lock)), "task")
    note_role(member, task, task.project, "task")
    return task


def note_role(member: Member, row: Model, project: Project, noun: str) -> None:
    """Keep the annotated role with the project, where `role_in` finds it; raises NotSeen when there is none."""
    role: str | None = getattr(row, "viewer_role", None)
    if role is None:
        raise NotSeen(f"There is no such {noun}, or it is not shared with you.")
    setattr(project, "seen_by", (member.id, role))  # noqa: B010  # no field of the model


def access_task(
    member: Member, task_id: uuid.UUID | str, *, write: bool = False, trashed: bool = False
) -> Task:
    """A task the member sees, locked when it is to be written.

    Raises NotSeen, also for a trashed task unless `trashed`; Forbidden when `write` is not allowed.
    """
    task = _task(member, task_id, lock=write)
    if task.trashed_at is not None and not trashed:
        raise NotSeen("This task is in the trash; restore it first.", code="trashed")
    if write:
        require_task_edit(member, task)
    return task


P = TypeVar("P", Checklist, ChecklistItem, Comment, Attachment, Reaction, TaskLink)


def visible_parts(member: Member, parts: type[P], task_id: uuid.UUID | str) -> QuerySet[P]:
    """The checklist lines, comments or links of a task that the member sees; raises NotSeen."""
    task = access_task(member, task_id)
    return _there(parts._default_manager.filter(task=task))


def _there(parts: QuerySet[P]) -> QuerySet[P]:
    """Without the comments that were removed."""
    gone: dict[str, Any] = {"removed_at": None} if hasattr(parts.model, "removed_at") else {}
    return parts.filter(**gone)


def access_part(member: Member, parts: type[P], part_id: uuid.UUID | str) -> P:
    """A checklist line, comment or link to read, of a task that the member sees; raises NotSeen."""
    tasks = visible_tasks(member).filter(trashed_at=None)
    found = parts._default_manager.filter(id=part_id, task__in=tasks)
    found = _there(found)
    return found_or_raise(found.select_related("task").first(), str(parts._meta.verbose_name))


def visible_stages(member: Member, project_id: uuid.UUID | str) -> QuerySet[Stage]:
    """The stages of a project that the member sees; raises NotSeen."""
    return Stage.objects.filter(project=access_project(member, project_id))


def visible_seats(member: Member, project_id: uuid.UUID | str) -> QuerySet[ProjectMember]:
    """The seats in a project that the member sees; raises NotSeen."""
    return ProjectMember.objects.filter(project=access_project(member, project_id))


def access_tag(member: Member, tag_id: uuid.UUID | str) -> Tag:
    """A tag of the workspace; raises NotSeen."""
    return found_or_raise(visible_tags(member).filter(id=tag_id).first(), "tag")


def access_checklist(
    member: Member, checklist_id: uuid.UUID | str, *, trashed: bool = False
) -> Checklist:
    """A checklist whose task the member may change, the task locked; raises NotSeen, Forbidden."""
    checklist = found_or_raise(Checklist.objects.filter(id=checklist_id).first(), "checklist")
    checklist.task = access_task(member, checklist.task_id, write=True, trashed=trashed)
    return checklist


def access_checklist_item(
    member: Member, item_id: uuid.UUID | str, *, trashed: bool = False
) -> ChecklistItem:
    """A checklist's line whose task the member may change, the task locked; raises NotSeen, Forbidden."""
    item = found_or_raise(ChecklistItem.objects.filter(id=item_id).first(), "checklist item")
    item.task = access_task(member, item.task_id, write=True, trashed=trashed)
    return item


def access_comment(
    member: Member, comment_id: uuid.UUID | str, *, trashed: bool = False, removed: bool = False
) -> Comment:
    """A comment that the member may change, its task locked; one that was removed only where `removed`.

    Raises NotSeen, Forbidden.
    """
    comment = _comment(member, comment_id, trashed=trashed)
    if comment.removed_at is not None and not removed:
        raise NotSeen("This comment was deleted.")
    if comment.author_id != member.id:
        require(member, "moderate", comment.task.project)
    return comment


def access_comment_to_answer(
    member: Member, comment_id: uuid.UUID | str, *, trashed: bool = False
) -> Comment:
    """A comment that the member may answer, its task locked; raises NotSeen."""
    comment = _comment(member, comment_id, trashed=trashed)
    if comment.removed_at is not None:
        raise NotSeen("This comment was deleted.")
    return comment


def _comment(member: Member, comment_id: uuid.UUID | str, *, trashed: bool) -> Comment:
    """A comment whose task the member may comment on, locked, removed or not."""
    comment = found_or_raise(Comment.objects.filter(id=comment_id).first(), "comment")
    comment.task = access_task_to_comment(member, comment.task_id, trashed=trashed)
    # Whether it is removed is read once nobody else can remove it.
    comment.refresh_from_db(fields=["removed_at"])
    return comment


def access_reaction(member: Member, reaction_id: uuid.UUID | str) -> Reaction:
    """A reaction of the member's own, its task locked; raises NotSeen, Forbidden."""
    reaction = found_or_raise(Reaction.objects.filter(id=reaction_id).first(), "reaction")
    reaction.comment = access_comment_to_answer(member, reaction.comment_id)
    if reaction.member_id != member.id:
        raise Forbidden("Only who reacted takes the reaction back.")
    return reaction


def access_task_to_comment(
    member: Member, task_id: uuid.UUID | str, *, trashed: bool = False
) -> Task:
    """A task that the member may comment on, locked; raises NotSeen, Forbidden."""
    task = _task(member, task_id, lock=True)
    if task.trashed_at is not None and not trashed:
        raise NotSeen("This task is in the trash; restore it first.", code="trashed")
    require(member, "comment", task.project)
    return task


def access_attachment(
    member: Member, attachment_id: uuid.UUID | str, *, trashed: bool = False
) -> Attachment:
    """A link on a task that the member may change, the task locked; raises NotSeen, Forbidden."""
    attachment = found_or_raise(Attachment.objects.filter(id=attachment_id).first(), "attachment")
    attachment.task = access_task(member, attachment.task_id, write=True, trashed=trashed)
    return attachment


def visible_proposals(member: Member, task_id: uuid.UUID | str) -> QuerySet[DeadlineProposal]:
    """The open proposals about a task that the member sees; raises NotSeen."""
    task = access_task(member, task_id)
    return DeadlineProposal.objects.filter(task=task, answered_at=None)


def access_proposal(member: Member, proposal_id: uuid.UUID | str) -> DeadlineProposal:
    """A proposal of another deadline, its task locked; raises NotSeen."""
    proposal = found_or_raise(DeadlineProposal.objects.filter(id=proposal_id).first(), "proposal")
    proposal.task = access_task_to_comment(member, proposal.task_id)
    # Whether it is answered is read once nobody else can answer it.
    proposal.refresh_from_db(fields=["answered_at"])
    return proposal


def access_project_member(member: Member, seat_id: uuid.UUID | str) -> ProjectMember:
    """A seat in a visible project; raises NotSeen."""
    seats = ProjectMember.objects.filter(id=seat_id, project__in=visible_projects(member))
    return found_or_raise(seats.select_related("project", "member").first(), "seat")


def visible_conflicts(member: Member) -> QuerySet[Conflict]:
    """The member's own open conflicts over what the member still reads."""
    held = ScopeMember.objects.filter(reader_id=member.id).values("scope_id")
    return Conflict.objects.filter(
        workspace_id=member.workspace_id, member_id=member.id, resolved_at=None, scope_id__in=held
    )


def access_conflict(
    member: Member, conflict_id: uuid.UUID | str, *, write: bool = False
) -> Conflict:
    """An open conflict of the member, locked when it is to be settled; raises NotSeen."""
    rows = visible_conflicts(member).filter(id=conflict_id)
    if write:
        rows = rows.select_for_update(no_key=True)
    return found_or_raise(rows.first(), "conflict")
