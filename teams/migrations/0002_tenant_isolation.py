from django.db import migrations

from pm_suite.lib.tenancy import child_sql, isolate_sql, parent_sql


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]

    operations = [
        migrations.RunSQL(*statements)
        for statements in (
            parent_sql("teams_member"),
            child_sql("teams_invitation", "created_by_id", "teams_member"),
            child_sql("teams_invitation", "accepted_by_id", "teams_member"),
            child_sql("teams_accesstoken", "member_id", "teams_member"),
            isolate_sql("teams_member"),
            isolate_sql("teams_invitation"),
            isolate_sql("teams_accesstoken"),
        )
    ]
