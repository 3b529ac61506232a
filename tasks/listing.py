"""Puts checklist lines from before there were several lists into a first list of their task."""

from django.db import connection, transaction

from pm_suite.lib.ids import new_id

BATCH = 1000
TASKS = """
SELECT DISTINCT i.workspace_id, i.task_id FROM tasks_checklistitem i
WHERE i.checklist_id IS NULL LIMIT %s
"""
# A task that has a list already gets no second one: the step may be done again at any time.
LISTS = """
INSERT INTO tasks_checklist (id, workspace_id, task_id, name, rank)
SELECT n.id, n.workspace_id, n.task_id, '', 'a0'
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS n(id, workspace_id, task_id)
WHERE NOT EXISTS (SELECT 1 FROM tasks_checklist c WHERE c.task_id = n.task_id)
"""
ITEMS = """
UPDATE tasks_checklistitem i SET checklist_id = (
    SELECT c.id FROM tasks_checklist c WHERE c.task_id = i.task_id ORDER BY c.rank, c.id LIMIT 1)
WHERE i.checklist_id IS NULL AND i.task_id = ANY(%s)
"""


def list_lone_items() -> int:
    """Give every line without a list the first list of its task; gives how many tasks. A repeat changes nothing."""
    done = 0
    while count := _list_batch():
        done += count
    return done


def _list_batch() -> int:
    with transaction.atomic(), connection.cursor() as db:
        db.execute(TASKS, [BATCH])
        found = db.fetchall()
        workspaces, tasks = [row[0] for row in found], [row[1] for row in found]
        if found:
            db.execute(LISTS, [[new_id() for _ in found], workspaces, tasks])
            db.execute(ITEMS, [tasks])
    return len(found)
