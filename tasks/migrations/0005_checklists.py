import django.db.models.deletion
from django.db import migrations, models

import pm_suite.lib.ids
import pm_suite.lib.tenancy
from pm_suite.lib.tenancy import child_sql, isolate_sql, parent_sql

CHILDREN = [
    ("tasks_checklist", "task_id", "tasks_task"),
    ("tasks_checklistitem", "checklist_id", "tasks_checklist"),
    ("tasks_checklistitem", "performer_id", "teams_member"),
]


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_verbs_isolation"), ("teams", "0002_tenant_isolation")]

    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=pm_suite.lib.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("rank", models.CharField(db_collation="C", max_length=512)),
                (
                    "task",
                    pm_suite.lib.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checklists",
                        to="tasks.task",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.workspace",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="checklist",
            field=pm_suite.lib.tenancy.TenantForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="tasks.checklist",
            ),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="performer",
            field=pm_suite.lib.tenancy.TenantForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="teams.member",
            ),
        ),
        migrations.RunSQL(*parent_sql("tasks_checklist")),
        *(migrations.RunSQL(*child_sql(*child)) for child in CHILDREN),
        migrations.RunSQL(*isolate_sql("tasks_checklist")),
    ]
