"""Access tokens in the REST API: `Authorization: Bearer pms_…`."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from pm_suite.lib.problems import Problem
from teams.access import member_by_token
from teams.models import AccessToken, User

USED_STEP = timedelta(hours=1)


class TokenAuthentication(BaseAuthentication):
    """Finds the member behind a bearer token; `request.auth` is the token, whose member is `request.auth.member`."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        words = get_authorization_header(request).decode("latin-1").split()
        if not words or words[0].lower() != "bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("Write: Authorization: Bearer and one token.")
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            raise Problem(
                "Send an access token or the cookie of a signed-in browser, not both.",
                code="two_credentials",
            )
        try:
            member, token = member_by_token(words[1])
        except Problem as problem:
            raise AuthenticationFailed(problem.detail, code=problem.code) from None
        if token.used_at is None or timezone.now() - token.used_at > USED_STEP:
            AccessToken.objects.filter(pk=token.pk).update(used_at=timezone.now())
        assert member.user is not None  # member_by_token refuses a seat without a person
        return member.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
