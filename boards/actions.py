"""Boards and columns; and projects and stages as they are seen on boards."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from boards.models import Board, BoardProject, Column, ColumnStage
from pm_suite.lib.problems import Conflict, Invalid
from sync.conflicts import hold, settle
from sync.journal import Journal, record
from tasks import cleaning
from tasks.access import require
from tasks.actions import projects as project_actions
from tasks.actions import stages as stage_actions
from tasks.models import Project, Stage
from tasks.ranking import place
from tasks.rows import chosen_id, insert
from teams.models import Member

DEFAULT_STAGES: list[dict[str, object]] = [
    {"name": "Backlog", "kind": Stage.Kind.BACKLOG.value},
    {"name": "To do", "kind": Stage.Kind.TODO.value},
    {"name": "In progress", "kind": Stage.Kind.DOING.value},
    {"name": "Review", "kind": Stage.Kind.REVIEW.value},
    {"name": "Done", "kind": Stage.Kind.DONE.value},
]
MAX_STAGES = 200
CLEAN: dict[str, cleaning.Cleaner] = {
    "name": lambda v: cleaning.one_line(v, field="name", limit=cleaning.NAME_MAX, noun="A name"),
    "limit": lambda v: cleaning.whole(v, field="limit", low=1, high=9999),
}


def create_project(
    *,
    actor: Member,
    name: str,
    key: str | None = None,
    id: object = None,
    fields: Mapping[str, Any] | None = None,
    stages: Iterable[Mapping[str, Any]] | None = None,
) -> tuple[Project, Board]:
    """Make a project with its stages and the board whose columns are these stages.

    `stages` are `{id?, name, kind}` in order, the usual five by default. Raises Forbidden, Invalid, Conflict.
    """
    wanted = list(DEFAULT_STAGES if stages is None else stages)
    if not 1 <= len(wanted) <= MAX_STAGES:
        raise Invalid(f"A project has 1 to {MAX_STAGES} stages.", field="stages")
    with record(actor) as journal:
        project = project_actions.create_project(
            actor=actor, name=name, key=key, id=id, fields=fields
        )
        made = [
            stage_actions.create_stage(
                project,
                actor=actor,
                name=stage.get("name", ""),
                kind=stage.get("kind", ""),
                id=stage.get("id"),
            )
            for stage in wanted
        ]
        board = _add_board(journal, project, name=project.name, id=None)
        for stage in made:
            _add_column(journal, board, stage)
    return project, board


def create_board(project: Project, *, actor: Member, name: str, id: object = None) -> Board:
    """Add a board to a project with a column for each of its stages; raises Forbidden, Invalid."""
    require(actor, "lead", project)
    with record(actor) as journal:
        board = _add_board(journal, project, name=name, id=id)
        for stage in Stage.objects.filter(project=project).order_by("rank", "id"):
            _add_column(journal, board, stage)
    return board


def _add_board(journal: Journal, project: Project, *, name: str, id: object) -> Board:
    rows = Board.objects.filter(project=project)
    board = Board(
        id=chosen_id(id),
        workspace_id=project.workspace_id,
        project=project,
        name=CLEAN["name"](name),
        rank=place(journal, rows, "board.ranked"),
    )
    insert(board)
    BoardProject.objects.create(workspace_id=board.workspace_id, board=board, project=project)
    journal.insert("board.created", board)
    return board


def _add_column(
    journal: Journal,
    board: Board,
    stage: Stage,
    *,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
) -> Column:
    rows = Column.objects.filter(board=board)
    column = Column(
        workspace_id=board.workspace_id,
        board=board,
        name=stage.name,
        rank=place(journal, rows, "column.ranked", after=after, before=before),
    )
    insert(column)
    ColumnStage.objects.create(workspace_id=board.workspace_id, column=column, stage=stage)
    journal.insert("column.created", column)
    return column


def rename_board(board: Board, *, actor: Member, name: str) -> Board:
    """Give a board another name; raises Forbidden, Invalid."""
    require(actor, "lead", board.project)
    with record(actor) as journal:
        board.name = CLEAN["name"](name)
        board.save(update_fields=["name"])
        journal.update("board.renamed", board, ["name"])
    return board


def remove_board(board: Board, *, actor: Member) -> None:
    """Delete a board and its columns; the tasks stay. A project keeps one board."""
    require(actor, "lead", board.project)
    with record(actor) as journal:
        others = Board.objects.select_for_update(of=("self",)).filter(project_id=board.project_id)
        if len(others) < 2:
            raise Conflict("A project keeps at least one board.")
        for column in Column.objects.filter(board=board).select_related("board"):
            journal.delete("column.removed", column)
        journal.delete("board.removed", board)
        board.delete()


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
    """Add a stage to a project, and a column that shows it to each of the project's boards."""
    with record(actor) as journal:
        stage = stage_actions.create_stage(
            project, actor=actor, name=name, kind=kind, id=id, after=after, before=before
        )
        for board in Board.objects.filter(project=project):
            neighbours = {
                side: _column_of(board, stage_id)
                for side, stage_id in {"after": after, "before": before}.items()
            }
            _add_column(journal, board, stage, **neighbours)
    return stage


def _column_of(board: Board, stage_id: uuid.UUID | None) -> uuid.UUID | None:
    if stage_id is None:
        return None
    columns = Column.objects.filter(board=board, column_stages__stage_id=stage_id)
    return columns.values_list("id", flat=True).first()


def remove_stage(stage: Stage, *, actor: Member, to: Stage | None = None) -> None:
    """Delete a stage, whose tasks go to another, and the columns that showed it alone."""
    require(actor, "lead", stage.project)
    with record(actor) as journal:
        shown = ColumnStage.objects.filter(stage=stage).select_related("column__board")
        for link in shown:
            column = link.column
            link.delete()
            if ColumnStage.objects.filter(column=column).exists():
                journal.update("column.changed", column, ["stage_ids"])
            else:
                journal.delete("column.removed", column)
                column.delete()
        stage_actions.remove_stage(stage, actor=actor, to=to)


def change_stage(stage: Stage, *, actor: Member, fields: Mapping[str, Any]) -> Stage:
    """Change a stage; a column that shows it alone under its name is renamed with it."""
    old_name = stage.name
    with record(actor):
        stage_actions.change_stage(stage, actor=actor, fields=fields)
        if stage.name != old_name:
            columns = Column.objects.filter(column_stages__stage=stage, name=old_name)
            for column in columns.select_related("board__project"):
                change_column(column, actor=actor, fields={"name": stage.name})
    return stage


def change_column(column: Column, *, actor: Member, fields: Mapping[str, Any]) -> Column:
    """Rename a column or change its limit; raises Forbidden, Invalid."""
    require(actor, "lead", column.board.project)
    cleaning.only_known(fields, CLEAN)
    with record(actor) as journal:
        hold(journal, column, CLEAN)
        before = dict(vars(column))
        for name, value in fields.items():
            setattr(column, name, CLEAN[name](value))
        if changed := settle(journal, column, before, list(fields)):
            column.save(update_fields=changed)
            journal.update("column.changed", column, changed)
    return column


def move_column(
    column: Column, *, actor: Member, after: uuid.UUID | None, before: uuid.UUID | None
) -> Column:
    """Put a column elsewhere on its board."""
    require(actor, "lead", column.board.project)
    with record(actor) as journal:
        rows = Column.objects.filter(board_id=column.board_id)
        column.rank = place(
            journal, rows, "column.ranked", after=after, before=before, moving=column.id
        )
        column.save(update_fields=["rank"])
        journal.update("column.moved", column, ["rank"])
    return column
