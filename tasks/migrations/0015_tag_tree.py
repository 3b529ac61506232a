import django.db.models.deletion
from django.db import migrations

import pm_suite.lib.tenancy
from pm_suite.lib.tenancy import child_sql


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0014_recurrences"),
    ]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="parent",
            field=pm_suite.lib.tenancy.TenantForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="children",
                to="tasks.tag",
            ),
        ),
        migrations.RunSQL(*child_sql("tasks_tag", "parent_id", "tasks_tag")),
    ]
