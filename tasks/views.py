"""The people of a workspace: roles, leaving, placeholders, invitations."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pm_suite.lib.ids import parse_id
from pm_suite.lib.problems import Problem
from tasks.actions.people import match_placeholder, remove_member
from tasks.queries import open_task_counts
from teams import access, actions
from teams.forms import ROLE_HELP, InviteForm
from teams.models import Member, Role
from teams.views import SHOWN_ONCE, first_complaint, in_workspace, told


@require_GET
@in_workspace
def people(request: HttpRequest, member: Member) -> HttpResponse:
    everyone = list(
        access.visible_members(member)
        .filter(is_active=True)
        .select_related("user")
        .order_by("name", "id")
    )
    counts = open_task_counts(member)
    roles = [role for role in Role if access.can_give_role(member, role)]
    rows = [
        {
            "other": one,
            "open_count": counts.get(one.id, 0),
            "can_change": access.can_change_member(member, one) and one.id != member.id,
            "roles": roles if one.role in roles else [Role(one.role), *roles],
        }
        for one in everyone
        if not one.is_placeholder
    ]
    can_invite = access.may(member, "invite")
    form = InviteForm()
    form.fields["role"].choices = [(r.value, f"{r.label}: {ROLE_HELP[r]}") for r in roles]  # type: ignore[attr-defined]
    context = {
        "member": member,
        "rows": rows,
        "placeholders": [one for one in everyone if one.is_placeholder],
        "can_manage": access.may(member, "manage_people"),
        "can_invite": can_invite,
        "invitations": access.visible_invitations(member) if can_invite else [],
        "form": form,
        "shown_once": request.session.pop(SHOWN_ONCE, None),
    }
    return render(request, "tasks/people.html", context)


def _back(member: Member) -> HttpResponse:
    return redirect("people", slug=member.workspace.slug)


@require_POST
@in_workspace
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_complaint(form))
        return _back(member)
    try:
        _invitation, secret = actions.invite_member(actor=member, **form.cleaned_data)
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        link = settings.PUBLIC_URL + reverse("join", args=[secret])
        request.session[SHOWN_ONCE] = link
    return _back(member)


@require_POST
@in_workspace
def revoke_invitation(
    request: HttpRequest, member: Member, invitation_id: uuid.UUID
) -> HttpResponse:
    invitation = access.access_invitation(member, invitation_id)
    told(
        request,
        lambda: actions.revoke_invitation(invitation, actor=member),
        _("The invitation is withdrawn."),
    )
    return _back(member)


@require_POST
@in_workspace
def change_role(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    other = access.access_member(member, member_id)
    role = request.POST.get("role", "")
    told(
        request,
        lambda: actions.change_role(other, actor=member, role=role),
        _("%(name)s has a new role.") % {"name": other.name},
    )
    return _back(member)


@require_POST
@in_workspace
def remove(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    other = access.access_member(member, member_id)
    heir_id = parse_id(request.POST.get("heir", ""))
    heir = access.access_member(member, heir_id) if heir_id else None
    told(
        request,
        lambda: remove_member(other, actor=member, heir=heir),
        _("%(name)s has left the workspace.") % {"name": other.name},
    )
    return redirect("home") if other.id == member.id else _back(member)


@require_POST
@in_workspace
def match(request: HttpRequest, member: Member, member_id: uuid.UUID) -> HttpResponse:
    placeholder = access.access_member(member, member_id)
    chosen = parse_id(request.POST.get("member", ""))
    if chosen is None:
        messages.error(request, _("Choose the person this is."))
        return _back(member)
    person = access.access_member(member, chosen)
    told(
        request,
        lambda: match_placeholder(placeholder, actor=member, member=person),
        _("Everything of %(ghost)s is now %(name)s's.")
        % {"ghost": placeholder.name, "name": person.name},
    )
    return _back(member)
