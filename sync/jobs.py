"""Background work of the journal."""

from celery import shared_task
from django.utils import timezone

from pm_suite.lib.tenancy import across_tenants
from sync.pruning import keep
from sync.receipts import forget_old
from sync.segments import build_due


@shared_task(name="sync.forget_receipts")
def forget_receipts() -> int:
    """Delete receipts past their time."""
    with across_tenants():
        return forget_old()


@shared_task(name="sync.prune")
def prune() -> None:
    """Make the months of the journal that come, and turn those past their time into history."""
    with across_tenants():
        keep(timezone.now())


@shared_task(name="sync.build_segments")
def build_segments() -> int:
    """Build the first pages of large projects again that are missing or behind."""
    with across_tenants():
        return build_due()
