"""A workspace of a given size, with the text of a real tracker where one is at hand."""

import csv
import random
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from boards.actions import create_project
from boards.models import Board
from pm_suite.lib.ids import new_id
from pm_suite.lib.rank import keys_between
from pm_suite.lib.tenancy import enter_tenant
from tasks.actions.tags import create_tag
from tasks.models import Project, Stage, Task, TaskTag
from teams.actions import create_workspace, register_user
from teams.models import Member

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "jira"
TITLES = SHARED / "storypoints-aptanastudio.csv"
SPREAD = {"backlog": 40, "todo": 20, "doing": 5, "review": 5, "done": 30}


@dataclass
class Place:
    """A filled project and its owner."""

    member: Member
    project: Project
    board: Board
    stages: list[Stage]


def texts() -> list[tuple[str, str]]:
    """Titles and descriptions: of a real export beside the repository, else made up."""
    if not TITLES.is_file():
        words = [
            "plan",
            "draft",
            "review",
            "ship",
            "measure",
            "improve",
            "page",
            "form",
            "report",
            "export",
        ]
        rng = random.Random(7)
        return [(" ".join(rng.choices(words, k=6)).capitalize(), "") for _ in range(800)]
    csv.field_size_limit(1_000_000)
    with TITLES.open(newline="", encoding="utf-8") as file:
        return [(row["title"][:1000], row["description"][:20_000]) for row in csv.DictReader(file)]


def fill(count: int) -> Place:
    """A workspace with one project of `count` tasks; tags on every other one."""
    name = f"bench{count}"
    user = register_user(email=f"{name}@example.com", name="Bench", password=new_id().hex)
    member = create_workspace(owner=user, name=name)
    enter_tenant(member.workspace_id)
    project, board = create_project(actor=member, name="Bench", key="BNC")
    tags = [create_tag(actor=member, name=f"tag {n}", color="teal") for n in range(8)]
    stages = list(Stage.objects.filter(project=project).order_by("rank"))
    rng = random.Random(11)
    chosen = rng.choices(stages, [SPREAD[stage.kind] for stage in stages], k=count)
    source = texts()
    now = timezone.now()
    ranks = keys_between(None, None, count)
    tasks = [
        Task(
            id=new_id(),
            workspace_id=member.workspace_id,
            project=project,
            number=number + 1,
            stage=stage,
            rank=ranks[number],
            title=source[number % len(source)][0] or "Untitled",
            description=source[number % len(source)][1],
            priority=rng.choice([None, 0, 1, 2, 3, 4]),
            estimate=rng.choice([None, 1, 2, 3, 5, 8]),
            due_on=now.date() + timedelta(days=rng.randint(-30, 60)) if number % 3 else None,
            author=member,
            performer=member if number % 2 else None,
            created_at=now,
            updated_at=now,
            done_at=now if stage.kind == Stage.Kind.DONE else None,
        )
        for number, stage in enumerate(chosen)
    ]
    Task.objects.bulk_create(tasks, batch_size=1000)
    TaskTag.objects.bulk_create(
        [
            TaskTag(workspace_id=member.workspace_id, task=task, tag=rng.choice(tags))
            for task in tasks[::2]
        ],
        batch_size=1000,
    )
    Project.objects.filter(id=project.id).update(last_number=count)
    return Place(member, project, board, stages)
