"""`manage.py import_trello FILE --workspace SLUG`: a Trello board from the command line."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from integrations.actions.reports import text_of_report
from integrations.actions.runs import (
    discard_run,
    execute_run,
    preview_of,
    queue_run,
    upload_export,
)
from integrations.files import digest_of, read_plan
from integrations.models import ImportRun
from pm_suite.lib.problems import Problem
from pm_suite.lib.tenancy import across_tenants, tenant
from teams.access import require
from teams.models import Member, Role, Workspace

BAD_FILE, CONFLICT, NOT_ALLOWED = 2, 3, 4
EXIT_CODES = {"bad_file": BAD_FILE, "imported_before": CONFLICT, "forbidden": NOT_ALLOWED}


class Command(BaseCommand):
    """Exit codes: 0 done, 1 wrong call, 2 a file that cannot be read, 3 imported before, 4 not allowed, 5 failed."""

    help = "Import a Trello board from its JSON export."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the JSON export of a board")
        parser.add_argument("--workspace", required=True, help="the workspace's address (slug)")
        parser.add_argument("--user", help="e-mail of who imports (default: the first owner)")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would come, write nothing"
        )
        parser.add_argument(
            "--update", action="store_true", help="update the project of an earlier import"
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        actor = _actor(options["workspace"], options["user"])
        try:
            with tenant(actor.workspace_id):
                report, error = self._import(path, actor, options)
        except Problem as problem:
            self._leave(problem.detail, EXIT_CODES.get(problem.code, 5))
        self.stdout.write(
            json.dumps(report, indent=2) if options["json"] else text_of_report(report)
        )
        if error:
            self._leave(error, 5)

    def _import(
        self, path: Path, actor: Member, options: dict[str, Any]
    ) -> tuple[dict[str, Any], str]:
        if options["dry_run"]:
            require(actor, "import")
            return preview_of(read_plan(path), actor, digest_of(path)), ""
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(1 << 20), b"")
            run = upload_export(actor=actor, file_name=path.name, chunks=chunks)
        if run.state == ImportRun.State.FAILED:
            self._leave(run.error, BAD_FILE)
        try:
            run = queue_run(run, actor=actor, update=options["update"])
        except Problem:
            discard_run(run)
            raise
        done = execute_run(run.id, run.workspace_id) or run
        report = {**done.report, "run": str(done.id), "state": done.state}
        if done.project is not None:
            report["project"] = {
                "id": str(done.project_id),
                "key": done.project.key,
                "name": done.project.name,
            }
        return report, done.error

    def _leave(self, sentence: str, code: int) -> None:
        raise CommandError(sentence, returncode=code)


def _actor(slug: str, email: str | None) -> Member:
    with across_tenants():
        workspace = Workspace.objects.filter(slug=slug).first()
        if workspace is None:
            known = ", ".join(
                Workspace.objects.order_by("slug").values_list("slug", flat=True)[:20]
            )
            raise CommandError(f"There is no workspace {slug!r}. There are: {known or 'none yet'}.")
        seats = Member.objects.active().people().filter(workspace=workspace)
        seats = seats.select_related("workspace", "user").order_by("created_at", "id")
        seats = seats.filter(user__email__iexact=email) if email else seats.filter(role=Role.OWNER)
        actor = seats.first()
    if actor is None:
        raise CommandError(f"{email or 'No owner'} is no member of {slug}.")
    return actor
