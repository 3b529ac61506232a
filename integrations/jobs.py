"""Background work of the imports."""

import uuid

from celery import shared_task

from integrations.actions.runs import execute_run, forget_uploads, lost_runs


@shared_task(name="integrations.run_import", acks_late=True, ignore_result=True)
def run_import(run_id: str, workspace_id: str) -> None:
    """Do one import; a repeat, or a second worker at once, changes nothing."""
    execute_run(uuid.UUID(run_id), uuid.UUID(workspace_id))


@shared_task(name="integrations.resume_imports", ignore_result=True)
def resume_imports() -> int:
    """Ring for every import that waits and that no worker holds; gives how many. Old uploads are forgotten."""
    forget_uploads()
    lost = lost_runs()
    for run_id, workspace_id in lost:
        run_import.delay(str(run_id), str(workspace_id))
    return len(lost)
