"""Who reads what: a member's scopes, as all apps that have scopes say.

An app above puts its say here when it starts (`register`); `reseat` then makes the journal's audiences agree.
"""

import uuid
from collections.abc import Callable

from sync.actions import open_scope, set_seats
from sync.journal import Journal
from sync.models import Scope, ScopeMember
from teams.models import Member

Grants = dict[uuid.UUID, str]
"""Scope id to the member's role there."""
Provider = Callable[[Member], Grants]

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let an app say which of its scopes a member reads."""
    _providers.append(provider)
    return provider


def grants_of(member: Member) -> Grants:
    """Every scope the member reads; none for a placeholder or one who left."""
    if not member.is_active or member.is_placeholder:
        return {}
    grants = {member.workspace_id: str(member.role), member.id: ""}
    for provider in _providers:
        grants |= provider(member)
    return grants


def reseat(journal: Journal, member: Member) -> None:
    """Make the member's audiences what the rules say now, and tell the member of each change."""
    if not Scope.objects.filter(id=member.id).exists():
        open_scope(member.workspace_id, member.id, Scope.Kind.MEMBER)
    current = ScopeMember.objects.filter(reader_id=member.id)
    wanted = {(scope_id, member.id): role for scope_id, role in grants_of(member).items()}
    set_seats(journal, current, wanted)
