"""Per request: the person's time zone and language, whose device it is, and a connection that forgets the workspace."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from pm_suite.lib.tenancy import current_tenant, enter_tenant

NOBODYS = ("/api/", "/static/", "/shell/", "/sw.js", "/manifest.webmanifest")
"""Addresses whose answers do not depend on the person, or that ask for the person themselves."""

PERSON = "person"
PERSON_DAYS = 400
"""As long as browsers keep any cookie; each sign-in begins it anew."""


class PersonMiddleware:
    """Activates what the signed-in person chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = current_tenant()
        try:
            if request.path.startswith(NOBODYS):
                return self.get_response(request)
            return self._personal(request)
        finally:
            if current_tenant() != before:
                enter_tenant(before)

    def _personal(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        locale, zone = "en", "UTC"
        if user.is_authenticated:
            locale, zone = user.locale, user.time_zone
        with translation.override(locale), timezone.override(_zone(zone)):
            request.LANGUAGE_CODE = translation.get_language() or "en"
            response = self.get_response(request)
        # Pages name people and show secrets once: neither a proxy nor the next person at the device keeps them.
        response.headers.setdefault("Cache-Control", "private, no-store")
        _say_who(request, response)
        return response


def _say_who(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the page's scripts who has signed in: on a device that several share, each opens their own copy alone."""
    person = str(request.user.pk) if request.user.is_authenticated else ""
    if request.COOKIES.get(PERSON, "") == person:
        return
    if person:
        age = PERSON_DAYS * 24 * 3600
        secure = settings.SECURE_COOKIES
        response.set_cookie(PERSON, person, max_age=age, secure=secure, samesite="Lax")
    else:
        response.delete_cookie(PERSON, samesite="Lax")


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
