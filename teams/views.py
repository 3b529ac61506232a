"""The pages about people: first visit, joining, profile, tokens, a workspace's settings."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pm_suite.lib.problems import NotSeen, Problem
from pm_suite.lib.tenancy import tenant
from teams import access, actions
from teams.forms import PersonForm, ProfileForm, TokenForm, WelcomeForm, WorkspaceForm
from teams.models import AccessToken, Member, User

BACKEND = "django.contrib.auth.backends.ModelBackend"
LAST_WORKSPACE = "last_workspace"
SHOWN_ONCE = "shown_once"
PageView = Callable[..., HttpResponse]


def page(view: PageView) -> PageView:
    """Answer a problem with a page that says it in a sentence; send nobody to sign in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Problem as problem:
            if problem.status == 401:
                return redirect_to_login(request.get_full_path())
            return render(request, "problem.html", {"problem": problem}, status=problem.status)

    return answer


def in_workspace(view: Callable[..., HttpResponse]) -> PageView:
    """A page below /w/{slug}/: gives the view the member in place of the slug; outsiders find nothing."""

    @page
    @wraps(view)
    def answer(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        member = access.access_workspace(request.user, slug)
        if request.session.get(LAST_WORKSPACE) != slug:
            request.session[LAST_WORKSPACE] = slug
        return view(request, member, **kwargs)

    return answer


def with_complaint(form: forms.Form, problem: Problem) -> None:
    """Show a problem beside the field at fault, or above the form."""
    form.add_error(problem.field if problem.field in form.fields else None, problem.detail)


def first_complaint(form: forms.Form) -> str:
    """What is wrong with a form, as one sentence that names the field."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else None
    if not label:
        return str(errors[0])
    return f"{label}{' ' if str(label).endswith('?') else ': '}{errors[0]}"


def told(request: HttpRequest, write: Callable[[], object], done: str) -> None:
    """Run a write and leave its success, or the sentence of its refusal, for the next page."""
    try:
        write()
    except Problem as problem:
        if problem.status == 404:
            raise
        messages.error(request, problem.detail)
    else:
        messages.success(request, done)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A write without the page's token: a sentence for people, a problem for the application."""
    if not request.path.startswith("/api/"):
        return render(request, "403_csrf.html", status=403)
    problem = Problem("Reload the page and try again.", status=403, code="csrf")
    return JsonResponse(
        problem.as_json(),
        status=problem.status,
        content_type="application/problem+json",
        headers={"X-Sync-Protocol": "1"},
    )


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        has_people = User.objects.exists()
        return redirect("account_login" if has_people else "welcome")
    seats = access.seats_of(request.user)
    seat = _last_seat(request, seats)
    if seat is None:
        return render(request, "teams/nowhere.html")
    return redirect("app", slug=seat.workspace.slug)


@require_http_methods(["GET", "POST"])
@page
def welcome(request: HttpRequest) -> HttpResponse:
    if User.objects.exists():
        return redirect("home")
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = open_house(form.cleaned_data)
        except Problem as problem:
            with_complaint(form, problem)
        else:
            login(request, member.user, backend=BACKEND)
            return redirect("app", slug=member.workspace.slug)
    return render(request, "teams/welcome.html", {"form": form})


def open_house(data: dict[str, Any]) -> Member:
    """The first person, who keeps the house, and the first workspace, both or neither."""
    with transaction.atomic():
        owner = actions.register_user(
            email=data["email"],
            name=data["name"],
            password=data["password"],
            time_zone=data["time_zone"],
        )
        actions.make_staff(owner)
        return actions.create_workspace(owner=owner, name=data["workspace"])


@require_http_methods(["GET", "POST"])
@page
def join(request: HttpRequest, token: str) -> HttpResponse:
    invitation = access.invitation_by_token(token)
    is_known = request.user.is_authenticated
    form = PersonForm(request.POST or None, initial={"email": invitation.email})
    if request.method == "POST" and (is_known or form.is_valid()):
        try:
            with transaction.atomic():
                user = request.user if is_known else _register(form.cleaned_data)
                member = actions.accept_invitation(invitation, user=user)  # type: ignore[arg-type]
        except Problem as problem:
            with_complaint(form, problem)
        else:
            if not is_known:
                login(request, member.user, backend=BACKEND)
            return redirect("app", slug=invitation.workspace.slug)
    context = {"form": form, "invitation": invitation, "is_known": is_known}
    return render(request, "teams/join.html", context)


def _register(data: dict[str, Any]) -> User:
    return actions.register_user(**data)


@login_required
@require_http_methods(["GET", "POST"])
@page
def me(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    names = ("name", "time_zone", "locale", "theme")
    initial = {name: getattr(user, name) for name in names}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_profile(user, **form.cleaned_data)
        except Problem as problem:
            with_complaint(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("me")
    seats = access.seats_of(user)
    context = {
        "form": form,
        "token_form": TokenForm(workspaces=_choices(seats)),
        "tokens": _tokens(seats),
        "seats": seats,
        "member": _last_seat(request, seats),
        "shown_once": request.session.pop(SHOWN_ONCE, None),
    }
    return render(request, "teams/me.html", context)


def _last_seat(request: HttpRequest, seats: list[Member]) -> Member | None:
    """The seat in the workspace where the person was last."""
    last = request.session.get(LAST_WORKSPACE)
    return next((seat for seat in seats if seat.workspace.slug == last), next(iter(seats), None))


def _choices(seats: list[Member]) -> list[tuple[str, str]]:
    return [(seat.workspace.slug, seat.workspace.name) for seat in seats]


def _tokens(seats: list[Member]) -> list[AccessToken]:
    tokens: list[AccessToken] = []
    for seat in seats:
        with tenant(seat.workspace_id):
            tokens += access.visible_tokens(seat).select_related("workspace").order_by("-id")
    return tokens


@login_required
@require_POST
@page
def add_token(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    form = TokenForm(request.POST, workspaces=_choices(access.seats_of(user)))
    if not form.is_valid():
        messages.error(request, first_complaint(form))
        return redirect("me")
    data = form.cleaned_data
    member = access.access_workspace(user, data["workspace"])
    try:
        _token, secret = actions.issue_token(
            actor=member,
            name=data["name"],
            scopes=data["scopes"],
            life=timedelta(days=int(data["days"])),
        )
    except Problem as problem:
        messages.error(request, problem.detail)
    else:
        request.session[SHOWN_ONCE] = secret
    return redirect(f"{reverse('me')}#tokens")


@login_required
@require_POST
@page
def revoke_token(request: HttpRequest, token_id: uuid.UUID) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    for seat in access.seats_of(user):
        with tenant(seat.workspace_id):
            if access.visible_tokens(seat).filter(id=token_id).exists():
                actions.revoke_token(access.access_token(seat, token_id), actor=seat)
                messages.success(request, _("The token works no more."))
                return redirect(f"{reverse('me')}#tokens")
    raise NotSeen("There is no such token.")


@in_workspace
def settings(request: HttpRequest, member: Member) -> HttpResponse:
    access.require(member, "change_workspace")
    form = WorkspaceForm(request.POST or None, initial={"name": member.workspace.name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        told(
            request,
            lambda: actions.rename_workspace(member.workspace, actor=member, name=name),
            _("Saved."),
        )
        return redirect("settings", slug=member.workspace.slug)
    return render(request, "teams/settings.html", {"form": form, "member": member})
