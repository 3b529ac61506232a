"""What the import pages show."""

from django.core.cache import cache

from integrations.access import visible_runs
from integrations.models import ImportRun
from sync.shapes import Json
from teams.models import Member

SHOWN = 50


def recent_runs(member: Member) -> list[ImportRun]:
    """The imports that the member may see, newest first; the last 50, in one query."""
    return list(visible_runs(member)[:SHOWN])


def progress_key(run: ImportRun) -> str:
    """Where the cache keeps how far a run is while its transaction is open."""
    return f"import:{run.id}"


def run_status(run: ImportRun) -> dict[str, Json]:
    """{"state", "progress" 0 to 100, "step", "error"}: of the row, and while it runs of the cache beside it."""
    told = cache.get(progress_key(run)) if run.state == ImportRun.State.RUNNING else None
    if not isinstance(told, dict):
        told = {"progress": run.progress, "step": run.step}
    return {
        "state": run.state,
        "progress": told["progress"],
        "step": told["step"],
        "error": run.error,
    }
