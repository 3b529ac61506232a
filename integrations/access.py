"""The only way from an outside id to an import."""

import uuid

from django.db.models import QuerySet

from integrations.models import ImportRun
from pm_suite.lib.problems import NotSeen
from tasks.access import visible_projects
from teams.access import require
from teams.models import Member, Role

SEE_ALL = {Role.OWNER, Role.ADMIN}


def visible_runs(member: Member) -> QuerySet[ImportRun]:
    """The member's own imports, for owners and admins everybody's, newest first; raises Forbidden."""
    require(member, "import")
    runs = ImportRun.objects.filter(workspace_id=member.workspace_id).select_related(
        "project", "actor"
    )
    if member.role not in SEE_ALL:
        runs = runs.filter(actor=member)
    return runs.order_by("-created_at", "-id")


def access_run(member: Member, run_id: uuid.UUID) -> ImportRun:
    """One import that the member may see; raises NotSeen, Forbidden for who may not import at all."""
    run = visible_runs(member).filter(id=run_id).first()
    if run is None:
        raise NotSeen("There is no such import, or it is not yours.")
    return run


def earlier_run(member: Member, board_id: str) -> ImportRun | None:
    """The import that first brought a board into a project which the member sees."""
    runs = ImportRun.objects.standing().filter(
        workspace_id=member.workspace_id,
        board_id=board_id,
        is_update=False,
        project__in=visible_projects(member),
    )
    return runs.select_related("project").order_by("created_at").first()
