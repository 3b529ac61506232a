"""Counts anew what each task has below it, for rows from before tasks kept that themselves."""

from django.db import connection, transaction

# What counts is what `tasks.actions.branches.weight_of` says.
RECOUNT = """
WITH RECURSIVE pair(above, id) AS (
    SELECT parent_id, id FROM tasks_task WHERE project_id = %(project)s AND parent_id IS NOT NULL
    UNION
    SELECT t.parent_id, pair.id FROM pair JOIN tasks_task t ON t.id = pair.above
    WHERE t.parent_id IS NOT NULL
), counted AS (
    SELECT t.id, t.done_at IS NOT NULL AS is_done, COALESCE(t.estimate, 0) AS estimate
    FROM tasks_task t WHERE t.project_id = %(project)s AND t.trashed_at IS NULL
    AND t.archived_at IS NULL AND t.cancelled_at IS NULL
), sums AS (
    SELECT pair.above, count(*) AS count, count(*) FILTER (WHERE c.is_done) AS done,
           sum(c.estimate) AS estimate,
           COALESCE(sum(c.estimate) FILTER (WHERE c.is_done), 0) AS estimate_done
    FROM pair JOIN counted c USING (id) GROUP BY pair.above
)
UPDATE tasks_task t SET child_count = sums.count, child_done = sums.done,
    child_estimate = sums.estimate, child_estimate_done = sums.estimate_done
FROM sums WHERE t.id = sums.above
"""


def recount_branches() -> int:
    """Fill the counters of tasks with subtasks, a project at a time; gives how many. A repeat is harmless."""
    with connection.cursor() as db:
        db.execute("SELECT DISTINCT project_id FROM tasks_task WHERE parent_id IS NOT NULL")
        projects = [row[0] for row in db.fetchall()]
    count = 0
    for project in projects:
        with transaction.atomic(), connection.cursor() as db:
            db.execute(RECOUNT, {"project": project})
            count += db.rowcount
    return count
