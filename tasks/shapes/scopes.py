"""Where the rows that hang on a task belong, in SQL over the alias `t`."""

TASK_ALIVE = "t.trashed_at IS NULL AND t.archived_at IS NULL"
PARENT_SCOPE = "(SELECT p.project_id FROM tasks_task p WHERE p.id = t.task_id)"
PARENT_ALIVE = (
    "EXISTS (SELECT 1 FROM tasks_task p"
    " WHERE p.id = t.task_id AND p.trashed_at IS NULL AND p.archived_at IS NULL)"
)
