"""What a person may do on a device, made from what that device shows and a few drawn numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.sync.model.device import Change, Device

Call = tuple[str, dict[str, Any]]
LINE, COMMENT = ("checklist.add", "checklist_item"), ("comment.add", "comment")


@dataclass
class Pick:
    """Numbers drawn for one edit, and a word that no other edit has."""

    first: int
    second: int
    word: str

    def of(self, things: list[Any], number: int | None = None) -> Any:
        return things[(self.first if number is None else number) % len(things)]


def tasks_on(device: Device) -> list[str]:
    """The tasks that the device shows, those of its own queue among them."""
    queued = [one.args["id"] for one in device.queue if one.name == "task.create"]
    return sorted({*device.rows["task"], *queued})


def made_on(device: Device, name: str, model: str) -> list[str]:
    """The rows of a task's parts that the device knows: from the server or of its own making."""
    own = [one.args["id"] for one in (*device.acknowledged, *device.queue) if one.name == name]
    return sorted({*device.rows[model], *own})


def stages_on(device: Device, project: str) -> list[str]:
    rows = device.rows["stage"].values()
    return [row["id"] for row in sorted(rows, key=_order) if row["project_id"] == project]


def _order(row: dict[str, Any]) -> tuple[str, str]:
    return row["rank"], row["id"]


def project_of(device: Device, task: str) -> str:
    row = device.rows["task"].get(task)
    if row:
        return str(row["project_id"])
    made = (one.args for one in device.queue if one.args["id"] == task)
    return str(next(args["project_id"] for args in made if "project_id" in args))


def create(device: Device, pick: Pick) -> Call | None:
    projects = sorted(device.rows["project"])
    if not projects:
        return None
    project = pick.of(projects)
    stages = stages_on(device, project)
    args = {"id": device.clock.new_id(), "project_id": project, "title": f"Made {pick.word}"}
    fields = {"description": f"Begin {pick.word}"} if pick.second % 2 else {}
    return "task.create", args | {"stage_id": pick.of(stages, pick.second), "fields": fields}


def set_field(
    name: str, value: Callable[[Device, Pick], Any]
) -> Callable[[Device, Pick], Call | None]:
    def make(device: Device, pick: Pick) -> Call | None:
        tasks = tasks_on(device)
        if not tasks:
            return None
        return "task.set", {"id": pick.of(tasks), "fields": {name: value(device, pick)}}

    return make


def describe(device: Device, pick: Pick) -> Call | None:
    """A paragraph is added to the text that the person sees, if the task is open, or the text is written anew."""
    tasks = tasks_on(device)
    if not tasks:
        return None
    task = pick.of(tasks)
    text = device.text_of("task", task, "description")
    begun = {} if text is None else {"was": {"description": text}}
    kept = f"{text or 'First'}\n\n" if pick.second % 2 else ""
    written = f"{kept}Text {pick.word}"
    return "task.set", {"id": task, "fields": {"description": written}} | begun


def move(device: Device, pick: Pick) -> Call | None:
    tasks = tasks_on(device)
    if not tasks:
        return None
    task = pick.of(tasks)
    stage = pick.of(stages_on(device, project_of(device, task)), pick.second)
    there = sorted((r for r in device.rows["task"].values() if r["stage_id"] == stage), key=_order)
    others = [row["id"] for row in there if row["id"] != task]
    after = others[pick.second % len(others)] if others and pick.first % 2 else None
    return "task.move", {"id": task, "stage_id": stage, "after": after, "before": None}


def tag(device: Device, pick: Pick) -> Call | None:
    tasks = tasks_on(device)
    if not tasks:
        return None
    known = device.world.tags
    sides = ([pick.of(known)], [pick.of(known, pick.second)])
    return "task.tag", {"id": pick.of(tasks), "add": sides[0], "remove": sides[1][: pick.first % 2]}


def on_task(name: str, **more: str) -> Callable[[Device, Pick], Call | None]:
    """A mutation of a whole task, or one that adds a part to it with a text."""

    def make(device: Device, pick: Pick) -> Call | None:
        tasks = tasks_on(device)
        if not tasks:
            return None
        if not more:
            return name, {"id": pick.of(tasks)}
        texts = {field: f"{start} {pick.word}" for field, start in more.items()}
        return name, {"id": device.clock.new_id(), "task_id": pick.of(tasks), **texts}

    return make


def on_part(
    added_by: str, model: str, name: str, args: Callable[[Pick], dict[str, Any]]
) -> Callable[[Device, Pick], Call | None]:
    def make(device: Device, pick: Pick) -> Call | None:
        parts = made_on(device, added_by, model)
        return (name, {"id": pick.of(parts), **args(pick)}) if parts else None

    return make


def recomment(device: Device, pick: Pick) -> Call | None:
    comments = made_on(device, *COMMENT)
    if not comments:
        return None
    comment, body = pick.of(comments), f"Again {pick.word}"
    if device.schema == 1:
        return "comment.edit", {"id": comment, "body": body}
    text = device.text_of("comment", comment, "body")
    begun = {} if text is None else {"was": {"body": text}}
    return "comment.set", {"id": comment, "fields": {"body": body}} | begun


def resolve(device: Device, pick: Pick) -> Call | None:
    """Settle a conflict of one's own: the one value, the other, or a third."""
    open_ones = sorted(device.rows["conflict"])
    if not open_ones:
        return None
    conflict = device.rows["conflict"][pick.of(open_ones)]
    take = ("mine", "theirs", "value")[pick.second % 3]
    value = f"Settled {pick.word}" if conflict["kind"] == "text" else conflict["mine"]
    return "conflict.resolve", {"id": conflict["id"], "take": take} | (
        {"value": value} if take == "value" else {}
    )


def rename_project(device: Device, pick: Pick) -> Call | None:
    projects = sorted(device.rows["project"])
    if not projects:
        return None
    return "project.set", {"id": pick.of(projects), "fields": {"name": f"Named {pick.word}"}}


def performer(device: Device, pick: Pick) -> str | None:
    people = [None, *(str(device.world.people[name].id) for name in ("maria", "pavel"))]
    return people[pick.second % 3]


EDITS: dict[str, Callable[[Device, Pick], Call | None]] = {
    "create": create,
    "title": set_field("title", lambda device, pick: f"Title {pick.word}"),
    "describe": describe,
    "estimate": set_field("estimate", lambda device, pick: float(pick.second % 8)),
    "due": set_field("due_on", lambda device, pick: f"2026-12-{pick.second % 28 + 1:02}"),
    "performer": set_field("performer_id", performer),
    "move": move,
    "tag": tag,
    "trash": on_task("task.trash"),
    "restore": on_task("task.restore"),
    "comment": on_task("comment.add", body="Comment"),
    "recomment": recomment,
    "uncomment": on_part(*COMMENT, "comment.remove", lambda pick: {}),
    "recall": on_part(*COMMENT, "comment.restore", lambda pick: {}),
    "react": on_part(
        *COMMENT, "comment.react", lambda pick: {"emoji": "👍", "is_on": pick.second % 3 > 0}
    ),
    "line": on_task("checklist.add", text="Line"),
    "tick": on_part(
        *LINE, "checklist.set", lambda pick: {"fields": {"is_done": pick.second % 3 > 0}}
    ),
    "unline": on_part(*LINE, "checklist.remove", lambda pick: {}),
    "project": rename_project,
    "resolve": resolve,
}


def make_edit(device: Device, kind: str, pick: Pick) -> Change | None:
    """Queue an edit of a kind; None when the device shows nothing that it could be done to."""
    call = None if device.is_revoked else EDITS[kind](device, pick)
    return device.edit(*call) if call else None
