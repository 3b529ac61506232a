import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import pm_suite.lib.ids
import pm_suite.lib.tenancy
from pm_suite.lib.tenancy import child_sql, isolate_sql


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0010_files"),
        ("teams", "0002_tenant_isolation"),
    ]

    operations = [
        migrations.AddField(
            model_name="project",
            name="progress",
            field=models.CharField(
                choices=[("count", "By the number of tasks"), ("estimate", "By their estimates")],
                db_default="count",
                default="count",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="blocked_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="child_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="task",
            name="child_done",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="task",
            name="child_estimate",
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=14),
        ),
        migrations.AddField(
            model_name="task",
            name="child_estimate_done",
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=14),
        ),
        migrations.AddField(
            model_name="task",
            name="link_count",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="TaskLink",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("blocks", "Blocks"),
                            ("blocked_by", "Blocked by"),
                            ("relates", "Relates to"),
                            ("duplicates", "Duplicates"),
                            ("duplicated_by", "Duplicated by"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "other",
                    pm_suite.lib.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tasks.task",
                    ),
                ),
                (
                    "task",
                    pm_suite.lib.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
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
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "other", "kind"), name="link_once_per_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("task", models.F("other")), _negated=True),
                        name="link_between_two",
                    ),
                ],
            },
        ),
        migrations.RunSQL(*child_sql("tasks_tasklink", "task_id", "tasks_task")),
        migrations.RunSQL(*child_sql("tasks_tasklink", "other_id", "tasks_task")),
        migrations.RunSQL(*isolate_sql("tasks_tasklink")),
    ]
