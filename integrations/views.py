"""The import pages, and the first visit's demo."""

import logging
import uuid

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from kombu.exceptions import OperationalError

from integrations.access import access_run
from integrations.actions.runs import queue_run, upload_export
from integrations.actions.undoing import undo_run
from integrations.demo.create import open_demo_house
from integrations.forms import UploadForm
from integrations.jobs import run_import
from integrations.models import ImportRun
from integrations.queries import recent_runs, run_status
from teams.access import require
from teams.models import Member, User
from teams.views import BACKEND, in_workspace, page, told

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "POST"])
@in_workspace
def imports(request: HttpRequest, member: Member) -> HttpResponse:
    require(member, "import")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = upload_export(actor=member, file_name=file.name, chunks=file.chunks(1 << 20))
        return redirect("import-run", slug=member.workspace.slug, run_id=run.id)
    context = {"form": form, "runs": recent_runs(member), "member": member}
    return render(request, "integrations/import.html", context)


@require_GET
@in_workspace
def import_run(request: HttpRequest, member: Member, run_id: uuid.UUID) -> HttpResponse:
    run = access_run(member, run_id)
    context = {"run": run, "status": run_status(run), "member": member}
    return render(request, "integrations/import_run.html", context)


@require_GET
@in_workspace
def status(request: HttpRequest, member: Member, run_id: uuid.UUID) -> HttpResponse:
    answer = JsonResponse(run_status(access_run(member, run_id)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@in_workspace
def start(request: HttpRequest, member: Member, run_id: uuid.UUID) -> HttpResponse:
    return _queue(request, member, run_id, is_update=False)


@require_POST
@in_workspace
def update(request: HttpRequest, member: Member, run_id: uuid.UUID) -> HttpResponse:
    return _queue(request, member, run_id, is_update=True)


def _queue(
    request: HttpRequest, member: Member, run_id: uuid.UUID, *, is_update: bool
) -> HttpResponse:
    run = access_run(member, run_id)

    def write() -> None:
        with transaction.atomic():
            queue_run(run, actor=member, update=is_update)
            transaction.on_commit(lambda: _ring(run))

    told(request, write, _("The import has started."))
    return redirect("import-run", slug=member.workspace.slug, run_id=run.id)


def _ring(run: ImportRun) -> None:
    """Wake a worker; without a broker the sweep of the next minute finds the run."""
    try:
        run_import.apply_async((str(run.id), str(run.workspace_id)), retry=False)
    except (OperationalError, OSError):
        logger.info("The broker is away; the import waits for the next sweep.")


@require_POST
@in_workspace
def undo(request: HttpRequest, member: Member, run_id: uuid.UUID) -> HttpResponse:
    run = access_run(member, run_id)
    told(request, lambda: undo_run(run, actor=member), _("The import was undone."))
    return redirect("import-run", slug=member.workspace.slug, run_id=run.id)


@require_POST
@page
def open_demo(request: HttpRequest) -> HttpResponse:
    if User.objects.exists():
        messages.info(request, _("Somebody was here first; sign in."))
        return redirect("home")
    owner = open_demo_house()
    if owner is None or owner.user is None:
        return redirect("home")
    login(request, owner.user, backend=BACKEND)
    return redirect("app", slug=owner.workspace.slug)
