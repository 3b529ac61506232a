"""REST endpoints of boards and columns, and of projects and stages, which are born and shown on boards."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from boards import access, actions
from boards.models import Board, Column
from boards.queries import board_snapshot
from boards.serializers import (
    BoardChange,
    BoardRow,
    ColumnChange,
    ColumnRow,
    NewBoard,
    NewProject,
    SnapshotRow,
    StageRemoval,
)
from pm_suite.lib.schema import listed, operation, page_of
from tasks.access import access_project, access_stage, visible_projects, visible_stages
from tasks.actions import projects
from tasks.actions import stages as stage_actions
from tasks.filters import ProjectFilters
from tasks.models import Project, Stage
from tasks.serializers import NewStage, Place, ProjectChange, ProjectRow, StageChange, StageRow
from teams.rest import MemberView


class ProjectList(MemberView):
    @operation(
        "projects_list",
        "Projects you see",
        answer=page_of(ProjectRow),
        query=listed(ProjectFilters, orders=("id", "name", "key")),
    )
    def get(self, request: Request) -> HttpResponse:
        rows = visible_projects(self.member)
        return self.listing("project", rows, filters=ProjectFilters, orders=("id", "name", "key"))

    @operation(
        "projects_create",
        "Make a project with its stages and its board",
        takes=NewProject,
        answer=ProjectRow,
        status=201,
        example={"name": "Website", "stages": [{"name": "To do", "kind": "todo"}]},
    )
    def post(self, request: Request) -> Response:
        def act() -> Project:
            args = NewProject.read(request.data)
            named = {name: args.pop(name, None) for name in ("id", "key", "stages")}
            project, _ = actions.create_project(
                actor=self.member, name=args.pop("name"), fields=args, **named
            )
            return project

        return self.write(act, status=201)


class ProjectSingle(MemberView):
    @operation("projects_read", "One project", answer=ProjectRow)
    def get(self, request: Request, project_id: uuid.UUID) -> Response:
        return self.single(access_project(self.member, project_id))

    @operation(
        "projects_change",
        "Change a project",
        takes=ProjectChange,
        answer=ProjectRow,
        example={"name": "New website", "color": "teal"},
    )
    def patch(self, request: Request, project_id: uuid.UUID) -> Response:
        def act() -> Project:
            project = access_project(self.member, project_id)
            self.locked(project)
            fields = ProjectChange.read(request.data)
            if not fields:
                return project
            return projects.change_project(project, actor=self.member, fields=fields)

        return self.write(act)


class ProjectArchival(MemberView):
    @operation("projects_archive", "Put a project away", answer=ProjectRow)
    def post(self, request: Request, project_id: uuid.UUID) -> Response:
        return self.write(
            lambda: projects.archive_project(
                access_project(self.member, project_id), actor=self.member
            )
        )


class ProjectRestoration(MemberView):
    @operation("projects_restore", "Bring an archived project back", answer=ProjectRow)
    def post(self, request: Request, project_id: uuid.UUID) -> Response:
        return self.write(
            lambda: projects.restore_project(
                access_project(self.member, project_id), actor=self.member
            )
        )


class StageList(MemberView):
    @operation("stages_list", "A project's stages", answer=page_of(StageRow), query=listed())
    def get(self, request: Request, project_id: uuid.UUID) -> HttpResponse:
        return self.listing("stage", visible_stages(self.member, project_id), orders=("rank",))

    @operation(
        "stages_create",
        "Add a stage, and a column for it, to a project",
        takes=NewStage,
        answer=StageRow,
        status=201,
        example={"name": "Testing", "kind": "review"},
    )
    def post(self, request: Request, project_id: uuid.UUID) -> Response:
        def act() -> Stage:
            project = access_project(self.member, project_id)
            args = NewStage.read(request.data)
            return actions.create_stage(project, actor=self.member, **args)

        return self.write(act, status=201)


class StageSingle(MemberView):
    @operation("stages_read", "One stage", answer=StageRow)
    def get(self, request: Request, stage_id: uuid.UUID) -> Response:
        return self.single(access_stage(self.member, stage_id))

    @operation(
        "stages_change",
        "Change a stage",
        takes=StageChange,
        answer=StageRow,
        example={"wip_limit": 5, "wip_hard": True},
    )
    def patch(self, request: Request, stage_id: uuid.UUID) -> Response:
        def act() -> Stage:
            stage = access_stage(self.member, stage_id)
            self.locked(stage)
            fields = StageChange.read(request.data)
            if not fields:
                return stage
            return actions.change_stage(stage, actor=self.member, fields=fields)

        return self.write(act)


class StagePlacement(MemberView):
    @operation("stages_place", "Move a stage within its project", takes=Place, answer=StageRow)
    def post(self, request: Request, stage_id: uuid.UUID) -> Response:
        def act() -> Stage:
            stage = access_stage(self.member, stage_id)
            place = {"after": None, "before": None, **Place.read(request.data)}
            return stage_actions.move_stage(stage, actor=self.member, **place)

        return self.write(act)


class StageRemoving(MemberView):
    @operation(
        "stages_remove",
        "Delete a stage after its tasks went to another",
        takes=StageRemoval,
        example={"to": "019ab0f4-5a00-7000-8000-000000000001"},
    )
    def post(self, request: Request, stage_id: uuid.UUID) -> Response:
        def act() -> None:
            stage = access_stage(self.member, stage_id)
            to_id = StageRemoval.read(request.data).get("to")
            to = access_stage(self.member, to_id) if to_id else None
            actions.remove_stage(stage, actor=self.member, to=to)

        return self.write(act)


class BoardList(MemberView):
    @operation("boards_list", "Boards you see", answer=page_of(BoardRow), query=listed())
    def get(self, request: Request) -> HttpResponse:
        return self.listing("board", access.visible_boards(self.member))


class ProjectBoardList(MemberView):
    @operation(
        "project_boards_list", "A project's boards", answer=page_of(BoardRow), query=listed()
    )
    def get(self, request: Request, project_id: uuid.UUID) -> HttpResponse:
        project = access_project(self.member, project_id)
        rows = access.visible_boards(self.member).filter(project=project)
        return self.listing("board", rows, orders=("rank",))

    @operation(
        "boards_create",
        "Add a board to a project",
        takes=NewBoard,
        answer=BoardRow,
        status=201,
        example={"name": "Release"},
    )
    def post(self, request: Request, project_id: uuid.UUID) -> Response:
        def act() -> Board:
            project = access_project(self.member, project_id)
            args = NewBoard.read(request.data)
            return actions.create_board(project, actor=self.member, **args)

        return self.write(act, status=201)


class BoardSingle(MemberView):
    @operation("boards_read", "One board", answer=BoardRow)
    def get(self, request: Request, board_id: uuid.UUID) -> Response:
        return self.single(access.access_board(self.member, board_id))

    @operation(
        "boards_change",
        "Rename a board",
        takes=BoardChange,
        answer=BoardRow,
        example={"name": "Release 2"},
    )
    def patch(self, request: Request, board_id: uuid.UUID) -> Response:
        def act() -> Board:
            board = access.access_board(self.member, board_id)
            self.locked(board)
            args = BoardChange.read(request.data)
            return actions.rename_board(board, actor=self.member, **args)

        return self.write(act)

    @operation("boards_remove", "Delete a board; its tasks stay")
    def delete(self, request: Request, board_id: uuid.UUID) -> Response:
        def act() -> None:
            board = access.access_board(self.member, board_id)
            self.locked(board)
            actions.remove_board(board, actor=self.member)

        return self.write(act)


class BoardSnapshot(MemberView):
    @operation(
        "boards_snapshot",
        "A board with all that it shows",
        answer=SnapshotRow,
        about="In one statement of the database, however many tasks there are.",
    )
    def get(self, request: Request, board_id: uuid.UUID) -> HttpResponse:
        return HttpResponse(board_snapshot(self.member, board_id), content_type="application/json")


class ColumnList(MemberView):
    @operation("columns_list", "A board's columns", answer=page_of(ColumnRow), query=listed())
    def get(self, request: Request, board_id: uuid.UUID) -> HttpResponse:
        return self.listing("column", access.columns_of(self.member, board_id), orders=("rank",))


class ColumnSingle(MemberView):
    @operation("columns_read", "One column", answer=ColumnRow)
    def get(self, request: Request, column_id: uuid.UUID) -> Response:
        return self.single(access.access_column(self.member, column_id))

    @operation(
        "columns_change",
        "Rename a column or limit it",
        takes=ColumnChange,
        answer=ColumnRow,
        example={"limit": 5},
    )
    def patch(self, request: Request, column_id: uuid.UUID) -> Response:
        def act() -> Column:
            column = access.access_column(self.member, column_id)
            self.locked(column)
            fields = ColumnChange.read(request.data)
            if not fields:
                return column
            return actions.change_column(column, actor=self.member, fields=fields)

        return self.write(act)


class ColumnPlacement(MemberView):
    @operation("columns_place", "Move a column on its board", takes=Place, answer=ColumnRow)
    def post(self, request: Request, column_id: uuid.UUID) -> Response:
        def act() -> Column:
            column = access.access_column(self.member, column_id)
            place = {"after": None, "before": None, **Place.read(request.data)}
            return actions.move_column(column, actor=self.member, **place)

        return self.write(act)
