from typing import Any

from django.db import migrations

from pm_suite.lib.tenancy import across_tenants
from tasks.recounting import recount_branches


def forward(apps: Any, editor: Any) -> None:
    with across_tenants():
        recount_branches()


class Migration(migrations.Migration):
    atomic = False  # project by project, each for good; what stops half-way goes on where it was

    dependencies = [("tasks", "0011_structure")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
