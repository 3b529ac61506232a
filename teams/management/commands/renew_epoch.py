"""Says after a restore that the database is another than the browsers remember."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pm_suite.lib.tenancy import across_tenants
from sync.actions import renew_epoch
from teams.models import Workspace


class Command(BaseCommand):
    help = (
        "After a restore: let every browser load again, and send again what the copy does not have."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", default="", help="its address; without one, all of them")

    def handle(self, *args: Any, **options: Any) -> None:
        slug = options["workspace"]
        with across_tenants():
            workspace = Workspace.objects.filter(slug=slug).first() if slug else None
            if slug and workspace is None:
                raise CommandError(f"There is no workspace at {slug}.")
            count = renew_epoch(workspace.id if workspace else None)
        self.stdout.write(f"Renewed: {count} {'workspace' if count == 1 else 'workspaces'}.")
