from django.db import migrations

from pm_suite.lib.tenancy import child_sql, isolate_sql, parent_sql

PARENTS = ["tasks_project", "tasks_stage", "tasks_tag", "tasks_task", "tasks_comment"]
CHILDREN = [
    ("tasks_projectmember", "project_id", "tasks_project"),
    ("tasks_projectmember", "member_id", "teams_member"),
    ("tasks_stage", "project_id", "tasks_project"),
    ("tasks_task", "project_id", "tasks_project"),
    ("tasks_task", "parent_id", "tasks_task"),
    ("tasks_task", "stage_id", "tasks_stage"),
    ("tasks_task", "author_id", "teams_member"),
    ("tasks_task", "performer_id", "teams_member"),
    ("tasks_tasktag", "task_id", "tasks_task"),
    ("tasks_tasktag", "tag_id", "tasks_tag"),
    ("tasks_taskobserver", "task_id", "tasks_task"),
    ("tasks_taskobserver", "member_id", "teams_member"),
    ("tasks_checklistitem", "task_id", "tasks_task"),
    ("tasks_comment", "task_id", "tasks_task"),
    ("tasks_comment", "author_id", "teams_member"),
    ("tasks_comment", "reply_to_id", "tasks_comment"),
    ("tasks_attachment", "task_id", "tasks_task"),
]
ISOLATED = [
    *PARENTS,
    "tasks_projectmember",
    "tasks_tasktag",
    "tasks_taskobserver",
    "tasks_checklistitem",
    "tasks_attachment",
]


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial"), ("teams", "0002_tenant_isolation")]

    operations = [
        migrations.RunSQL(*statements)
        for statements in (
            *map(parent_sql, PARENTS),
            *(child_sql(*child) for child in CHILDREN),
            *map(isolate_sql, ISOLATED),
        )
    ]
