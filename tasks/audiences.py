"""Which members read which projects' scopes."""

from sync.actions import set_seats
from sync.journal import Journal
from sync.models import ScopeMember
from tasks.access import project_role
from tasks.models import Project, ProjectMember
from teams.audiences import Grants, register
from teams.models import Member


@register
def project_grants(member: Member) -> Grants:
    """The projects that a member reads, each with the role there."""
    seats = dict(ProjectMember.objects.filter(member=member).values_list("project_id", "role"))
    projects = Project.objects.filter(workspace_id=member.workspace_id)
    roles = {
        project_id: project_role(member.role, seats.get(project_id), visibility)
        for project_id, visibility in projects.values_list("id", "visibility")
    }
    return {project_id: role for project_id, role in roles.items() if role}


def reseat_project(journal: Journal, project: Project) -> None:
    """Make a project's audience what the rules say now, and tell each reader of a change."""
    seats = dict(ProjectMember.objects.filter(project=project).values_list("member_id", "role"))
    people = Member.objects.active().people().filter(workspace_id=project.workspace_id)
    wanted = {
        (project.id, member_id): role
        for member_id, workspace_role in people.values_list("id", "role")
        if (role := project_role(workspace_role, seats.get(member_id), project.visibility))
    }
    set_seats(journal, ScopeMember.objects.filter(scope_id=project.id), wanted)
