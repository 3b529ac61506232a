import django.db.models.deletion
from django.db import migrations, models

import pm_suite.lib.ids
import pm_suite.lib.tenancy
from pm_suite.lib.tenancy import child_sql, isolate_sql


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0012_count_branches"),
        ("teams", "0002_tenant_isolation"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="values",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.CreateModel(
            name="CustomField",
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
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("money", "Money"),
                            ("date", "Date"),
                            ("person", "Person"),
                            ("choice", "One choice"),
                            ("choices", "Several choices"),
                            ("link", "Link"),
                            ("checkbox", "Checkbox"),
                        ],
                        max_length=16,
                    ),
                ),
                ("options", models.JSONField(default=list)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("on_card", models.BooleanField(default=False)),
                ("rank", models.CharField(db_collation="C", max_length=512)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "project",
                    pm_suite.lib.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="tasks.project",
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
            options={
                "indexes": [
                    models.Index(models.F("workspace"), models.F("project"), name="field_project")
                ],
            },
        ),
        migrations.RunSQL(*child_sql("tasks_customfield", "project_id", "tasks_project")),
        migrations.RunSQL(*isolate_sql("tasks_customfield")),
    ]
