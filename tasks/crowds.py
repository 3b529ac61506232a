"""The only way from many outside ids to tasks: the rights of `access`, in a number of queries that stays the same."""

import uuid
from collections.abc import Collection, Iterable

from tasks.access import note_role, tasks_with_role
from tasks.models import Project, Stage, Task, TaskHelper, TaskObserver
from tasks.rights import Relation
from teams.models import Member


def access_tasks(member: Member, task_ids: Iterable[uuid.UUID]) -> list[Task]:
    """Those of the tasks that the member sees, locked, trashed ones too, in a number of queries that stays the same.

    Whoever is asked next what the member may do with them asks no more of the database.
    """
    rows = tasks_with_role(member, task_ids, lock=True).order_by("id")
    # Each project and stage once, instead of with each task; and no long texts, which a crowd is not about.
    rows = rows.select_related(None).defer("description")
    tasks = [task for task in rows if getattr(task, "viewer_role", None) is not None]
    projects = Project.objects.in_bulk({task.project_id for task in tasks})
    stages = Stage.objects.in_bulk({task.stage_id for task in tasks})
    for stage in stages.values():
        stage.project = projects[stage.project_id]
    for task in tasks:
        task.project, task.stage = projects[task.project_id], stages[task.stage_id]
        note_role(member, task, task.project, "task")
    _note_relations(member, tasks)
    return tasks


def _note_relations(member: Member, tasks: Collection[Task]) -> None:
    """Keep with each task whether the member helps or only follows, where `relations_of` finds it."""
    ids = [task.id for task in tasks]
    about = {"task_id__in": ids, "member_id": member.id}
    helped = set(TaskHelper.objects.filter(**about).values_list("task_id", flat=True))
    followed = set(TaskObserver.objects.filter(**about).values_list("task_id", flat=True))
    for task in tasks:
        found = {Relation.HELPER} if task.id in helped else set()
        if not found and task.id in followed:
            found = {Relation.OBSERVER}
        noted = {member.id: frozenset(found or {Relation.OTHER})}
        setattr(task, "noted_relations", noted)  # noqa: B010  # no field of the model
