"""The life of an import: uploaded, previewed, queued, running, then done or failed.

The import and its "done" are one transaction, guarded by a lock that PostgreSQL frees when the worker dies. So whatever
is killed when, a run is done once or not at all, and a run without its lock is found by `lost_runs` and done again.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from integrations.access import earlier_run
from integrations.actions.people import match_people
from integrations.actions.reports import describe, earlier_json
from integrations.actions.updating import update_project
from integrations.actions.writing import Progress, write_project
from integrations.files import drop_file, keep_file, plan_of
from integrations.models import ImportRun
from integrations.plan import Plan
from integrations.queries import progress_key
from integrations.trello.problems import BadFile
from pm_suite.lib.ids import new_id
from pm_suite.lib.problems import Conflict, Problem
from pm_suite.lib.tenancy import across_tenants, tenant
from sync.journal import record
from teams.access import require
from teams.models import Member

logger = logging.getLogger(__name__)
State = ImportRun.State
ATTEMPTS = 3
PROGRESS_LIFE = 3600
"""Seconds for which the cache remembers how far a run is."""
BROKE = "Something went wrong on the server; nothing was imported. The server's log says more."
GAVE_UP = f"The import was interrupted {ATTEMPTS} times and was given up; nothing was imported."
UPLOAD_LIFE = timedelta(days=7)
"""How long an upload that nobody starts is kept."""


def upload_export(*, actor: Member, file_name: str, chunks: Iterable[bytes]) -> ImportRun:
    """Keep an export and say what it would bring; a file that cannot be read makes a failed run with a sentence.

    Raises Forbidden.
    """
    require(actor, "import")
    name = " ".join(file_name.replace("\x00", "").split())[-255:] or "export.json"
    run = ImportRun(
        id=new_id(), workspace_id=actor.workspace_id, actor=actor, file_name=name, size=0
    )
    try:
        keep_file(run, chunks)
        _preview(run, actor)
    except BadFile as problem:
        drop_file(run)
        run.file, run.state, run.error = "", State.FAILED, problem.detail[:500]
        run.finished_at = timezone.now()
    run.save(force_insert=True)
    return run


def _preview(run: ImportRun, actor: Member) -> None:
    plan = plan_of(run)
    run.board_id = plan.external_id
    run.report = preview_of(plan, actor, run.sha256)
    run.state = State.PREVIEWED


def preview_of(plan: Plan, actor: Member, sha256: str) -> dict[str, object]:
    """What an import of the plan would bring, and whether the board is here already; writes nothing."""
    matches = match_people(actor, plan.people, source=plan.source)
    earlier = earlier_run(actor, plan.external_id)
    return {**describe(plan, matches), "earlier": earlier_json(earlier, sha256)}


def discard_run(run: ImportRun) -> None:
    """Forget an upload that was not started, and its file."""
    if run.state in (State.PREVIEWED, State.FAILED) and run.project_id is None:
        drop_file(run)
        run.delete()


def queue_run(run: ImportRun, *, actor: Member, update: bool = False) -> ImportRun:
    """Let a worker do the run, as a new project or as an update of the one that the board became before.

    Raises Conflict when it has started already, when the board is here without `update`, or the reverse.
    """
    require(actor, "import")
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update(of=("self",)).get(id=run.id)
        if locked.state != State.PREVIEWED:
            raise Conflict(
                f"This import is {locked.get_state_display().lower()} already.", code="started"
            )
        _check_choice(locked, actor, update)
        locked.state, locked.is_update, locked.error = State.QUEUED, update, ""
        locked.attempts = locked.progress = 0
        locked.step = "Waiting for a worker"
        locked.save(update_fields=["state", "is_update", "error", "attempts", "progress", "step"])
    return locked


def _check_choice(run: ImportRun, actor: Member, update: bool) -> None:
    earlier = earlier_run(actor, run.board_id)
    if update and earlier is None:
        raise Conflict(
            "There is no earlier import of this board to update.", code="nothing_to_update"
        )
    said = earlier_json(earlier, run.sha256)
    if not update and said is not None:
        raise Conflict(str(said["sentence"]), code="imported_before", extra={"earlier": said})


def execute_run(run_id: uuid.UUID, workspace_id: uuid.UUID) -> ImportRun | None:
    """Do a queued run. None when another worker has it, or when there is nothing to do; a repeat is harmless."""
    with tenant(workspace_id):
        if not _begin(run_id):
            return None
        try:
            return _execute(run_id)
        except Problem as problem:
            return _fail(run_id, problem.detail)
        except Exception:
            logger.exception("Import %s failed.", run_id)
            return _fail(run_id, BROKE)


def _begin(run_id: uuid.UUID) -> bool:
    """Note, for everybody to see, that an attempt begins; give up after too many."""
    with transaction.atomic():
        run = ImportRun.objects.waiting().select_for_update(of=("self",), skip_locked=True)
        found = run.filter(id=run_id).first()
        if found is None or not take_lock(run_id):
            return False
        if found.attempts >= ATTEMPTS:
            _set_failed(found, GAVE_UP)
            return False
        found.state, found.started_at = State.RUNNING, timezone.now()
        found.attempts += 1
        found.save(update_fields=["state", "started_at", "attempts"])
    return True


def _execute(run_id: uuid.UUID) -> ImportRun | None:
    run = ImportRun.objects.select_related("actor__workspace", "actor__user").get(id=run_id)
    actor, tell = run.actor, teller(run)
    require(actor, "import")
    with record(actor) as journal:
        if not take_lock(run_id):
            return None
        tell(0, "Reading the file")
        plan = plan_of(run)
        run = ImportRun.objects.select_for_update(of=("self",)).get(id=run_id)
        if run.state != State.RUNNING:
            return None
        run.actor = actor
        _check_choice(run, actor, run.is_update)
        matches = match_people(actor, plan.people, source=plan.source)
        if run.is_update:
            run.report, run.changes, run.project = update_project(
                plan, run=run, actor=actor, journal=journal, matches=matches, tell=tell
            )
        else:
            run.project = write_project(
                plan, run=run, actor=actor, journal=journal, matches=matches, tell=tell
            )
            run.report = describe(plan, matches)
        tell(99, "Saving")
        run.state, run.progress, run.step = State.DONE, 100, ""
        run.finished_at = timezone.now()
        run.save()
    return run


def take_lock(run_id: uuid.UUID) -> bool:
    """Take the run's lock until the transaction ends; the server frees it when the connection dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [(run_id.int & (2**63 - 1))])
        row = cursor.fetchone()
    return bool(row and row[0])


def teller(run: ImportRun) -> Progress:
    """Says how far a run is, beside of its transaction: in the cache, from which the status page reads."""

    def tell(progress: int, step: str) -> None:
        cache.set(progress_key(run), {"progress": progress, "step": step}, PROGRESS_LIFE)

    return tell


def _fail(run_id: uuid.UUID, sentence: str) -> ImportRun:
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).get(id=run_id)
        if run.state == State.RUNNING:
            _set_failed(run, sentence)
    return run


def _set_failed(run: ImportRun, sentence: str) -> None:
    drop_file(run)
    run.file = ""
    run.state, run.error, run.finished_at = State.FAILED, sentence[:500], timezone.now()
    run.step = ""
    run.save(update_fields=["state", "error", "finished_at", "step", "file"])


def forget_uploads() -> int:
    """Delete uploads that nobody started in a week, with their files; gives how many there were."""
    with across_tenants(), transaction.atomic():
        old = ImportRun.objects.filter(
            state=State.PREVIEWED, created_at__lt=timezone.now() - UPLOAD_LIFE
        )
        runs = list(old.select_for_update(of=("self",), skip_locked=True))
        for run in runs:
            discard_run(run)
    return len(runs)


def lost_runs() -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Waiting runs that no worker holds, as (run id, workspace id); those left `running` wait again."""
    lost = []
    with across_tenants(), transaction.atomic():
        runs = ImportRun.objects.waiting().select_for_update(of=("self",), skip_locked=True)
        for run in runs.order_by("created_at"):
            if not take_lock(run.id):
                continue
            if run.state == State.RUNNING:
                run.state, run.step = State.QUEUED, "Starting again"
                run.save(update_fields=["state", "step"])
            lost.append((run.id, run.workspace_id))
    return lost
