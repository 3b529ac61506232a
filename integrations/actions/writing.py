"""Writes a plan into a workspace, through the actions that people's own writes run."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zlib import crc32

from boards.actions import create_project
from integrations.actions.lines import write_checklists
from integrations.actions.people import Match, seat_people
from integrations.actions.underway import Writing
from integrations.models import ImportRun
from integrations.plan import (
    Plan,
    PlannedComment,
    PlannedEvent,
    PlannedLink,
    PlannedTag,
    PlannedTask,
)
from integrations.telling import told
from pm_suite.lib.ids import new_id
from sync.journal import Journal
from sync.shapes import Json
from tasks.access import WORKERS
from tasks.actions.comments import add_comment
from tasks.actions.parts import add_attachment
from tasks.actions.projects import seat_member
from tasks.actions.tags import create_tag
from tasks.actions.tasks import create_task, observe_task, trash_task
from tasks.models import Colour, Project, ProjectRole, Stage, Tag, Task
from teams.models import Member

Progress = Callable[[int, str], None]
"""Told the share that is done, 0 to 100, and what is being done."""


def write_project(
    plan: Plan,
    *,
    run: ImportRun,
    actor: Member,
    journal: Journal,
    matches: list[Match],
    tell: Progress,
) -> Project:
    """Make the planned project with everything in it; raises Forbidden, Invalid. Call it inside of `record`."""
    tell(1, "People and tags")
    people = seat_people(journal, actor, matches)
    stage_ids = {stage.external_id: new_id() for stage in plan.stages}
    visibility = Project.Visibility.PRIVATE if plan.is_private else Project.Visibility.WORKSPACE
    project, _ = create_project(
        actor=actor,
        name=plan.name,
        fields={
            "description": plan.description,
            "visibility": visibility.value,
            "color": _colour(plan.external_id),
        },
        stages=[
            {"id": stage_ids[stage.external_id], "name": stage.name, "kind": stage.kind}
            for stage in plan.stages
        ],
    )
    writing = Writing(plan, run, actor, journal, project, people)
    stages = Stage.objects.filter(project=project).select_related("project").in_bulk()
    writing.stages = {external: stages[stage_id] for external, stage_id in stage_ids.items()}
    writing.keep("board", plan.external_id, project.id, board_fingerprint(plan))
    for stage in plan.stages:
        writing.keep("stage", stage.external_id, stage_ids[stage.external_id])
    keep_people(writing, matches)
    _seat_board(writing)
    write_tags(writing, plan.tags)
    write_tasks(writing, plan.tasks, tell)
    writing.flush()
    return project


def _colour(board: str) -> str:
    """A colour for a board, the same each time, so that imported projects differ in the list."""
    hues = [colour.value for colour in Colour if colour != Colour.GREY]
    return hues[crc32(board.encode()) % len(hues)]


def board_fingerprint(plan: Plan) -> dict[str, Json]:
    """Up to when the past is known."""
    return {"last_event_at": plan.last_event_at.isoformat() if plan.last_event_at else ""}


def keep_people(writing: Writing, matches: Iterable[Match]) -> None:
    """Remember who the people are, and which of them are placeholders of this run."""
    for match in matches:
        member = writing.people[match.person.external_id]
        writing.keep("member", match.person.external_id, member.id, is_made=match.member is None)


def _seat_board(writing: Writing) -> None:
    """Let the people of a private board into the private project, since nobody else would see it."""
    if not writing.plan.is_private:
        return
    seated = {writing.actor.id}
    for person in writing.plan.people:
        member = writing.people[person.external_id]
        if person.is_on_board and member.id not in seated:
            seated.add(member.id)
            seat_member(
                writing.project, actor=writing.actor, member=member, role=ProjectRole.PERFORMER
            )


def write_tags(writing: Writing, tags: Iterable[PlannedTag]) -> None:
    """Find or make the workspace's tags of the planned names."""
    known = {
        tag.name.casefold(): tag
        for tag in Tag.objects.filter(workspace_id=writing.actor.workspace_id)
    }
    for planned in tags:
        tag = known.get(planned.name.casefold())
        is_made = tag is None
        tag = tag or create_tag(actor=writing.actor, name=planned.name, color=planned.color)
        known[tag.name.casefold()] = tag
        writing.tags[planned.external_id] = tag
        writing.keep("tag", planned.external_id, tag.id, is_made=is_made)


def write_tasks(writing: Writing, tasks: list[PlannedTask], tell: Progress) -> None:
    """Make the tasks in order, with their past."""
    for index, planned in enumerate(tasks):
        if index % 20 == 0:
            tell(2 + 96 * index // len(tasks), f"Task {index + 1:,} of {len(tasks):,}")
        write_task(writing, planned)


def hands(writing: Writing, planned: PlannedTask) -> tuple[Member | None, list[Member]]:
    """Who performs a card's task and who observes it: the first who may work in the project, and the others."""
    members = list(
        dict.fromkeys(one for i in planned.person_ids if (one := writing.member(i)) is not None)
    )
    performer = next((one for one in members if writing.role(one) in WORKERS), None)
    observers = [one for one in members if one is not performer and writing.role(one)]
    for lost in members:
        if lost is not performer and lost not in observers:
            writing.plan.notes.miss("People who do not see the project were left off", lost.name)
    return performer, observers


def write_task(writing: Writing, planned: PlannedTask) -> Task:
    """Make one task with its checklist, comments, links and past."""
    author = writing.member(planned.author_id) or writing.actor
    performer, observers = hands(writing, planned)
    journal, actor = writing.journal, writing.actor
    fields: dict[str, Any] = {}  # each field has values of its own type
    if planned.description:
        fields["description"] = planned.description
    if performer is not None:
        fields["performer_id"] = performer.id
    if planned.due_at is not None:
        fields["due_at"] = planned.due_at.isoformat()
    with told(journal, at=planned.created_at, actor_id=author.id):
        task = create_task(
            actor=actor,
            stage=writing.stages[planned.stage_id],
            title=planned.title,
            fields=fields,
            tag_ids=[writing.tags[i].id for i in planned.tag_ids],
            author=author,
            created_at=planned.created_at,
            done_at=planned.done_at,
        )
        if observers:
            observe_task(task, actor=actor, add=[member.id for member in observers])
        write_checklists(writing, task, planned, {})
    write_past(writing, task, planned.events, planned.comments, planned.links)
    if planned.is_trashed:
        with told(journal, at=planned.active_at, actor_id=actor.id):
            trash_task(task, actor=actor)
    writing.keep("task", planned.external_id, task.id, task_fingerprint(writing, planned))
    return task


def task_fingerprint(writing: Writing, planned: PlannedTask) -> dict[str, Json]:
    """The values that an update compares: what was imported, in this workspace's ids."""
    performer, observers = hands(writing, planned)
    return {
        "title": planned.title,
        "description": planned.description,
        "due_at": planned.due_at.isoformat() if planned.due_at else None,
        "performer_id": str(performer.id) if performer else None,
        "stage_id": str(writing.stages[planned.stage_id].id),
        "tag_ids": [*sorted({str(writing.tags[i].id) for i in planned.tag_ids})],
        "observer_ids": [*sorted(str(member.id) for member in observers)],
        "is_trashed": planned.is_trashed,
    }


def write_past(
    writing: Writing,
    task: Task,
    events: Iterable[PlannedEvent],
    comments: Iterable[PlannedComment],
    links: Iterable[PlannedLink],
) -> None:
    """Add comments, links and past events in the order in which they happened."""
    steps: list[tuple[datetime, int, PlannedEvent | PlannedComment | PlannedLink]] = []
    past: list[PlannedEvent | PlannedComment | PlannedLink] = [*events, *comments, *links]
    for one in past:
        steps.append((one.at, len(steps), one))
    for _, _, step in sorted(steps, key=lambda entry: entry[:2]):
        match step:
            case PlannedEvent():
                _write_event(writing, task, step)
            case PlannedComment():
                _write_comment(writing, task, step)
            case PlannedLink():
                _write_link(writing, task, step)


def _write_event(writing: Writing, task: Task, event: PlannedEvent) -> None:
    who = writing.member(event.person_id)
    facts = dict(event.facts)
    for name, (kind, external_id) in event.refs.items():
        found = writing.stages.get(external_id) if kind == "stage" else writing.member(external_id)
        if found is not None:
            facts[name] = str(found.id)
    writing.journal.happened(
        event.kind, task, at=event.at, actor_id=who.id if who else None, facts=facts
    )


def _write_comment(writing: Writing, task: Task, planned: PlannedComment) -> None:
    author = writing.member(planned.person_id) or writing.actor
    with told(writing.journal, at=planned.at, actor_id=author.id):
        comment = add_comment(
            task, actor=writing.actor, body=planned.body, author=author, created_at=planned.at
        )
    writing.keep("comment", planned.external_id, comment.id)


def _write_link(writing: Writing, task: Task, planned: PlannedLink) -> None:
    with told(writing.journal, at=planned.at, actor_id=writing.actor.id):
        made = add_attachment(
            task, actor=writing.actor, name=planned.name, url=planned.url, created_at=planned.at
        )
    writing.keep("attachment", planned.external_id, made.id)
