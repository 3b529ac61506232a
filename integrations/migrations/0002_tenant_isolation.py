from django.db import migrations

from pm_suite.lib.tenancy import child_sql, isolate_sql, parent_sql

CHILDREN = [
    ("integrations_importrun", "actor_id", "teams_member"),
    ("integrations_importrun", "project_id", "tasks_project"),
    ("integrations_importedobject", "run_id", "integrations_importrun"),
    ("integrations_importedobject", "project_id", "tasks_project"),
]
ISOLATED = ["integrations_importrun", "integrations_importedobject"]


class Migration(migrations.Migration):
    dependencies = [("integrations", "0001_initial"), ("tasks", "0002_tenant_isolation")]

    operations = [
        migrations.RunSQL(*statements)
        for statements in (
            parent_sql("integrations_importrun"),
            *(child_sql(*child) for child in CHILDREN),
            *map(isolate_sql, ISOLATED),
        )
    ]
