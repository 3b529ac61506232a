from django.db import migrations

from pm_suite.lib.tenancy import child_sql, isolate_sql, parent_sql

PARENTS = ["boards_board", "boards_column"]
CHILDREN = [
    ("boards_board", "project_id", "tasks_project"),
    ("boards_boardproject", "board_id", "boards_board"),
    ("boards_boardproject", "project_id", "tasks_project"),
    ("boards_column", "board_id", "boards_board"),
    ("boards_columnstage", "column_id", "boards_column"),
    ("boards_columnstage", "stage_id", "tasks_stage"),
]


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial"), ("tasks", "0002_tenant_isolation")]

    operations = [
        migrations.RunSQL(*statements)
        for statements in (
            *map(parent_sql, PARENTS),
            *(child_sql(*child) for child in CHILDREN),
            *map(isolate_sql, [*PARENTS, "boards_boardproject", "boards_columnstage"]),
        )
    ]
