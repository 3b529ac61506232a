"""Conflicts: the member's own values that lost against somebody else's, and how each is settled."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from sync.models import Conflict
from sync.resolving import resolve_conflict
from tasks import access
from tasks.serializers import ConflictRow, Resolution
from teams.rest import MemberView


class ConflictList(MemberView):
    @operation(
        "conflicts_list",
        "Your values that lost against somebody else's",
        answer=page_of(ConflictRow),
        query=listed(),
        about="An edit that was made while its browser was away may meet another one. The value that "
        "lost is kept for the person who wrote it until it is settled.",
    )
    def get(self, request: Request) -> HttpResponse:
        return self.listing("conflict", access.visible_conflicts(self.member))


class ConflictSingle(MemberView):
    @operation("conflicts_read", "One open conflict of yours", answer=ConflictRow)
    def get(self, request: Request, conflict_id: uuid.UUID) -> Response:
        return self.single(access.access_conflict(self.member, conflict_id))


class ConflictResolution(MemberView):
    @operation(
        "conflicts_resolve",
        "Settle a conflict",
        takes=Resolution,
        answer=ConflictRow,
        about="`theirs` closes it and changes nothing else. `mine` writes the value that had lost, "
        "`value` the one in `value`, in the form that `mine` has.",
        example={"take": "mine"},
    )
    def post(self, request: Request, conflict_id: uuid.UUID) -> Response:
        def act() -> Conflict:
            conflict = access.access_conflict(self.member, conflict_id, write=True)
            args = Resolution.read(request.data)
            return resolve_conflict(
                conflict, actor=self.member, take=args["take"], value=args.get("value")
            )

        return self.write(act)
