"""A performer asks for another deadline; the author agrees or declines."""

import uuid
from collections.abc import Mapping
from typing import Any

from pm_suite.lib.problems import Conflict, Invalid
from sync.journal import Journal, record
from sync.shapes import Json, spell
from tasks import cleaning
from tasks.access import require_verb
from tasks.actions.comments import add_comment
from tasks.actions.tasks import change_task
from tasks.models import Comment, DeadlineProposal, Task
from tasks.rows import chosen_id, insert
from teams.models import Member


def propose_deadline(
    task: Task,
    *,
    actor: Member,
    due: Mapping[str, Any],
    reason: str = "",
    id: object = None,
    comment_id: object = None,
) -> DeadlineProposal:
    """Ask for another deadline, on a day (`due_on`) or at a time (`due_at`, `due_zone`), in place of what was asked.

    Raises Forbidden, Invalid.
    """
    proposal = DeadlineProposal(
        id=chosen_id(id),
        workspace_id=task.workspace_id,
        task=task,
        member_id=actor.id,
        due_on=cleaning.day(due.get("due_on"), field="due_on"),
        due_at=cleaning.instant(due.get("due_at"), field="due_at"),
        due_zone=cleaning.zone(due.get("due_zone")),
        reason=cleaning.long_text(reason, field="reason", noun="A reason"),
    )
    if (proposal.due_on is None) == (proposal.due_at is None):
        raise Invalid("Ask for a day or for a time.", field="due_on")
    require_verb(actor, "propose", task)
    with record(actor) as journal:
        for older in DeadlineProposal.objects.filter(task=task, answered_at=None):
            _close(journal, "deadline.withdrawn", older, task, actor, is_agreed=None)
        proposal.created_at = journal.at
        insert(proposal)
        journal.insert("deadline.proposed", proposal)
        _tell(journal, "deadline.proposed", proposal)
        if proposal.reason.strip():
            mark = Comment.Mark.PROPOSED
            add_comment(task, actor=actor, body=proposal.reason, mark=mark, id=comment_id)
    return proposal


def answer_deadline(
    proposal: DeadlineProposal,
    *,
    actor: Member,
    is_agreed: bool,
    reason: str = "",
    comment_id: object = None,
) -> Task:
    """Agree to the deadline that was asked for, which then is the task's, or decline it. Raises Forbidden, Conflict."""
    task: Task = proposal.task
    require_verb(actor, "answer", task)
    if proposal.answered_at is not None:
        raise Conflict("This was answered already.", code="answered")
    reason = cleaning.long_text(reason, field="reason", noun="A reason")
    with record(actor) as journal:
        kind = "deadline.agreed" if is_agreed else "deadline.declined"
        _close(journal, kind, proposal, task, actor, is_agreed=is_agreed)
        _tell(journal, kind, proposal)
        if is_agreed:
            due: dict[str, Json] = {"due_on": spell(proposal.due_on)}
            if proposal.due_at is not None:
                due = {"due_at": spell(proposal.due_at), "due_zone": proposal.due_zone}
            change_task(task, actor=actor, fields=due)
        elif reason.strip():
            mark = Comment.Mark.DECLINED
            add_comment(task, actor=actor, body=reason, mark=mark, id=comment_id)
    return task


def _close(
    journal: Journal,
    kind: str,
    proposal: DeadlineProposal,
    task: Task,
    actor: Member,
    *,
    is_agreed: bool | None,
) -> None:
    proposal.task, proposal.answered_at = task, journal.now
    proposal.answered_by_id, proposal.is_agreed = actor.id, is_agreed
    proposal.save(update_fields=["answered_at", "answered_by_id", "is_agreed"])
    journal.leave(kind, proposal)


def _tell(journal: Journal, kind: str, proposal: DeadlineProposal) -> None:
    """Leave a line in the task's history, under names that are no fields of the task."""
    facts: dict[str, Json] = {
        "proposed_on": spell(proposal.due_on),
        "proposed_at": spell(proposal.due_at),
    }
    actor_id: uuid.UUID | None = journal.actor_id
    journal.happened(kind, proposal.task, at=journal.at, actor_id=actor_id, facts=facts)
