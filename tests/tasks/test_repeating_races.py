"""Two people at once close a task that comes again."""

import pytest

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from tasks.actions.recurrences import set_recurrence
from tasks.models import Recurrence, Task
from tests.cast import assemble
from tests.make import make_task
from tests.tasks.test_branches import Ask, at_once


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_task_that_two_close_at_once_is_followed_by_one(transactional_db: None) -> None:
    enter_tenant(EVERY_TENANT)
    cast = assemble()
    task = make_task(cast, "Report", due_on="2026-11-25")
    set_recurrence(task, actor=cast.maria, fields={"rule": "FREQ=WEEKLY"})
    ask: Ask = ("post", f"tasks/{task.id}/acceptance", {})
    assert at_once(cast, [ask, ask, ask]) == [200, 200, 200]
    assert Task.objects.filter(recurrence=Recurrence.objects.get()).count() == 2
