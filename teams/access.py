"""The only way from an outside id to a workspace, a member, an invitation or a token.

Rules are pure functions over (role of the actor, role of the other).
"""

import uuid
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from pm_suite.lib.problems import Forbidden, NotSeen, Problem
from pm_suite.lib.tenancy import (
    EVERY_TENANT,
    across_tenants,
    enter_tenant,
    enter_tenant_where,
)
from teams.models import AccessToken, Invitation, Member, Role, User, Workspace
from teams.secrets import digest

RANK = {
    Role.OWNER: 5,
    Role.ADMIN: 4,
    Role.MANAGER: 3,
    Role.PERFORMER: 2,
    Role.OBSERVER: 1,
    Role.GUEST: 0,
}


@dataclass(frozen=True)
class Rule:
    """One right in a workspace: who has it, and the sentence for who has not."""

    roles: frozenset[str]
    refusal: str


def _from(role: Role) -> frozenset[str]:
    return frozenset(name for name, rank in RANK.items() if rank >= RANK[role])


RULES = {
    "change_workspace": Rule(_from(Role.ADMIN), "Only an owner or admin changes the workspace."),
    "manage_people": Rule(_from(Role.ADMIN), "Only an owner or admin manages people."),
    "invite": Rule(_from(Role.ADMIN), "Only an owner or admin invites people."),
    "create_project": Rule(_from(Role.MANAGER), "Only managers and above create projects."),
    "edit_tags": Rule(_from(Role.PERFORMER), "Observers and guests do not change tags."),
    "import": Rule(_from(Role.MANAGER), "Only managers and above import projects."),
}


def may(member: Member, right: str) -> bool:
    """Whether the member has a right of the table above."""
    return member.is_active and member.role in RULES[right].roles


def require(member: Member, right: str) -> None:
    """Raise Forbidden with the rule's sentence unless the member has the right."""
    if not may(member, right):
        raise Forbidden(RULES[right].refusal)


def can_give_role(actor: Member, role: str) -> bool:
    """Whether the actor may make somebody a `role`: owners any, admins all below admin."""
    if actor.role == Role.OWNER:
        return True
    return actor.role == Role.ADMIN and RANK[Role(role)] < RANK[Role.ADMIN]


def can_change_member(actor: Member, other: Member) -> bool:
    """Whether the actor may change or remove the other: never somebody of the own rank or above, but for owners."""
    if not may(actor, "manage_people"):
        return False
    return actor.role == Role.OWNER or RANK[Role(other.role)] < RANK[Role(actor.role)]


def member_of(user: User | AnonymousUser, workspace_id: uuid.UUID) -> Member:
    """The user's seat; from now on the connection sees that workspace alone.

    Raises Problem 401 for nobody, Forbidden `wrong_workspace` for a person with no active seat there.
    """
    if not user.is_authenticated:
        raise Problem("Sign in to go on.", status=401, code="signed_out")
    enter_tenant(workspace_id)
    member = _seat_of(user, workspace_id)
    if member is None:
        raise Forbidden("You are not a member of this workspace.", code="wrong_workspace")
    return member


def _seat_of(user: User, workspace_id: uuid.UUID) -> Member | None:
    seats = Member.objects.active().filter(workspace_id=workspace_id, user_id=user.pk)
    member = next(iter(seats), None)
    if member is not None:
        member.user = user
    return member


def access_workspace(user: User | AnonymousUser, slug: str) -> Member:
    """The user's seat in the workspace at an address; raises NotSeen for outsiders, Problem 401 for nobody."""
    if not user.is_authenticated:
        raise Problem("Sign in to go on.", status=401, code="signed_out")
    workspace_id = enter_tenant_where(Workspace._meta.db_table, "slug", slug.replace("\x00", ""))
    member = _seat_of(user, workspace_id) if workspace_id else None
    if member is None:
        raise NotSeen("There is no such workspace, or it is not yours.")
    return member


def member_for(user: User | AnonymousUser, slug: str) -> Member:
    """The user's seat in the workspace at an address, or the only seat there is.

    Raises NotSeen for outsiders, Problem 400 `workspace_missing` when several seats leave a doubt, 401 for nobody.
    """
    if slug or not user.is_authenticated:
        return access_workspace(user, slug)
    enter_tenant(EVERY_TENANT)
    seats = Member.objects.active().filter(user_id=user.pk).select_related("workspace")
    found = list(seats.order_by("id")[:2])
    enter_tenant(found[0].workspace_id if found else "")
    if not found:
        raise Forbidden("You are a member of no workspace yet.", code="no_workspace")
    if len(found) > 1:
        raise Problem(
            "You are a member of several workspaces; name one by its address.",
            code="workspace_missing",
            field="X-Workspace",
        )
    found[0].user = user
    return found[0]


def user_by_email(email: str) -> User:
    """The person of an address, who may sign in; raises NotSeen."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise NotSeen(f"Nobody here signs in as {email}.")
    return user


def seats_of(user: User) -> list[Member]:
    """The user's active seats in all workspaces, by the workspaces' names."""
    with across_tenants():
        return list(
            Member.objects.active()
            .filter(user=user)
            .select_related("workspace")
            .order_by("workspace__name", "id")
        )


def visible_members(member: Member) -> QuerySet[Member]:
    """The people of the member's workspace."""
    return Member.objects.filter(workspace_id=member.workspace_id)


def access_member(member: Member, member_id: uuid.UUID) -> Member:
    """A person of the same workspace; raises NotSeen."""
    other = visible_members(member).filter(id=member_id).select_related("user").first()
    if other is None:
        raise NotSeen("There is no such person in this workspace.")
    return other


def visible_invitations(member: Member) -> QuerySet[Invitation]:
    """The workspace's open invitations, for those who may invite; raises Forbidden."""
    require(member, "invite")
    return Invitation.objects.open().filter(workspace_id=member.workspace_id)


def access_invitation(member: Member, invitation_id: uuid.UUID) -> Invitation:
    """An open invitation of the workspace; raises NotSeen or Forbidden."""
    invitation = visible_invitations(member).filter(id=invitation_id).first()
    if invitation is None:
        raise NotSeen("There is no such open invitation.")
    return invitation


def invitation_by_token(token: str) -> Invitation:
    """The open invitation that a link stands for; raises NotSeen with what to do."""
    with across_tenants():
        invitation = (
            Invitation.objects.open()
            .filter(token_hash=digest(token))
            .select_related("workspace", "created_by")
            .first()
        )
    if invitation is None or not can_still_invite(invitation):
        raise NotSeen("This invitation is used, withdrawn or too old. Ask for a new one.")
    return invitation


def can_still_invite(invitation: Invitation) -> bool:
    """Whether who invited still has the right to give that role."""
    by = invitation.created_by
    return by.is_active and may(by, "invite") and can_give_role(by, invitation.role)


def member_by_token(secret: str) -> tuple[Member, AccessToken]:
    """The member behind an access token, whose workspace the connection then sees alone.

    Raises Problem 401 for a token that is unknown, expired, revoked, or whose member has left.
    """
    enter_tenant(EVERY_TENANT)
    token = (
        AccessToken.objects.filter(
            token_hash=digest(secret), revoked_at=None, expires_at__gt=timezone.now()
        )
        .select_related("member__user", "member__workspace")
        .first()
    )
    enter_tenant(token.workspace_id if token else "")
    user = token.member.user if token else None
    if token is None or user is None or not (token.member.is_active and user.is_active):
        raise Problem("This token is not valid any more.", status=401, code="bad_token")
    return token.member, token


def visible_tokens(member: Member) -> QuerySet[AccessToken]:
    """The member's own tokens that still work."""
    return AccessToken.objects.filter(member=member, revoked_at=None, expires_at__gt=timezone.now())


def access_token(member: Member, token_id: uuid.UUID) -> AccessToken:
    """One of the member's own tokens; raises NotSeen."""
    token = visible_tokens(member).filter(id=token_id).first()
    if token is None:
        raise NotSeen("There is no such token.")
    return token
