"""The page that hosts the application; everything in it comes over the sync protocol."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from teams.models import Member
from teams.views import in_workspace


@require_GET
@ensure_csrf_cookie
@in_workspace
def app(request: HttpRequest, member: Member, rest: str = "") -> HttpResponse:
    return render(request, "app.html", {"workspace": member.workspace, "member": member})
