"""The page that hosts the application, and what lets it open without the server."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_safe

from boards import offline
from teams.models import Member
from teams.views import in_workspace

REVALIDATED = "no-cache"


@require_GET
@ensure_csrf_cookie
@in_workspace
def app(request: HttpRequest, member: Member, rest: str = "") -> HttpResponse:
    context = {"member": member, "worker": settings.SERVICE_WORKER}
    return render(request, "app.html", context)


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    return _kept_page(offline.shell_page())


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    return _kept_page(offline.offline_page())


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    source = offline.worker_source()
    if source is None:
        return HttpResponse(
            "The front end has not been built here: run `npm run build` in frontend/.",
            status=404,
            content_type="text/plain; charset=utf-8",
        )
    return HttpResponse(
        source,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": REVALIDATED},
    )


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        offline.web_manifest(),
        content_type="application/manifest+json",
        headers={"Cache-Control": REVALIDATED},
    )


def _kept_page(page: str) -> HttpResponse:
    """A page for the service worker, which keeps it only beside the files of the same build."""
    return HttpResponse(page, headers={"Cache-Control": REVALIDATED, "X-Build": offline.version()})
