"""Per request: the person's time zone and language, and a database connection that forgets the workspace after."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from pm_suite.lib.tenancy import current_tenant, enter_tenant


class PersonMiddleware:
    """Activates what the signed-in person chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = current_tenant()
        try:
            if request.path.startswith(("/api/", "/static/")):
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
        return response


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
