"""What every endpoint of the REST API stands on: the member who asks, one write at most, pages of rows."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import get_lib_doc_excludes
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from pm_suite.lib.etags import check_match, etag_of, is_listed
from pm_suite.lib.filters import PLAIN_PARAMETERS, Filters
from pm_suite.lib.inputs import Input
from pm_suite.lib.paging import limit_of, page_of
from pm_suite.lib.problems import Forbidden, Invalid, Problem
from pm_suite.lib.schema import Row
from pm_suite.lib.throttle import count_request
from sync.cursor import cursor_of
from sync.journal import Journal, record
from sync.lists import chosen_fields, page_json
from sync.queries import position_of
from sync.receipts import fingerprint, once, version_under
from sync.retries import retried
from sync.shapes import SHAPES, shape_of
from teams.access import member_for
from teams.models import AccessToken, Member, TokenScope, User

SAFE = {"GET", "HEAD", "OPTIONS"}
KEY_MAX = 128

Json = Mapping[str, Any]  # as json.dumps takes it
Act = Callable[[], "Model | Json | None"]
"""Finds what it needs through access functions, runs one action, gives what is to be answered."""


def person_of(request: Request) -> User:
    """The person who makes a request that has passed authentication."""
    user = request.user
    assert isinstance(user, User)  # PersonView lets nobody else in
    return user


class PersonView(APIView):
    """An endpoint for a person, in whichever workspace."""

    is_guarded = False
    """Whether its writes make secrets, and so wait for Redis to count them."""

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {**super().default_response_headers, "Cache-Control": "private, no-cache"}

    def perform_authentication(self, request: Request) -> None:
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            self._count_stranger(request)
            raise
        if not request.user.is_authenticated:
            self._count_stranger(request)
            raise NotAuthenticated("Sign in, or send an access token.", code="signed_out")

    def _count_stranger(self, request: Request) -> None:
        address = BaseThrottle().get_ident(request)
        count_request(f"ip:{address}", settings.API_STRANGER_RATE)

    def check_permissions(self, request: Request) -> None:
        # Without a length the framework takes a body for empty, and a write would change nothing.
        if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
            raise Problem("Send the body with its Content-Length.", status=411, code="no_length")
        token = request.auth
        if isinstance(token, AccessToken):
            scope = TokenScope.READ if request.method in SAFE else TokenScope.WRITE
            if scope not in token.scopes:
                raise Forbidden(f"This token lacks the scope {scope}.", code="scope_missing")

    def check_throttles(self, request: Request) -> None:
        token = request.auth
        bucket = (
            f"token:{token.pk}" if isinstance(token, AccessToken) else f"user:{request.user.pk}"
        )
        guarded = self.is_guarded and request.method not in SAFE
        count_request(bucket, settings.API_RATE, is_guarded=guarded)


class MemberView(PersonView):
    """An endpoint for a member of one workspace, which the connection sees alone."""

    member: Member

    def check_throttles(self, request: Request) -> None:
        super().check_throttles(request)
        if isinstance(request.auth, AccessToken):
            self.member = request.auth.member
        else:
            slug = request.headers.get("X-Workspace") or request.GET.get("workspace") or ""
            self.member = member_for(request.user, slug)

    def write(
        self,
        act: Act,
        *,
        status: int = 200,
        secret: dict[str, str] | None = None,
        about: object = None,
    ) -> Response:
        """Run a write once under its Idempotency-Key, and answer with the row it gives.

        `secret` is filled by the act and told with the first answer alone, never kept. `about` stands for
        a body that is no JSON.
        """
        request, key = self.request, self.request.headers.get("Idempotency-Key")
        if key is not None and not (0 < len(key) <= KEY_MAX and key.isprintable()):
            raise Invalid(f"An Idempotency-Key has 1 to {KEY_MAX} signs.", field="Idempotency-Key")
        kept = f"rest:{key}" if key else ""
        print_ = ""
        if key:
            print_ = fingerprint(request.method, request.path, about or request.data)
        journal, (code, text, is_repeat) = retried(
            partial(self._write_once, kept, print_, partial(self._row_of, act, status))
        )
        body = json.loads(text)
        headers = {"X-Journal-Cursor": self._cursor(journal, kept if is_repeat else "")}
        if is_repeat:
            headers["Idempotency-Replayed"] = "true"
        if isinstance(body, dict) and "id" in body:
            headers["ETag"] = etag_of(body)
        if secret and not is_repeat:
            body = {**body, **secret}
        return Response(body, status=code, headers={k: v for k, v in headers.items() if v})

    def _row_of(self, act: Act, status: int) -> tuple[int, Any]:
        found = act()
        if isinstance(found, Model):
            found = shape_of(found).row(found)
        # As text, so that the answer to a repeat keeps the order of the keys.
        return (204 if found is None else status), json.dumps(found)

    def _write_once(
        self, key: str, print_: str, write: Callable[[], tuple[int, Any]]
    ) -> tuple[Journal, tuple[int, Any, bool]]:
        with record(self.member) as journal:
            if key:
                return journal, once(self.member, key, print_, write)
            return journal, (*write(), False)

    def _cursor(self, journal: Journal, repeated_key: str) -> str:
        if repeated_key:
            version = version_under(self.member.id, repeated_key)
            epoch = position_of(self.member.workspace_id).epoch
            return cursor_of(epoch, version) if version is not None else ""
        if journal.version is None or journal.epoch is None:
            return ""
        return cursor_of(journal.epoch, journal.version)

    def matched(self, row: Json) -> None:
        """Raise Changed (412) unless If-Match, where sent, names this state of a row."""
        check_match(self.request.headers.get("If-Match"), etag_of(row))

    def locked(self, obj: Model) -> None:
        """Where If-Match was sent: lock the object, read it anew, and raise Changed if it is another."""
        if "If-Match" in self.request.headers:
            rows = type(obj)._default_manager.select_for_update(of=("self",), no_key=True)
            obj.refresh_from_db(from_queryset=rows)
            self.matched(shape_of(obj).row(obj))

    def single(self, found: Model | Json) -> Response:
        """One object with its entity tag; 304 when the caller has it already."""
        row = shape_of(found).row(found) if isinstance(found, Model) else found
        etag = etag_of(row)
        if is_listed(etag, self.request.headers.get("If-None-Match")):
            return Response(status=304, headers={"ETag": etag})
        names = self._names()
        if names and isinstance(found, Model):
            row = {f.name: row[f.name] for f in chosen_fields(shape_of(found), names)}
        return Response(row, headers={"ETag": etag})

    def listing(
        self,
        name: str,
        rows: "QuerySet[Any]",  # of the shape's model
        *,
        filters: type[Filters] | None = None,
        orders: tuple[str, ...] = ("id",),
    ) -> HttpResponse:
        """A page of rows of a shape, in the first of the orders unless the caller chose another."""
        query = self.request.GET
        if filters is not None:
            rows = filters.applied(query, rows, self.member)
        elif unknown := set(query) - PLAIN_PARAMETERS:
            raise Invalid(
                f"There is no parameter {sorted(unknown)[0][:80]!r}.", code="unknown_parameter"
            )
        order = query.get("order") or orders[0]
        if order not in orders:
            raise Invalid(f"order is one of {', '.join(orders)}.", field="order")
        page = page_of(
            rows, order=order, cursor=query.get("cursor"), limit=limit_of(query.get("limit"))
        )
        text = page_json(SHAPES[name], page.ids, page.next, self._names())
        response = HttpResponse(text, content_type="application/json")
        if page.next:
            following = query.copy()
            following["cursor"] = page.next
            response["Link"] = f'<{self.request.path}?{following.urlencode()}>; rel="next"'
        return response

    def _names(self) -> list[str]:
        return [name for name in self.request.GET.get("fields", "").split(",") if name]


def undescribed() -> list[type]:
    """Classes whose docstrings are for us: the schema does not take them for descriptions."""
    usual: list[type] = get_lib_doc_excludes()  # type: ignore[no-untyped-call]  # an untyped package
    return [*usual, PersonView, MemberView, Row, Input]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # untyped base
    """Tells the schema of access tokens."""

    target_class = "teams.authentication.TokenAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "pms_…"}
