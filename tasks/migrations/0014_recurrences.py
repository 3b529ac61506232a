import django.db.models.deletion
from django.db import migrations, models

import pm_suite.lib.ids
import pm_suite.lib.tenancy
from pm_suite.lib.tenancy import child_sql, isolate_sql, parent_sql

CHILDREN = [
    ("tasks_recurrence", "project_id", "tasks_project"),
    ("tasks_recurrence", "task_id", "tasks_task"),
    ("tasks_recurrence", "author_id", "teams_member"),
    ("tasks_task", "recurrence_id", "tasks_recurrence"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0013_custom_fields"),
        ("teams", "0002_tenant_isolation"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="occurrence",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="Recurrence",
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
                ("rule", models.CharField(max_length=500)),
                ("after_completion", models.BooleanField(default=False)),
                ("starts_on", models.DateField()),
                ("at_time", models.CharField(blank=True, max_length=5)),
                ("zone", models.CharField(max_length=64)),
                (
                    "days_off",
                    models.CharField(
                        choices=[
                            ("keep", "As any other day"),
                            ("next", "The next working day"),
                            ("previous", "The working day before"),
                            ("skip", "Left out"),
                        ],
                        default="keep",
                        max_length=8,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=16)),
                ("waits", models.BooleanField(default=False)),
                ("occurrence", models.PositiveIntegerField(default=1)),
                ("occurs_on", models.DateField()),
                ("next_occurs_on", models.DateField(null=True)),
                ("next_on", models.DateField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("next_id", models.UUIDField(null=True)),
                ("ripe_at", models.DateTimeField(null=True)),
                ("skipped_on", models.JSONField(default=list)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("template", models.JSONField(default=dict)),
                (
                    "author",
                    pm_suite.lib.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.member",
                    ),
                ),
                (
                    "project",
                    pm_suite.lib.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recurrences",
                        to="tasks.project",
                    ),
                ),
                (
                    "task",
                    pm_suite.lib.tenancy.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
        ),
        migrations.AddField(
            model_name="task",
            name="recurrence",
            field=pm_suite.lib.tenancy.TenantForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="instances",
                to="tasks.recurrence",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recurrence", None), _negated=True),
                fields=("recurrence", "occurrence"),
                name="one_task_per_occurrence",
            ),
        ),
        migrations.AddIndex(
            model_name="recurrence",
            index=models.Index(
                models.F("workspace"),
                models.F("project"),
                models.F("id"),
                name="recurrence_project",
            ),
        ),
        migrations.AddIndex(
            model_name="recurrence",
            index=models.Index(
                models.F("ripe_at"),
                condition=models.Q(("ripe_at", None), _negated=True),
                name="recurrence_ripe",
            ),
        ),
        migrations.RunSQL(*parent_sql("tasks_recurrence")),
        *(migrations.RunSQL(*child_sql(*child)) for child in CHILDREN),
        migrations.RunSQL(*isolate_sql("tasks_recurrence")),
    ]
