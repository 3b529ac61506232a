"""Stages of a project."""

import uuid
from collections.abc import Mapping
from typing import Any

from pm_suite.lib.problems import Conflict, Invalid
from sync.conflicts import hold, settle
from sync.journal import record
from tasks import cleaning
from tasks.access import require
from tasks.actions.tasks import relocate_tasks
from tasks.models import Project, Stage, Task
from tasks.ranking import place
from tasks.rows import chosen_id, insert
from teams.models import Member

CLEAN: dict[str, cleaning.Cleaner] = {
    "name": lambda v: cleaning.one_line(v, field="name", limit=cleaning.NAME_MAX, noun="A stage"),
    "kind": lambda v: cleaning.choice(v, Stage.Kind, field="kind"),
    "wip_limit": lambda v: cleaning.whole(v, field="wip_limit", low=1, high=9999),
    "wip_hard": lambda v: cleaning.flag(v, field="wip_hard"),
}


def create_stage(
    project: Project,
    *,
    actor: Member,
    name: str,
    kind: str,
    id: object = None,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
) -> Stage:
    """Add a stage to a project; raises Forbidden, Invalid.

    `boards.actions.create_stage` shows it on the project's board as well.
    """
    require(actor, "lead", project)
    with record(actor) as journal:
        rows = Stage.objects.filter(project=project)
        stage = Stage(
            id=chosen_id(id),
            workspace_id=project.workspace_id,
            project=project,
            name=CLEAN["name"](name),
            kind=CLEAN["kind"](kind),
            rank=place(journal, rows, "stage.ranked", after=after, before=before),
        )
        insert(stage)
        journal.insert("stage.created", stage)
    return stage


def change_stage(stage: Stage, *, actor: Member, fields: Mapping[str, Any]) -> Stage:
    """Change a stage's name, kind or limit; raises Forbidden, Invalid."""
    require(actor, "lead", stage.project)
    cleaning.only_known(fields, CLEAN)
    with record(actor) as journal:
        hold(journal, stage, CLEAN)
        before = dict(vars(stage))
        for name, value in fields.items():
            setattr(stage, name, CLEAN[name](value))
        if changed := settle(journal, stage, before, list(fields)):
            stage.save(update_fields=changed)
            journal.update("stage.changed", stage, changed)
    return stage


def move_stage(
    stage: Stage, *, actor: Member, after: uuid.UUID | None, before: uuid.UUID | None
) -> Stage:
    """Put a stage elsewhere in its project's order."""
    require(actor, "lead", stage.project)
    with record(actor) as journal:
        rows = Stage.objects.filter(project_id=stage.project_id)
        stage.rank = place(
            journal, rows, "stage.ranked", after=after, before=before, moving=stage.id
        )
        stage.save(update_fields=["rank"])
        journal.update("stage.moved", stage, ["rank"])
    return stage


def remove_stage(stage: Stage, *, actor: Member, to: Stage | None = None) -> None:
    """Delete a stage after its tasks have gone to another one.

    Raises Conflict when it holds tasks and no other stage is named, or when it is the project's last.
    """
    require(actor, "lead", stage.project)
    if to is not None and (to.project_id != stage.project_id or to.id == stage.id):
        raise Invalid("Its tasks go to another stage of the same project.", field="to")
    with record(actor) as journal:
        siblings = Stage.objects.select_for_update(of=("self",)).filter(project_id=stage.project_id)
        if len(siblings) < 2:
            raise Conflict("A project keeps at least one stage.")
        tasks = Task.objects.filter(stage=stage)
        if tasks.exists():
            if to is None:
                raise Conflict("Say where the tasks of this stage go.", field="to")
            relocate_tasks(tasks, actor=actor, to=to)
        journal.delete("stage.removed", stage)
        stage.delete()
