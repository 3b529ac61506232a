"""Background work about tasks."""

from celery import shared_task
from django.utils import timezone

from pm_suite.lib.tenancy import across_tenants
from tasks.actions.comments import forget_comments
from tasks.actions.files import sweep_files
from tasks.actions.recurrences import make_due
from tasks.actions.trash import empty_trash


@shared_task(name="tasks.empty_trash")
def empty() -> int:
    """Delete for good what was thrown away a month ago."""
    with across_tenants():
        now = timezone.now()
        return empty_trash(now) + forget_comments(now)


@shared_task(name="tasks.sweep_files")
def sweep() -> int:
    """Delete the files that nothing has needed for long."""
    with across_tenants():
        return sweep_files(timezone.now())


@shared_task(name="tasks.repeat")
def repeat() -> int:
    """Make the tasks that repeat and whose day has come."""
    with across_tenants():
        return make_due(timezone.now())
