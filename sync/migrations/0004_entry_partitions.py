"""The journal in months, so that old ones can be dropped whole.

What is there becomes the first partition as it stands: no row is copied.
"""

from datetime import UTC, datetime, timedelta

from django.db import migrations

from pm_suite.lib.tenancy import isolate_sql

KEY = "PRIMARY KEY (workspace_id, version, recorded_at)"
SCOPE = "(workspace_id, scope_id, version)"
OBJECT = "(workspace_id, object_id, version)"
JOURNAL_LINE = """
CREATE VIEW sync_journal_line WITH (security_invoker = true) AS
SELECT workspace_id::text || ':' || version::text AS id, workspace_id, version, kind, model,
       object_id, op, patch, actor_id, at, recorded_at
FROM sync_entry
"""
PARTED = f"""
DROP VIEW sync_journal_line;
ALTER TABLE sync_entry RENAME TO sync_entry_past;
ALTER TABLE sync_entry_past DROP CONSTRAINT sync_entry_pkey;
ALTER INDEX entry_scope RENAME TO sync_entry_past_scope;
ALTER INDEX entry_object RENAME TO sync_entry_past_object;
CREATE TABLE sync_entry (LIKE sync_entry_past INCLUDING DEFAULTS) PARTITION BY RANGE (recorded_at);
ALTER TABLE sync_entry ADD CONSTRAINT sync_entry_pkey {KEY};
CREATE INDEX entry_scope ON sync_entry {SCOPE};
CREATE INDEX entry_object ON sync_entry {OBJECT};
{isolate_sql("sync_entry")[0]}
CREATE TABLE sync_entry_default PARTITION OF sync_entry DEFAULT;
{isolate_sql("sync_entry_default")[0]}
"""
WHOLE = f"""
DROP VIEW sync_journal_line;
CREATE TABLE sync_entry_whole (LIKE sync_entry INCLUDING DEFAULTS);
INSERT INTO sync_entry_whole SELECT * FROM sync_entry;
DROP TABLE sync_entry;
ALTER TABLE sync_entry_whole RENAME TO sync_entry;
ALTER TABLE sync_entry ADD CONSTRAINT sync_entry_pkey PRIMARY KEY (workspace_id, version);
CREATE INDEX entry_scope ON sync_entry {SCOPE};
CREATE INDEX entry_object ON sync_entry {OBJECT};
{isolate_sql("sync_entry")[0]}
"""
EVERY_TENANT = "SELECT set_config('pm_suite.workspace', '*', true)"
AHEAD = 2


def month_after(moment):
    first = moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)


def part(apps, schema_editor):
    with schema_editor.connection.cursor() as db:
        db.execute(EVERY_TENANT)
        db.execute("SELECT max(recorded_at) FROM sync_entry")
        last = db.fetchone()[0]
        db.execute(PARTED)
        end = month_after(max(last or datetime.now(UTC), datetime.now(UTC)))
        db.execute(
            "ALTER TABLE sync_entry ATTACH PARTITION sync_entry_past FOR VALUES FROM (MINVALUE) TO (%s)",
            [end],
        )
        for _ in range(AHEAD):
            start, end = end, month_after(end)
            table = f"sync_entry_{start:%Y_%m}"
            db.execute(
                f"CREATE TABLE {table} PARTITION OF sync_entry FOR VALUES FROM (%s) TO (%s)",
                [start, end],
            )
            db.execute(isolate_sql(table)[0])
        db.execute(JOURNAL_LINE)


def join(apps, schema_editor):
    with schema_editor.connection.cursor() as db:
        db.execute(EVERY_TENANT)
        db.execute(WHOLE)
        db.execute(JOURNAL_LINE)


class Migration(migrations.Migration):
    dependencies = [("sync", "0003_client_cursor")]

    operations = [migrations.RunPython(part, join)]
