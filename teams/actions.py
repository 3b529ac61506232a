"""Every write about people: workspaces, seats, invitations, tokens.

Removing a person and matching a placeholder also touch tasks, so they live above, in `tasks.actions.people`.
"""

import uuid
import zoneinfo
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from pm_suite.lib.ids import new_id
from pm_suite.lib.latin import to_latin
from pm_suite.lib.problems import Conflict, Forbidden, Invalid
from pm_suite.lib.tenancy import tenant
from sync.actions import open_journal, open_scope
from sync.journal import Journal, record
from sync.models import Scope
from teams.access import can_change_member, can_give_role, require, seats_of
from teams.audiences import reseat
from teams.models import AccessToken, Invitation, Member, Role, TokenScope, User, Workspace
from teams.secrets import TOKEN_PREFIX, digest, new_secret

INVITATION_LIFE = timedelta(days=7)
TOKEN_LIFE = timedelta(days=90)
TOKEN_LIFE_MAX = timedelta(days=365)
EMAIL_MAX = 254
RESERVED_SLUGS = {"api", "admin", "accounts", "static", "me", "join", "welcome", "w"}


def clean_name(name: object, *, field: str = "name", limit: int = 120) -> str:
    """A one-line name; raises Invalid when it is empty or too long."""
    text = " ".join(str(name or "").replace("\x00", "").split())
    if not text:
        raise Invalid("Give it a name.", field=field)
    if len(text) > limit:
        raise Invalid(f"A name has at most {limit} characters; this has {len(text)}.", field=field)
    return text


def clean_email(email: str) -> str:
    """An address as it is kept; raises Invalid for one longer than mail allows."""
    if len(email) > EMAIL_MAX:
        raise Invalid(f"An e-mail address has at most {EMAIL_MAX} characters.", field="email")
    return email.strip().lower()


def register_user(*, email: str, name: str, password: str | None, time_zone: str = "UTC") -> User:
    """Make a person, who can sign in unless the password is None; raises Conflict when the address is taken."""
    email = clean_email(email)
    zone = time_zone if time_zone in zoneinfo.available_timezones() else "UTC"
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=clean_name(name), time_zone=zone)
    except IntegrityError:
        raise Conflict(
            "Somebody with this e-mail is here already; sign in instead.", field="email"
        ) from None


def make_staff(user: User) -> User:
    """Let the person who sets the product up into the admin panel."""
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])
    return user


def set_user_active(user: User, *, by: User, is_active: bool) -> User:
    """Shut a person out of sign-in and the API, or let them back in; seats stay. Raises Conflict for oneself."""
    if user.pk == by.pk:
        raise Conflict("You cannot shut yourself out.")
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    return user


def free_slug(name: str) -> str:
    """An address for a workspace that nobody has yet."""
    base = slugify(to_latin(name))[:50] or "team"
    if base in RESERVED_SLUGS:
        base = f"{base}-team"
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


def create_workspace(*, owner: User, name: str, is_demo: bool = False) -> Member:
    """Open a workspace with its journal and audience; gives the owner's seat."""
    text = clean_name(name)
    workspace = Workspace(id=new_id(), name=text, slug=free_slug(text), is_demo=is_demo)
    member = Member(id=new_id(), workspace=workspace, user=owner, name=owner.name, role=Role.OWNER)
    with tenant(workspace.id), record(member) as journal:
        open_journal(workspace.id)
        open_scope(workspace.id, workspace.id, Scope.Kind.WORKSPACE)
        workspace.save(force_insert=True)
        journal.insert("workspace.created", workspace)
        seat(journal, member)
    return member


def seat(journal: Journal, member: Member) -> Member:
    """Save a new seat and let its person read what the rules give."""
    member.save(force_insert=True)
    journal.insert("member.joined", member)
    reseat(journal, member)
    return member


def rename_workspace(workspace: Workspace, *, actor: Member, name: str) -> Workspace:
    """Give the workspace another name; raises Forbidden, Invalid."""
    require(actor, "change_workspace")
    with record(actor) as journal:
        workspace.name = clean_name(name)
        workspace.save(update_fields=["name"])
        journal.update("workspace.renamed", workspace, ["name"])
    return workspace


def invite_member(*, actor: Member, role: str, email: str = "") -> tuple[Invitation, str]:
    """Make an invitation and the secret of its link, which is shown once.

    Raises Forbidden when the actor may not invite, or not with that role.
    """
    require(actor, "invite")
    if role not in Role.values:
        raise Invalid("There is no such role.", field="role")
    if not can_give_role(actor, role):
        raise Forbidden("You cannot give that role.", field="role")
    secret = new_secret()
    with record(actor):
        invitation = Invitation.objects.create(
            workspace_id=actor.workspace_id,
            token_hash=digest(secret),
            role=role,
            email=clean_email(email),
            created_by=actor,
            expires_at=timezone.now() + INVITATION_LIFE,
        )
    return invitation, secret


def revoke_invitation(invitation: Invitation, *, actor: Member) -> Invitation:
    """Withdraw an invitation, so that its link lets nobody in."""
    require(actor, "invite")
    with record(actor):
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    return invitation


def accept_invitation(invitation: Invitation, *, user: User) -> Member:
    """Let the person in, once; a person who left comes back to the old seat.

    Raises Conflict when the link was used meanwhile or is for another address.
    """
    if invitation.email and invitation.email != user.email.lower():
        raise Conflict(f"This invitation is for {invitation.email}; sign in with that address.")
    workspace_id = invitation.workspace_id
    with tenant(workspace_id):
        member = Member.objects.filter(workspace_id=workspace_id, user=user).first()
        if member is not None and member.is_active:
            return member
        is_new = member is None
        member = member or Member(id=new_id(), workspace_id=workspace_id, user=user)
        member.name, member.role, member.is_active = user.name, invitation.role, True
        with record(member) as journal:
            locked = Invitation.objects.select_for_update().open().filter(id=invitation.id).first()
            if locked is None:
                raise Conflict("This invitation was used meanwhile. Ask for a new one.")
            if is_new:
                seat(journal, member)
            else:
                member.save(update_fields=["name", "role", "is_active"])
                journal.update("member.returned", member, ["name", "role", "is_active"])
                reseat(journal, member)
            locked.accepted_at, locked.accepted_by = timezone.now(), member
            locked.save(update_fields=["accepted_at", "accepted_by"])
    return member


def change_role(other: Member, *, actor: Member, role: str) -> Member:
    """Give a person another role; the last owner stays one. Raises Forbidden, Conflict."""
    if role not in Role.values:
        raise Invalid("There is no such role.", field="role")
    if not can_change_member(actor, other) or not can_give_role(actor, role):
        raise Forbidden("You cannot give this person that role.")
    with record(actor) as journal:
        if other.role == Role.OWNER and role != Role.OWNER:
            check_not_last_owner(other)
        other.role = role
        other.save(update_fields=["role"])
        journal.update("member.role_changed", other, ["role"])
        reseat(journal, other)
    return other


def check_not_last_owner(other: Member) -> None:
    """Raise Conflict when a workspace would be left without an owner; locks its owners."""
    owners = Member.objects.select_for_update().active().people().order_by("id")
    owners = owners.filter(workspace_id=other.workspace_id, role=Role.OWNER)
    if not [one for one in owners if one.id != other.id]:
        raise Conflict("A workspace keeps at least one owner. Make somebody else an owner first.")


def add_placeholder(journal: Journal, *, actor: Member, name: str) -> Member:
    """A seat without a person, which an import made and an admin can match later."""
    member = Member(
        id=new_id(),
        workspace_id=actor.workspace_id,
        name=clean_name(name)[:120],
        role=Role.PERFORMER,
    )
    member.save(force_insert=True)
    journal.insert("member.placeholder_added", member)
    return member


def retire_placeholder(journal: Journal, placeholder: Member) -> Member:
    """Take away a seat that an import made and nothing needs any more."""
    placeholder.is_active = False
    placeholder.save(update_fields=["is_active"])
    journal.update("member.placeholder_retired", placeholder, ["is_active"])
    return placeholder


def update_profile(user: User, **fields: str) -> User:
    """Change name, time zone, language or theme; a new name shows in every workspace.

    Raises Invalid for an unknown zone.
    """
    if "name" in fields:
        fields["name"] = clean_name(fields["name"])
    if fields.get("time_zone", "UTC") not in zoneinfo.available_timezones():
        raise Invalid("There is no such time zone.", field="time_zone")
    for name, value in fields.items():
        setattr(user, name, value)
    with transaction.atomic():
        user.save(update_fields=list(fields))
    if "name" in fields:
        for member in seats_of(user):
            rename_seat(user, member.workspace_id)
    return user


def rename_seat(user: User, workspace_id: uuid.UUID) -> None:
    """Let one workspace know the person's new name."""
    with tenant(workspace_id):
        member = Member.objects.filter(workspace_id=workspace_id, user=user).first()
        if member is None or member.name == user.name:
            return
        with record(member) as journal:
            member.name = user.name
            member.save(update_fields=["name"])
            journal.update("member.renamed", member, ["name"])


def issue_token(
    *, actor: Member, name: str, scopes: list[str], life: timedelta = TOKEN_LIFE
) -> tuple[AccessToken, str]:
    """A key for programs and its secret, which is shown once; raises Invalid."""
    if not scopes or set(scopes) - set(TokenScope.values):
        raise Invalid(f"Scopes are {', '.join(TokenScope.values)}.", field="scopes")
    if not timedelta(0) < life <= TOKEN_LIFE_MAX:
        raise Invalid("A token lives between one day and one year.", field="expires_in_days")
    secret = new_secret(TOKEN_PREFIX)
    with record(actor):
        token = AccessToken.objects.create(
            workspace_id=actor.workspace_id,
            member=actor,
            name=clean_name(name),
            token_hash=digest(secret),
            hint=secret[:10],
            scopes=sorted(set(scopes)),
            expires_at=timezone.now() + life,
        )
    return token, secret


def revoke_token(token: AccessToken, *, actor: Member) -> AccessToken:
    """Make one of the actor's own keys useless."""
    with record(actor):
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token
