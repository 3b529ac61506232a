"""Rows that tests begin with, made by the same actions as all others."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from PIL import Image

from integrations.actions.runs import upload_export
from integrations.models import ImportRun
from pm_suite.lib.ids import new_id
from sync.journal import record
from sync.models import Client, Conflict
from sync.receipts import once
from tasks.actions.checklists import add_checklist_item
from tasks.actions.comments import add_comment, edit_comment, react
from tasks.actions.fields import create_field, set_value
from tasks.actions.files import add_file, receive_file
from tasks.actions.links import add_link
from tasks.actions.parts import add_attachment
from tasks.actions.recurrences import set_recurrence
from tasks.actions.tags import create_tag
from tasks.actions.tasks import create_task, observe_task, tag_task
from tasks.actions.verbs import help_task, read_task
from tasks.models import (
    Attachment,
    ChecklistItem,
    Comment,
    CustomField,
    DeadlineProposal,
    ProjectMember,
    Reaction,
    Recurrence,
    Stage,
    Tag,
    Task,
    TaskLink,
)
from teams.actions import invite_member, issue_token
from teams.models import AccessToken, Invitation, Member
from tests.cast import Cast


def make_task(
    cast: Cast, title: str = "A task", *, actor: Member | None = None, **fields: Any
) -> Task:
    """A task in the project's To do, written by Maria unless told."""
    stage = cast.stage(Stage.Kind.TODO)
    return create_task(actor=actor or cast.maria, stage=stage, title=title, fields=fields)


@dataclass
class Things:
    """One of everything in a workspace."""

    task: Task
    tag: Tag
    item: ChecklistItem
    comment: Comment
    reaction: Reaction
    attachment: Attachment
    file: Attachment
    seat: ProjectMember
    invitation: Invitation
    token: AccessToken
    conflict: Conflict
    proposal: DeadlineProposal
    link: TaskLink
    field: CustomField
    recurrence: Recurrence


def make_everything(cast: Cast) -> Things:
    """A task of Acme with everything on it; an invitation and a token of the owner."""
    return make_things(cast.olga, cast.maria, cast.vera, cast.stage(Stage.Kind.TODO))


def make_foreign(cast: Cast, marker: str = "marker") -> Things:
    """The same in Mallory's workspace, each text with the marker."""
    stage = cast.stage(Stage.Kind.TODO, cast.foreign_project)
    return make_things(cast.mallory, cast.mallory, cast.mallory, stage, marker)


def make_things(
    owner: Member, author: Member, watcher: Member, stage: Stage, word: str = "word"
) -> Things:
    task = create_task(
        actor=author, stage=stage, title=f"Task {word}", fields={"description": f"Text {word}"}
    )
    tag = create_tag(actor=author, name=f"tag-{word}")
    tag_task(task, actor=author, add=[tag.id])
    observe_task(task, actor=author, add=[watcher.id])
    help_task(task, actor=author, add=[author.id])
    read_task(task, actor=author)
    field = create_field(stage.project, actor=author, name=f"Field {word}", kind="text")
    set_value(task, actor=author, field=field, value=f"Value {word}")
    client = Client(id=new_id(), workspace_id=owner.workspace_id, member_id=owner.id)
    client.save(force_insert=True)
    once(owner, f"made {word}", "print", lambda: (200, None))
    comment = edit_comment(
        add_comment(task, actor=author, body=f"Draft {word}"),
        actor=author,
        body=f"Comment {word}",
    )
    reaction = react(comment, actor=author, emoji="👍")
    assert reaction is not None
    return Things(
        task=task,
        tag=tag,
        item=add_checklist_item(task, actor=author, text=f"Line {word}"),
        comment=comment,
        reaction=reaction,
        attachment=add_attachment(
            task, actor=author, name=f"Link {word}", url=f"https://example.com/{word}"
        ),
        file=make_file(author, task, f"{word}.png", png()),
        seat=ProjectMember.objects.filter(project=stage.project).order_by("id")[0],
        invitation=invite_member(actor=owner, role="performer", email=f"{word}@example.com")[0],
        conflict=make_conflict(owner, task, mine=f"Mine {word}", theirs=f"Task {word}"),
        token=issue_token(actor=owner, name=f"Token {word}", scopes=["read"])[0],
        proposal=make_proposal(author, task),
        link=add_link(
            task,
            actor=author,
            other=create_task(actor=author, stage=stage, title=f"Linked {word}"),
            kind="blocks",
        ),
        field=field,
        recurrence=set_recurrence(task, actor=author, fields={"rule": "FREQ=WEEKLY"}),
    )


def png(width: int = 4, height: int = 3) -> bytes:
    """A small picture."""
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def make_file(member: Member, task: Task, name: str, content: bytes) -> Attachment:
    """A file that the member has sent and hung on the task."""
    stored = receive_file(member, new_id(), io.BytesIO(content), name=name)
    return add_file(task, actor=member, stored=stored, name=name)


def make_proposal(member: Member, task: Task) -> DeadlineProposal:
    """Another deadline that the member asks for; who asks is not looked at."""
    with record(member) as journal:
        proposal = DeadlineProposal(
            workspace_id=task.workspace_id,
            task=task,
            member_id=member.id,
            due_on=date(2026, 12, 8),
            created_at=journal.at,
        )
        proposal.save(force_insert=True)
        journal.insert("deadline.proposed", proposal)
    return proposal


def make_conflict(member: Member, task: Task, field: str = "title", **values: Any) -> Conflict:
    """A value of the member's that lost against somebody's."""
    with record(member) as journal:
        conflict = Conflict(
            workspace_id=task.workspace_id,
            member_id=member.id,
            scope_id=task.project_id,
            model="task",
            object_id=task.id,
            task_id=task.id,
            field=field,
            edited_at=journal.at,
            created_at=journal.now,
            **{"kind": "scalar", **values},
        )
        conflict.save(force_insert=True)
        journal.insert("conflict.kept", conflict)
    return conflict


def make_import(actor: Member) -> ImportRun:
    """A file that could not be read: the shortest import there is."""
    return upload_export(actor=actor, file_name="board.json", chunks=[b"{"])
