import django.db.models.deletion
from django.db import migrations

import pm_suite.lib.tenancy


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_items_into_lists")]

    operations = [
        migrations.AlterField(
            model_name="checklistitem",
            name="checklist",
            field=pm_suite.lib.tenancy.TenantForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="tasks.checklist",
            ),
        ),
    ]
