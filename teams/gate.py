"""Wires people to the journal: which member makes a sync request."""

import uuid

from django.http import HttpRequest

from pm_suite.lib.ids import parse_id
from pm_suite.lib.problems import Forbidden
from sync import gate
from sync.clients import WRONG_USER, WrongUser
from sync.gate import EXPECTED, Reader
from teams.access import access_workspace, member_of
from teams.models import Member


def pass_member(request: HttpRequest, workspace_id: uuid.UUID) -> Reader:
    expected = request.headers.get(EXPECTED)
    try:
        member = member_of(request.user, workspace_id)
    except Forbidden:
        if expected is not None and not _has_been(request, expected):
            raise WrongUser(WRONG_USER) from None
        raise
    if expected not in {None, str(member.id)}:
        raise WrongUser(WRONG_USER)
    return member


def _has_been(request: HttpRequest, member_id: str) -> bool:
    """Whether the seat, which may have been taken away, is that of the person who has signed in."""
    known = parse_id(member_id)
    seat = Member.objects.filter(id=known).first() if known else None
    return seat is not None and seat.user_id == request.user.pk


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
