"""REST endpoints of workspaces, people, invitations and tokens."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.problems import Forbidden, NotSeen
from pm_suite.lib.schema import listed, operation, page_of
from sync.shapes import SHAPES, shape_of
from teams import access, actions
from teams.filters import MemberFilters
from teams.models import AccessToken, Member, Workspace
from teams.rest import MemberView, PersonView, person_of
from teams.serializers import (
    InvitationRow,
    MadeInvitation,
    MadeToken,
    MemberChange,
    MemberRow,
    MeRow,
    NewInvitation,
    NewToken,
    TokenRow,
    WorkspaceChange,
    WorkspaceRow,
    invitation_row,
    person_row,
    token_row,
)


class WorkspaceList(PersonView):
    @operation("workspaces_list", "Your workspaces", answer=page_of(WorkspaceRow))
    def get(self, request: Request) -> Response:
        if isinstance(request.auth, AccessToken):
            found = [request.auth.member.workspace]
        else:
            found = [seat.workspace for seat in access.seats_of(person_of(request))]
        rows = [SHAPES["workspace"].row(workspace) for workspace in found]
        return Response({"results": rows, "next": None})


class WorkspaceSingle(MemberView):
    def workspace(self, workspace_id: uuid.UUID) -> Workspace:
        if self.member.workspace_id != workspace_id:
            raise NotSeen("There is no such workspace, or this request is for another one.")
        return self.member.workspace

    @operation("workspaces_read", "One workspace", answer=WorkspaceRow)
    def get(self, request: Request, workspace_id: uuid.UUID) -> Response:
        return self.single(self.workspace(workspace_id))

    @operation(
        "workspaces_change",
        "Rename a workspace",
        takes=WorkspaceChange,
        answer=WorkspaceRow,
        example={"name": "Acme"},
    )
    def patch(self, request: Request, workspace_id: uuid.UUID) -> Response:
        def act() -> Workspace:
            workspace = self.workspace(workspace_id)
            name = WorkspaceChange.read(request.data)["name"]
            self.locked(workspace)
            return actions.rename_workspace(workspace, actor=self.member, name=name)

        return self.write(act)


class Me(MemberView):
    @operation("me_read", "Who you are here", answer=MeRow)
    def get(self, request: Request) -> Response:
        member = self.member
        return self.single(
            {
                "user": person_row(member),
                "member": shape_of(member).row(member),
                "workspace": SHAPES["workspace"].row(member.workspace),
            }
        )


class MemberList(MemberView):
    @operation(
        "members_list",
        "The people of the workspace",
        answer=page_of(MemberRow),
        query=listed(MemberFilters, orders=("id", "name")),
    )
    def get(self, request: Request) -> HttpResponse:
        rows = access.visible_members(self.member)
        return self.listing("member", rows, filters=MemberFilters, orders=("id", "name"))


class MemberSingle(MemberView):
    @operation("members_read", "One member", answer=MemberRow)
    def get(self, request: Request, member_id: uuid.UUID) -> Response:
        return self.single(access.access_member(self.member, member_id))

    @operation(
        "members_change",
        "Give a member another role",
        takes=MemberChange,
        answer=MemberRow,
        example={"role": "manager"},
    )
    def patch(self, request: Request, member_id: uuid.UUID) -> Response:
        def act() -> Member:
            other = access.access_member(self.member, member_id)
            role = MemberChange.read(request.data)["role"]
            self.locked(other)
            return actions.change_role(other, actor=self.member, role=role)

        return self.write(act)


class InvitationList(MemberView):
    is_guarded = True

    @operation("invitations_list", "Open invitations", answer=page_of(InvitationRow))
    def get(self, request: Request) -> Response:
        found = access.visible_invitations(self.member).order_by("id")
        return Response({"results": [invitation_row(one) for one in found], "next": None})

    @operation(
        "invitations_create",
        "Invite somebody by a link",
        takes=NewInvitation,
        answer=MadeInvitation,
        status=201,
        about="The link is shown once. It lets one person in within a week.",
        example={"role": "performer", "email": "pavel@example.com"},
    )
    def post(self, request: Request) -> Response:
        secret: dict[str, str] = {}

        def act() -> dict[str, Any]:
            made, key = actions.invite_member(actor=self.member, **NewInvitation.read(request.data))
            secret["link"] = f"{settings.PUBLIC_URL}/join/{key}/"
            return invitation_row(made)

        return self.write(act, status=201, secret=secret)


class InvitationSingle(MemberView):
    @operation("invitations_read", "One open invitation", answer=InvitationRow)
    def get(self, request: Request, invitation_id: uuid.UUID) -> Response:
        return self.single(invitation_row(access.access_invitation(self.member, invitation_id)))

    @operation("invitations_revoke", "Withdraw an invitation")
    def delete(self, request: Request, invitation_id: uuid.UUID) -> Response:
        def act() -> None:
            invitation = access.access_invitation(self.member, invitation_id)
            self.matched(invitation_row(invitation))
            actions.revoke_invitation(invitation, actor=self.member)

        return self.write(act)


class TokenList(MemberView):
    is_guarded = True

    @operation("tokens_list", "Your access tokens", answer=page_of(TokenRow))
    def get(self, request: Request) -> Response:
        found = access.visible_tokens(self.member).order_by("id")
        return Response({"results": [token_row(one) for one in found], "next": None})

    @operation(
        "tokens_create",
        "Make an access token",
        takes=NewToken,
        answer=MadeToken,
        status=201,
        about="The token is shown once. Only a signed-in person makes tokens, not a token.",
        example={"name": "Nightly report", "scopes": ["read"], "expires_in_days": 30},
    )
    def post(self, request: Request) -> Response:
        if isinstance(request.auth, AccessToken):
            raise Forbidden("A token does not make tokens; sign in.", code="session_required")
        secret: dict[str, str] = {}

        def act() -> dict[str, Any]:
            args = NewToken.read(request.data)
            days = args.get("expires_in_days")
            life = timedelta(days=int(float(days))) if days else actions.TOKEN_LIFE
            made, secret["token"] = actions.issue_token(
                actor=self.member, name=args["name"], scopes=args["scopes"], life=life
            )
            return token_row(made)

        return self.write(act, status=201, secret=secret)


class TokenSingle(MemberView):
    @operation("tokens_read", "One of your access tokens", answer=TokenRow)
    def get(self, request: Request, token_id: uuid.UUID) -> Response:
        return self.single(token_row(access.access_token(self.member, token_id)))

    @operation("tokens_revoke", "Make an access token useless")
    def delete(self, request: Request, token_id: uuid.UUID) -> Response:
        def act() -> None:
            token = access.access_token(self.member, token_id)
            self.matched(token_row(token))
            actions.revoke_token(token, actor=self.member)

        return self.write(act)
