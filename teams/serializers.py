"""The JSON of people in the REST API: forms of what comes in, shapes of what goes out."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.schema import Row
from sync.shapes import Json, spell
from teams.models import AccessToken, Invitation, Member, Role, TokenScope, User


class WorkspaceRow(Row):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField(help_text="The workspace's address; the header X-Workspace.")


class MemberRow(Row):
    id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    is_active = serializers.BooleanField()
    is_placeholder = serializers.BooleanField(help_text="Made by an import; nobody signs in as it.")


class PersonRow(Row):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    time_zone = serializers.CharField()
    locale = serializers.CharField()
    theme = serializers.ChoiceField(choices=User.Theme.choices)


class MeRow(Row):
    user = PersonRow()
    member = MemberRow()
    workspace = WorkspaceRow()


class InvitationRow(Row):
    id = serializers.UUIDField()
    email = serializers.EmailField(allow_blank=True)
    role = serializers.ChoiceField(choices=Role.choices)
    created_by_id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class MadeInvitation(InvitationRow):
    link = serializers.CharField(
        required=False, help_text="The secret link. It is shown this once; a repeat lacks it."
    )


class TokenRow(Row):
    id = serializers.UUIDField()
    name = serializers.CharField()
    hint = serializers.CharField(help_text="How the token starts.")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=TokenScope.choices))
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    used_at = serializers.DateTimeField(allow_null=True, help_text="To the hour.")


class MadeToken(TokenRow):
    token = serializers.CharField(
        required=False, help_text="The token. It is shown this once; a repeat lacks it."
    )


class WorkspaceChange(Input):
    name = TextField(max_length=120)


class MemberChange(Input):
    role = serializers.ChoiceField(choices=Role.choices)


class NewInvitation(Input):
    role = serializers.ChoiceField(choices=Role.choices)
    email = serializers.EmailField(
        required=False, allow_blank=True, help_text="Only this person may use the link."
    )


class NewToken(Input):
    name = TextField(max_length=120)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=TokenScope.choices), min_length=1, max_length=2
    )
    expires_in_days = serializers.IntegerField(required=False, min_value=1, max_value=365)


INVITATION_FIELDS = ("id", "email", "role", "created_by_id", "created_at", "expires_at")
TOKEN_FIELDS = ("id", "name", "hint", "scopes", "created_at", "expires_at", "used_at")


def invitation_row(invitation: Invitation) -> dict[str, Json]:
    """An invitation without its secret."""
    return {name: spell(getattr(invitation, name)) for name in INVITATION_FIELDS}


def token_row(token: AccessToken) -> dict[str, Json]:
    """A token without its secret."""
    row = {name: spell(getattr(token, name)) for name in TOKEN_FIELDS if name != "scopes"}
    return row | {"scopes": list(token.scopes)}


def person_row(member: Member) -> dict[str, Json]:
    """The person behind a member, as told to that person alone."""
    user = member.user
    assert user is not None  # whoever asks has signed in
    names = ("id", "email", "name", "time_zone", "locale", "theme")
    return {name: spell(getattr(user, name)) for name in names}
