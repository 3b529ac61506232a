"""Wires people to the journal: which member makes a sync request."""

import uuid

from django.http import HttpRequest

from sync import gate
from sync.gate import Reader
from teams.access import access_workspace, member_of
from teams.models import Member


def pass_member(request: HttpRequest, workspace_id: uuid.UUID) -> Reader:
    return member_of(request.user, workspace_id)


def describe(member: Member) -> dict[str, object]:
    user = member.user
    workspace = member.workspace
    return {
        "workspace": {
            "id": str(workspace.id),
            "slug": workspace.slug,
            "name": workspace.name,
            "is_demo": workspace.is_demo,
        },
        "member": {
            "id": str(member.id),
            "name": member.name,
            "role": member.role,
            "locale": user.locale if user else "en",
            "time_zone": user.time_zone if user else "UTC",
        },
    }


def open_door(request: HttpRequest, slug: str) -> dict[str, object]:
    member = access_workspace(request.user, slug)
    return {
        "workspace": str(member.workspace_id),
        "member": str(member.id),
        "name": member.workspace.name,
    }


gate.install(pass_member, describe, open_door)
