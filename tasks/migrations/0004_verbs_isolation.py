from django.db import migrations

from pm_suite.lib.tenancy import child_sql, isolate_sql

CHILDREN = [
    ("tasks_task", "updated_by_id", "teams_member"),
    ("tasks_task", "accepted_by_id", "teams_member"),
    ("tasks_taskhelper", "task_id", "tasks_task"),
    ("tasks_taskhelper", "member_id", "teams_member"),
    ("tasks_taskseen", "task_id", "tasks_task"),
    ("tasks_taskseen", "member_id", "teams_member"),
    ("tasks_deadlineproposal", "task_id", "tasks_task"),
    ("tasks_deadlineproposal", "member_id", "teams_member"),
    ("tasks_deadlineproposal", "answered_by_id", "teams_member"),
]
ISOLATED = ["tasks_taskhelper", "tasks_taskseen", "tasks_deadlineproposal"]


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_verbs"), ("teams", "0002_tenant_isolation")]

    operations = [
        migrations.RunSQL(*statements)
        for statements in (
            *(child_sql(*child) for child in CHILDREN),
            *map(isolate_sql, ISOLATED),
        )
    ]
