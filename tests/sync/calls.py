"""For every mutation the calls to try, in a world that mutations have made."""

import io
from typing import Any

from pm_suite.lib.ids import new_id
from sync import mutations
from tasks.actions.files import receive_file
from tasks.models import (
    Stage,
    Task,
)
from teams.models import Member
from tests.cast import Cast
from tests.make import make_conflict, png


class World:
    """Things for mutations to act on, made by mutations."""

    def __init__(self, cast: Cast, *, tag_name: str = "design") -> None:
        self.cast = cast
        self.todo, self.done = cast.stage(Stage.Kind.TODO), cast.stage(Stage.Kind.DONE)
        self.make_tags(tag_name)
        self.first = self.add("First", fields={"description": "**why**", "estimate": 2.5})
        self.second = self.add("Second", tag_ids=[self.tag])
        self.list = self.run("checklist_list.add", id=i(), task_id=self.first, name="Before")
        self.other_list = self.run("checklist_list.add", id=i(), task_id=self.first)
        self.item = self.run("checklist.add", id=i(), task_id=self.first, text="One")
        self.other_item = self.run("checklist.add", id=i(), task_id=self.first, text="Two")
        self.comment = self.run("comment.add", id=i(), task_id=self.first, body="Hello")
        self.removed = self.run("comment.add", id=i(), task_id=self.first, body="Oh")
        self.run("comment.remove", id=self.removed)
        self.run("comment.react", id=self.comment, emoji="👍", is_on=True)
        self.link = self.run(
            "attachment.add", id=i(), task_id=self.first, name="Brief", url="https://example.com/a"
        )

        self.file = self.run("file.add", id=self.send(), task_id=self.second, name="a.png")

        later = {"stage_id": str(cast.stage(Stage.Kind.BACKLOG).id)}
        self.child = self.add("Child", parent_id=self.first, **later)
        self.mine = self.add("Mine", fields={"performer_id": str(cast.maria.id)}, **later)
        self.finished = self.run("task.accept", id=self.add("Finished", **later))
        self.away = self.run("task.archive", id=self.add("Put away", **later))
        given = {"performer_id": str(cast.pavel.id)}
        self.delivered = self.add("Delivered", fields=given, **later)
        review = str(cast.stage(Stage.Kind.REVIEW).id)
        self.run("task.move", who=cast.pavel, id=self.delivered, stage_id=review, **PLACE)
        self.waits = self.run(
            "link.add", id=i(), task_id=self.second, other_id=self.first, kind="blocked_by"
        )
        project = str(cast.project.id)
        self.field = self.run(
            "field.create", id=i(), project_id=project, name=f"Cost {tag_name}", kind="number"
        )
        self.early = {"id": i(), "name": "Early", "color": "teal"}
        choice: dict[str, Any] = {
            "kind": "choice",
            "options": [self.early],
            "name": f"Size {tag_name}",
        }
        self.size = self.run("field.create", id=i(), project_id=project, **choice)
        self.run("task.value", id=self.first, field_id=self.field, value=2.5)
        self.proposal = self.run(
            "deadline.propose", id=i(), task_id=self.mine, due_on="2026-12-08", reason="Ill"
        )

        self.recurrence, self.skipped = self.repeat(), self.repeat()
        self.run("recurrence.skip", id=self.skipped)

    def repeat(self) -> str:
        """A task with a line to tick that comes again every week; gives the recurrence."""
        task = self.add("Repeated", stage_id=str(self.cast.stage(Stage.Kind.BACKLOG).id))
        self.run("checklist.add", id=i(), task_id=task, text="Again")
        return self.run(
            "recurrence.set", id=i(), task_id=task, fields={"rule": "FREQ=WEEKLY;BYDAY=FR"}
        )

    def make_tags(self, tag_name: str) -> None:
        """One with another below it, and a third."""
        self.tag = self.run("tag.create", id=i(), name=tag_name, color="teal")
        below: dict[str, Any] = {"name": f"{tag_name} logo", "color": "red", "parent_id": self.tag}
        self.small_tag = self.run("tag.create", id=i(), **below)
        self.other_tag = self.run("tag.create", id=i(), name=f"{tag_name} all", color="grey")

    def run(self, name: str, /, who: Member | None = None, **args: Any) -> str:
        mutations.find(name, args)(who or self.cast.maria)
        return str(args.get("id", ""))

    def send(self) -> str:
        """A file of Maria's that has come and hangs nowhere yet."""
        return str(receive_file(self.cast.maria, new_id(), io.BytesIO(png()), name="a.png").id)

    def add(self, title: str, **more: Any) -> str:
        places = {"project_id": str(self.cast.project.id), "stage_id": str(self.todo.id)}
        return self.run("task.create", id=i(), title=title, **{**places, **more})

    def keep(self, field: str, **values: Any) -> str:
        """A conflict of Maria's over the first task."""
        task = Task.objects.get(id=self.first)
        return str(make_conflict(self.cast.maria, task, field, **values).id)


def i() -> str:
    return str(new_id())


Calls = dict[str, list[dict[str, Any]]]
PLACE = {"after": None, "before": None}
NO_DAY = {"due_on": None, "due_at": None, "due_zone": ""}
DAY = {**NO_DAY, "due_on": "2026-12-01"}
DUE = "2026-11-30T15:00:00+05:45"


def project_calls(world: World) -> Calls:
    project = str(world.cast.project.id)
    return {
        "project.create": [
            {"id": i(), "name": "Приложение", "visibility": "private"},
            {"id": i(), "name": "Bugs", "stages": [{"name": "New", "kind": "todo"}]},
        ],
        "project.set": [
            {"id": project, "fields": {"name": "Site", "acceptance": True}},
            {"id": project, "fields": {"visibility": "private", "progress": "estimate"}},
            {"id": project, "fields": {"visibility": "workspace"}},
        ],
        "project.archive": [{"id": project}],
        "project.restore": [{"id": project}],
    }


def stage_calls(world: World) -> Calls:
    project, stage = str(world.cast.project.id), str(world.todo.id)
    columns = world.cast.board.columns.order_by("rank")
    column, last = str(columns[0].id), str(columns[4].id)
    return {
        "stage.create": [
            {"id": i(), "project_id": project, "name": "QA", "kind": "review", "after": stage}
        ],
        "stage.set": [{"id": stage, "fields": {"name": "Next", "wip_limit": 3}}],
        "stage.move": [{"id": stage, **PLACE}],
        "stage.remove": [{"id": stage, "to": str(world.done.id)}],
        "column.set": [{"id": column, "fields": {"name": "Later", "limit": 4}}],
        "column.move": [{"id": column, "after": last, "before": None}],
    }


def task_calls(world: World) -> Calls:
    project, pavel = str(world.cast.project.id), str(world.cast.pavel.id)
    stage, task = str(world.todo.id), world.first
    new_task = {"project_id": project, "stage_id": stage, "parent_id": task}
    return {
        "task.create": [{"id": i(), "title": "Sub", **new_task, "fields": {"due_at": DUE}}],
        "task.set": [
            {"id": task, "fields": {"title": "Renamed", "performer_id": pavel, "priority": 0}},
            {"id": task, "fields": {"due_on": "2026-12-01", "estimate": 0.25}},
            {"id": task, "fields": {"due_at": DUE, "due_zone": "Asia/Kathmandu"}},
            {"id": task, "fields": {"description": ""}},
            {"id": task, "fields": {"is_urgent": True, "color": "pink", "estimate_hours": 7.5}},
            {"id": task, "fields": {"is_important": True, "color": None, "estimate_hours": None}},
            {"id": task, "fields": {"parent_id": world.second}},
            {"id": world.child, "fields": {"parent_id": world.mine, "estimate": 5}},
        ],
        "task.move": [
            {"id": task, "stage_id": str(world.done.id), **PLACE},
            {"id": world.child, "stage_id": str(world.done.id), **PLACE},
            {"id": task, "stage_id": stage, "after": world.second, "before": None},
        ],
        "task.tag": [
            {"id": task, "add": [world.tag], "remove": []},
            {"id": task, "add": [], "remove": [world.tag]},
        ],
        "task.observe": [
            {"id": task, "add": [pavel], "remove": []},
            {"id": task, "add": [], "remove": [pavel]},
        ],
        "task.trash": [{"id": task}, {"id": world.child}],
        "task.restore": [{"id": task}],
        "task.bulk": [
            {"ids": [task, world.second], "fields": {"priority": 3}, "add_tags": [world.tag]},
            {"ids": [task, world.second], "stage_id": str(world.done.id), **PLACE},
            {"ids": [task, world.second], "verb": "trash"},
            {"each": [{"ids": [task]}, {"ids": [world.second], "verb": "restore"}]},
        ],
        **verb_calls(world),
        **link_calls(world),
        **field_calls(world),
    }


def link_calls(world: World) -> Calls:
    first, second = world.first, world.second
    return {
        "link.add": [
            {"id": i(), "task_id": second, "other_id": world.mine, "kind": "blocks"},
            {"id": i(), "task_id": first, "other_id": world.away, "kind": "relates"},
            {"id": i(), "task_id": first, "other_id": second, "kind": "duplicates"},
        ],
        "link.remove": [{"id": world.waits}],
    }


def field_calls(world: World) -> Calls:
    field, size, task = world.field, world.size, world.first
    new = {"id": i(), "project_id": str(world.cast.project.id), "name": "Who", "kind": "person"}
    return {
        "field.create": [{**new, "before": field}],
        "field.set": [
            {"id": field, "fields": {"name": "Price", "on_card": True}},
            {"id": size, "fields": {"options": [{**world.early, "color": "red"}]}},
        ],
        "field.move": [{"id": field, "after": None, "before": size}],
        "task.value": [
            {"id": task, "field_id": field, "value": 7},
            {"id": task, "field_id": size, "value": world.early["id"]},
            {"id": task, "field_id": field, "value": None},
        ],
        "field.remove": [{"id": field}],
        "field.restore": [{"id": field}],
    }


def verb_calls(world: World) -> Calls:
    """Verbs of Maria, who leads the project and wrote the tasks, on one in her own hands and one in nobody's."""
    free, mine, pavel = world.first, world.mine, str(world.cast.pavel.id)
    return {
        "task.assign": [
            {"id": free, "performer_id": pavel},
            {"id": free, "performer_id": None},
        ],
        "task.take": [{"id": free}],
        "task.hand_on": [{"id": mine, "new_id": i(), "performer_id": pavel, "title": "Part"}],
        "task.help": [
            {"id": mine, "add": [pavel], "remove": []},
            {"id": mine, "add": [], "remove": [pavel]},
        ],
        "task.read": [{"id": mine, "seen_id": i()}, {"id": mine}],
        "task.focus": [{"id": mine, "is_focus": True}, {"id": mine, "is_focus": False}],
        "task.plan": [{"id": mine, "planned_on": "2026-12-03"}, {"id": mine, "planned_on": None}],
        "task.start": [{"id": mine}],
        "task.pause": [{"id": mine}],
        "task.hand_in": [{"id": mine, "comment": "Ready", "comment_id": i()}],
        "task.accept": [{"id": free}],
        "task.return": [{"id": world.delivered, "reason": "Not yet", "comment_id": i()}],
        "task.refuse": [{"id": mine, "reason": "No time"}],
        "task.cancel": [{"id": free, "reason": "Not needed"}],
        "task.reopen": [{"id": world.finished}],
        "task.archive": [{"id": free}],
        "task.unarchive": [{"id": world.away}],
        "deadline.propose": [
            {"id": i(), "task_id": mine, "due_on": "2026-12-09", "reason": "Later"},
            {"id": i(), "task_id": mine, "due_at": DUE, "due_zone": "Asia/Kathmandu"},
        ],
        "deadline.answer": [{"id": world.proposal, "is_agreed": True}],
    }


def recurrence_calls(world: World) -> Calls:
    rule = {"rule": "FREQ=MONTHLY;BYMONTHDAY=-1", "days_off": "previous", "country": "DE"}
    timed = {"rule": "FREQ=DAILY;INTERVAL=3", "at_time": "09:00", "zone": "Europe/Berlin"}
    return {
        "recurrence.set": [
            {"id": i(), "task_id": world.first, "fields": rule},
            {"id": i(), "task_id": world.second, "fields": timed},
            {"id": world.recurrence, "fields": {**timed, "after_completion": True}},
        ],
        "recurrence.skip": [{"id": world.recurrence}],
        "recurrence.unskip": [{"id": world.skipped}],
        "recurrence.stop": [{"id": world.recurrence}],
        "recurrence.adopt": [{"id": world.recurrence}],
    }


def part_calls(world: World) -> Calls:
    task = world.first
    return {
        "checklist_list.add": [{"id": i(), "task_id": task, "name": "First", "before": world.list}],
        "checklist_list.set": [{"id": world.list, "fields": {"name": "Earlier"}}],
        "checklist_list.move": [{"id": world.list, "after": world.other_list, "before": None}],
        "checklist_list.remove": [{"id": world.list}],
        "checklist.add": [
            {"id": i(), "task_id": task, "text": "Three", "before": world.item},
            {
                "id": i(),
                "task_id": task,
                "text": "Four",
                "checklist_id": world.other_list,
                "fields": {"is_done": True, "due_on": "2026-12-01"},
            },
            {"id": i(), "task_id": world.second, "text": "Alone"},
        ],
        "checklist.set": [
            {"id": world.item, "fields": {"is_done": True, "text": "Done it"}},
            {"id": world.item, "fields": {"is_done": False}},
            {"id": world.item, "fields": {"performer_id": str(world.cast.pavel.id)}},
            {
                "id": world.item,
                "fields": {"checklist_id": world.other_list, "due_on": "2026-12-01"},
            },
        ],
        "checklist.move": [
            {"id": world.item, "after": world.other_item, "before": None},
            {"id": world.item, **PLACE, "checklist_id": world.other_list},
        ],
        "checklist.promote": [{"id": world.item, "task_id": i()}],
        "checklist.demote": [{"id": i(), "task_id": world.child, "checklist_id": world.other_list}],
        "checklist.remove": [{"id": world.item}],
        "comment.add": [
            {"id": i(), "task_id": task, "body": "Answer", "reply_to_id": world.comment}
        ],
        "comment.set": [{"id": world.comment, "fields": {"body": "Hello again"}}],
        "comment.remove": [{"id": world.comment}],
        "comment.restore": [{"id": world.removed}],
        "comment.react": [
            {"id": world.comment, "emoji": "🎉", "is_on": True, "reaction_id": i()},
            {"id": world.comment, "emoji": "👍", "is_on": False},
        ],
        "attachment.add": [
            {"id": i(), "task_id": task, "name": "", "url": "https://example.com/b"}
        ],
        "attachment.remove": [{"id": world.link}, {"id": world.file}],
        "file.add": [{"id": world.send(), "task_id": task, "name": "b.png", "size": 9}],
    }


def tag_calls(world: World) -> Calls:
    return {
        "tag.create": [{"id": i(), "name": "Research", "color": "pink"}],
        "tag.set": [
            {"id": world.tag, "fields": {"name": "Design", "color": "red"}},
            {"id": world.tag, "fields": {"parent_id": world.other_tag}},
        ],
        "tag.remove": [{"id": world.tag}],
    }


def conflict_calls(world: World) -> Calls:
    kept = [
        world.keep("title", mine="Mine", theirs="First"),
        world.keep("due", mine=DAY, theirs=NO_DAY),
        world.keep("description", mine="Mine", theirs="**why**", kind="text", base=""),
        world.keep("placement", mine={"stage_id": str(world.done.id)}, kind="placement"),
        world.keep(f"values.{world.field}", mine=3.5, theirs=2.5),
        world.keep("priority", mine=1, theirs=2),
    ]
    takes = ["theirs", "mine", "mine", "mine", "mine", "value"]
    calls: list[dict[str, Any]] = [
        {"id": i, "take": take} for i, take in zip(kept, takes, strict=True)
    ]
    calls[-1]["value"] = 3
    return {"conflict.resolve": calls}


def arguments(world: World) -> Calls:
    """For every mutation the calls to try, in order."""
    kinds = (
        *(project_calls, stage_calls, task_calls, part_calls, tag_calls, conflict_calls),
        recurrence_calls,
    )
    return {name: calls for kind in kinds for name, calls in kind(world).items()}
