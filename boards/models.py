"""Boards: lenses over the stages of one or more projects."""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models import Project, Stage, TenantModel, rank_field


class Board(TenantModel):
    """A lens over one or more projects; every project is born with one."""

    project = TenantForeignKey(Project, on_delete=models.CASCADE, related_name="boards")
    projects: "models.ManyToManyField[Project, Any]" = models.ManyToManyField(
        Project, through="BoardProject", related_name="+"
    )
    name = models.CharField(max_length=200)
    rank = rank_field()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class BoardProject(TenantModel):
    """A project whose tasks a board shows."""

    board = TenantForeignKey(Board, on_delete=models.CASCADE, related_name="board_projects")
    project = TenantForeignKey(Project, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "project"], name="project_once_per_board")
        ]

    def __str__(self) -> str:
        return f"{self.project_id} on {self.board_id}"


class Column(TenantModel):
    """A column of a board; it shows one or more stages."""

    board = TenantForeignKey(Board, on_delete=models.CASCADE, related_name="columns")
    stages: "models.ManyToManyField[Stage, Any]" = models.ManyToManyField(
        Stage, through="ColumnStage", related_name="+"
    )
    name = models.CharField(max_length=200)
    rank = rank_field()
    limit = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class ColumnStage(TenantModel):
    """A stage that a column shows."""

    column = TenantForeignKey(Column, on_delete=models.CASCADE, related_name="column_stages")
    stage = TenantForeignKey(Stage, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["column", "stage"], name="stage_once_per_column")
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} in {self.column_id}"
