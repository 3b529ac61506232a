from typing import Any

from django.db import migrations

from pm_suite.lib.tenancy import across_tenants
from tasks.listing import list_lone_items


def forward(apps: Any, editor: Any) -> None:
    with across_tenants():
        list_lone_items()


class Migration(migrations.Migration):
    atomic = False  # batch by batch, each for good; what stops half-way goes on where it was

    dependencies = [("tasks", "0005_checklists")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
