from django.db import migrations

from pm_suite.lib.tenancy import isolate_sql

ISOLATED = [
    "sync_head",
    "sync_entry",
    "sync_scope",
    "sync_scopemember",
    "sync_client",
    "sync_receipt",
]
JOURNAL_LINE = """
CREATE VIEW sync_journal_line WITH (security_invoker = true) AS
SELECT workspace_id::text || ':' || version::text AS id, workspace_id, version, kind, model,
       object_id, op, patch, actor_id, at, recorded_at
FROM sync_entry
"""


class Migration(migrations.Migration):
    dependencies = [("sync", "0001_initial")]

    operations = [
        *(migrations.RunSQL(*isolate_sql(table)) for table in ISOLATED),
        # Updates of the one hot row stay on its page.
        migrations.RunSQL(
            "ALTER TABLE sync_head SET (fillfactor = 50)",
            "ALTER TABLE sync_head RESET (fillfactor)",
        ),
        migrations.RunSQL(JOURNAL_LINE, "DROP VIEW sync_journal_line"),
    ]
