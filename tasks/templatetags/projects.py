"""The projects of the navigation, for the pages that the server renders."""

from contextlib import nullcontext

from django import template

from pm_suite.lib.tenancy import current_tenant, tenant
from tasks.access import visible_projects
from tasks.models import Project
from teams.models import Member

register = template.Library()


@register.simple_tag
def projects_of(member: Member) -> list[Project]:
    """The projects that the member sees, by name (one query)."""
    is_there = current_tenant() == str(member.workspace_id)
    with nullcontext() if is_there else tenant(member.workspace_id):
        projects = visible_projects(member).filter(archived_at=None)
        return sorted(projects, key=lambda project: project.name.casefold())
