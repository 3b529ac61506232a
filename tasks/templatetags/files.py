"""How much a workspace's files take, for the pages that the server renders."""

from django import template

from pm_suite.lib.tenancy import tenant
from tasks.actions.files import usage
from teams.models import Member

register = template.Library()


@register.simple_tag
def files_of(member: Member) -> dict[str, int]:
    """How many files the member's workspace keeps, and their bytes (two queries)."""
    with tenant(member.workspace_id):
        count, size = usage(member.workspace_id)
    return {"count": count, "size": size}
