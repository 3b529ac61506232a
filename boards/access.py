"""The only way from an outside id to a board or a column."""

import uuid

from django.db.models import QuerySet

from boards.models import Board, Column
from pm_suite.lib.problems import NotSeen
from tasks.access import visible_projects
from teams.models import Member


def visible_boards(member: Member) -> QuerySet[Board]:
    """The boards of the projects that the member sees."""
    return Board.objects.filter(
        workspace_id=member.workspace_id, project__in=visible_projects(member)
    )


def access_board(member: Member, board_id: uuid.UUID | str) -> Board:
    """A board of a visible project; raises NotSeen."""
    board = visible_boards(member).filter(id=board_id).select_related("project").first()
    if board is None:
        raise NotSeen("There is no such board, or it is not shared with you.")
    return board


def visible_columns(member: Member) -> QuerySet[Column]:
    """The columns of the visible boards."""
    return Column.objects.filter(board__in=visible_boards(member))


def columns_of(member: Member, board_id: uuid.UUID | str) -> QuerySet[Column]:
    """The columns of a board that the member sees; raises NotSeen."""
    return Column.objects.filter(board=access_board(member, board_id))


def access_column(member: Member, column_id: uuid.UUID | str) -> Column:
    """A column of a visible board; raises NotSeen."""
    columns = visible_columns(member).filter(id=column_id)
    column = columns.select_related("board__project").first()
    if column is None:
        raise NotSeen("There is no such column, or it is not shared with you.")
    return column
