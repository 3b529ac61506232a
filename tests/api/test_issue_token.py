"""Tokens from the command line."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from teams.actions import create_workspace
from teams.models import AccessToken
from tests.api.conftest import Api
from tests.cast import Cast


def issue(*args: str) -> str:
    out = io.StringIO()
    call_command("issue_token", *args, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


def test_token_is_printed_alone_and_works(cast: Cast) -> None:
    secret = issue("maria@example.com", "--scopes", "read,write", "--name", "CI", "--days", "7")
    api = Api(headers={"Authorization": f"Bearer {secret}"})
    assert api.read("me").json()["member"]["id"] == str(cast.maria.id)
    assert api.send("post", "tags", {"name": "x"}).status_code == 201
    token = AccessToken.objects.get()
    assert (token.name, token.scopes) == ("CI", ["read", "write"])
    assert timedelta(days=6) < token.expires_at - timezone.now() < timedelta(days=8)
    assert secret not in token.token_hash


def test_token_reads_unless_more_is_asked_for(cast: Cast) -> None:
    issue("maria@example.com")
    assert AccessToken.objects.get().scopes == ["read"]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("nobody@example.com",), "Nobody here signs in as"),
        (("maria@example.com", "--scopes", "admin"), "Scopes are"),
        (("maria@example.com", "--days", "400"), "one day and one year"),
        (("maria@example.com", "--workspace", "rival"), "no such workspace"),
    ],
)
def test_refusal_is_one_sentence(cast: Cast, args: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        issue(*args)


def test_person_of_several_workspaces_is_asked_which(cast: Cast) -> None:
    assert cast.maria.user is not None
    create_workspace(owner=cast.maria.user, name="Side")
    with pytest.raises(CommandError, match="several workspaces"):
        issue("maria@example.com")
    issue("maria@example.com", "--workspace", "side")
    assert AccessToken.objects.get().workspace.slug == "side"
