"""Background work of the journal."""

from celery import shared_task

from pm_suite.lib.tenancy import across_tenants
from sync.receipts import forget_old


@shared_task(name="sync.forget_receipts")
def forget_receipts() -> int:
    """Delete receipts past their time."""
    with across_tenants():
        return forget_old()
