"""Plays the demo's stories: every step is the action that a person would have run, told at its own time."""

import io
import random
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from boards.actions import change_stage, create_project
from integrations.demo.drawings import DRAWINGS
from integrations.demo.fields import fill_fields, make_fields
from integrations.demo.projects import PROJECTS
from integrations.demo.story import ProjectStory, Story
from integrations.demo.team import TAGS, TEAM, WORKSPACE
from integrations.telling import told
from pm_suite.lib.ids import new_id
from pm_suite.lib.tenancy import tenant
from sync.journal import Journal, record
from tasks.access import may
from tasks.actions.checklists import add_checklist, add_checklist_item
from tasks.actions.comments import add_comment, react
from tasks.actions.deadlines import propose_deadline
from tasks.actions.files import add_file, receive_file
from tasks.actions.links import add_link
from tasks.actions.parts import add_attachment
from tasks.actions.projects import seat_member
from tasks.actions.recurrences import set_recurrence
from tasks.actions.standing import CLOSED
from tasks.actions.tags import create_tag
from tasks.actions.tasks import change_task, create_task, move_task, observe_task
from tasks.actions.verbs import plan_task
from tasks.models import Comment, ProjectRole, Stage, Tag, Task
from teams.actions import create_workspace, make_staff, register_user, seat
from teams.models import Member, User

OFFICE_OPENS, OFFICE_HOURS = 8, 9
FIRST_DAY = timedelta(days=60)
"""Before the oldest story."""


@dataclass(order=True)
class Step:
    """Something that a person did at a time."""

    at: datetime
    order: int
    who: Member = field(compare=False)
    act: Callable[[], Any] = field(compare=False)  # what the action gives is of no use here


@dataclass
class Play:
    """The demo on its way: the people, and the steps that are still to be played in the order of time."""

    journal: Journal
    owner: Member
    now: datetime
    people: dict[str, Member] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(7))  # the same demo each time

    def at(self, days_ago: float) -> datetime:
        """A minute in office hours about so many days ago, never later than now."""
        day = self.now - timedelta(days=days_ago)
        opens = day.replace(hour=OFFICE_OPENS, minute=0, second=0, microsecond=0)
        share = days_ago % 1 or self.dice.random()
        time = opens + timedelta(
            hours=OFFICE_HOURS * (1 - share), seconds=self.dice.randrange(3600)
        )
        while time.weekday() > 4:
            time -= timedelta(days=1)
        return min(time, self.now - timedelta(minutes=5))

    def add(self, at: datetime, who: Member, act: Callable[[], Any]) -> None:
        self.steps.append(Step(at, len(self.steps), who, act))


LATE = "The test devices come two days later than promised."
OPENING = 7_305_116_001
"""The advisory lock under which a house is opened, so that two first visitors make one demo."""


def open_demo_house() -> Member | None:
    """Make the first user, "Demo owner", and the demo, both or neither; None when somebody is here already."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [OPENING])
        if User.objects.exists():
            return None
        owner = register_user(
            email="owner@demo.example", name="Demo owner", password=secrets.token_urlsafe(32)
        )
        make_staff(owner)
        return create_demo(owner)


def create_demo(owner: User) -> Member:
    """Make the demo workspace in one transaction; gives the owner's seat."""
    with transaction.atomic():
        seat_of_owner = create_workspace(owner=owner, name=WORKSPACE, is_demo=True)
        with tenant(seat_of_owner.workspace_id), record(seat_of_owner) as journal:
            _play(Play(journal, seat_of_owner, timezone.now()))
    return seat_of_owner


def _play(play: Play) -> None:
    """Found the workspace two months ago, then let everybody act in the order of time."""
    founded = play.now - FIRST_DAY
    with told(play.journal, at=founded, actor_id=play.owner.id):
        play.people["You"] = play.owner
        _invite_team(play)
        for name, color in TAGS.items():
            play.tags[name] = create_tag(actor=play.owner, name=name, color=color)
        for project in PROJECTS:
            _open_project(play, project)
    for step in sorted(play.steps):
        with told(play.journal, at=step.at, actor_id=step.who.id):
            step.act()


def _invite_team(play: Play) -> None:
    """Seat the team: people with an address that no mail reaches, and no password."""
    for person in TEAM:
        first = "tomas" if person.first == "Tomás" else person.first.lower()
        address = f"{first}@{play.owner.workspace.slug[:40]}.example"
        user = register_user(email=address, name=person.name, password=None, time_zone=person.zone)
        member = Member(
            id=new_id(), workspace=play.owner.workspace, user=user, name=user.name, role=person.role
        )
        play.people[person.first] = seat(play.journal, member)


def _open_project(play: Play, story: ProjectStory) -> None:
    project, _ = create_project(
        actor=play.owner,
        name=story.name,
        key=story.key,
        fields={
            "description": story.description,
            "color": story.color,
            "visibility": "private" if story.is_private else "workspace",
            "acceptance": story.acceptance,
        },
        stages=[{"name": name, "kind": kind} for name, kind in story.stages],
    )
    lead = play.people[story.lead]
    seat_member(project, actor=play.owner, member=lead, role=ProjectRole.LEAD)
    for first in story.seats:
        seat_member(
            project, actor=play.owner, member=play.people[first], role=ProjectRole.PERFORMER
        )
    if not story.is_private:
        seat_member(
            project, actor=play.owner, member=play.people["Greg"], role=ProjectRole.OBSERVER
        )
    stages = {
        stage.name: stage
        for stage in Stage.objects.filter(project=project).select_related("project")
    }
    for name, limit in story.limits.items():
        change_stage(stages[name], actor=play.owner, fields={"wip_limit": limit})
    make_fields(project, story, actor=play.owner)
    order = [stages[name] for name, _ in story.stages]
    for task_story in story.stories:
        _plan_story(play, task_story, order)
    if story.acceptance:
        _plan_control(play, story, stages)


def _plan_control(play: Play, story: ProjectStory, stages: dict[str, Stage]) -> None:
    """Let one performer see that a deadline will not be kept, and ask for another."""
    begun = (one for one in story.stories if stages[one.stage].kind == Stage.Kind.DOING)
    late = next(one for one in begun if one.due is not None and one.who not in {"", one.by, "You"})
    who = play.people[late.who]
    day = (play.now + timedelta(days=late.due or 0) + timedelta(days=3)).date().isoformat()

    def ask() -> None:
        task = play.tasks[late.title]
        plan_task(task, actor=who, planned_on=day)
        propose_deadline(task, actor=who, due={"due_on": day}, reason=LATE)

    play.add(play.now - timedelta(hours=1), who, ask)


def _plan_story(play: Play, story: Story, stages: list[Stage]) -> None:
    """Put the steps of one task's life into the play."""
    born = play.at(story.born)
    author, performer = play.people[story.by], play.people.get(story.who)
    path = _path(story, stages)
    play.add(born, author, lambda: _create(play, story, path[0], born))
    if performer is not None:
        assigned = born + timedelta(minutes=play.dice.randrange(20, 240))
        play.add(
            min(assigned, play.now),
            author,
            lambda: change_task(
                play.tasks[story.title], actor=play.owner, fields={"performer_id": performer.id}
            ),
        )
    for stage, time in zip(path[1:], _times(play, story, born, len(path) - 1), strict=True):
        # Who does the work hands it in; whether it is done, or given up, says who asked for it.
        who = author if stage.kind in CLOSED else performer or author
        play.add(time, who, _mover(play, story, who, stage))
    if story.repeats:
        fields = {"rule": story.repeats, "days_off": "next"}
        play.add(
            play.now - timedelta(hours=2),
            author,
            lambda: set_recurrence(play.tasks[story.title], actor=play.owner, fields=fields),
        )
    for first, days_ago, words in story.talk:
        said = max(play.at(days_ago), born + timedelta(minutes=30))
        play.add(said, play.people[first], _speaker(play, story, play.people[first], words, said))


def _path(story: Story, stages: list[Stage]) -> list[Stage]:
    """The stages that the task went through; one that was given up came from the first."""
    last = next(index for index, stage in enumerate(stages) if stage.name == story.stage)
    if stages[last].kind == Stage.Kind.CANCELLED:
        return [stages[0], stages[last]]
    return stages[: last + 1]


def _times(play: Play, story: Story, born: datetime, count: int) -> list[datetime]:
    """When the task moved: spread between birth and the last move."""
    last = max(play.at(story.last), born + timedelta(hours=2))
    gap = (last - born) / count if count else timedelta(0)
    return [born + gap * (index + 1) for index in range(count)]


def _create(play: Play, story: Story, stage: Stage, born: datetime) -> None:
    fields: dict[str, Any] = {"description": story.text, "priority": story.priority}
    fields |= {"estimate": story.points, "estimate_hours": story.hours, "color": story.color}
    fields |= {f"is_{word}": word in story.weight for word in ("urgent", "important")}
    if story.due is not None:
        fields["due_on"] = (play.now + timedelta(days=story.due)).date().isoformat()
    if story.inside:
        fields["parent_id"] = play.tasks[story.inside].id
    task = create_task(
        actor=play.owner,
        stage=stage,
        title=story.title,
        fields=fields,
        tag_ids=[play.tags[name].id for name in story.tags],
        author=play.people[story.by],
        created_at=born,
    )
    play.tasks[story.title] = task
    if story.eyes:
        observe_task(task, actor=play.owner, add=[play.people[first].id for first in story.eyes])
    if story.values:
        fill_fields(task, story, play.people, actor=play.owner)
    _add_steps(play, task, story)
    for kind, title in story.ties:
        other = Task.objects.get(id=play.tasks[title].id)
        add_link(task, actor=play.owner, other=other, kind=kind)
    for name, url in story.links:
        add_attachment(task, actor=play.owner, name=name, url=url, created_at=born)
    for name in story.files:
        drawn = io.BytesIO(DRAWINGS[name]())
        stored = receive_file(play.owner, new_id(), drawn, name=name)
        add_file(task, actor=play.owner, stored=stored, name=name, created_at=born)


def _add_steps(play: Play, task: Task, story: Story) -> None:
    checklist_id = None
    for line in story.steps:
        if line.startswith("# "):
            checklist_id = add_checklist(task, actor=play.owner, name=line[2:]).id
            continue
        text, _, first = line.removeprefix("x ").partition(" @")
        fields: dict[str, Any] = {"is_done": line.startswith("x ")}
        if first:
            fields["performer_id"] = play.people[first].id
        add_checklist_item(
            task, actor=play.owner, text=text, checklist_id=checklist_id, fields=fields
        )


def _mover(play: Play, story: Story, who: Member, stage: Stage) -> Callable[[], Any]:
    """Who only observes the project has its owner do it."""

    def move() -> None:
        actor = who if may(who, "edit_task", stage.project) else play.owner
        move_task(play.tasks[story.title], actor=actor, stage=stage)

    return move


def _speaker(play: Play, story: Story, who: Member, words: str, at: datetime) -> Callable[[], Any]:
    text, *reactions = words.split(" | ")

    def said(found: re.Match[str]) -> str:
        member = play.people.get(found[1])
        return f"[@{member.name}](member:{member.id})" if member else found[0]

    def say() -> None:
        task = play.tasks[story.title]
        answered = Comment.objects.filter(task=task).order_by("created_at").last()
        comment = add_comment(
            task,
            actor=play.owner,
            body=re.sub(r"@(\w+)", said, text.removeprefix("> ")),
            author=who,
            created_at=at,
            reply_to_id=answered.id if answered and text.startswith("> ") else None,
        )
        for emoji, *people in map(str.split, reactions):
            for first in people:
                react(comment, actor=play.people[first], emoji=emoji)

    return say
