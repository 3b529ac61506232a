"""Cases of tests/vectors/effects.json: checklists and their lines."""

from typing import Any

from tests.sync.effects.case import TOUCHED, Case
from tests.sync.effects.world import FIRST, MARIA, PAVEL, SECOND, THIRD, key

NEW, OTHER_NEW = key("new", 1), key("new", 2)
LIST, OTHER_LIST = key("list", 1), key("list", 2)
ONE, TWO, FAR = (key("item", n) for n in (1, 2, 3))
END = {"after": None, "before": None}


def line(
    name: str, *, server: tuple[str, ...] = TOUCHED, undo: tuple[str, ...] = (), **args: Any
) -> Case:
    return Case(name, "checklist.add", {"id": NEW, "task_id": FIRST} | args, server, undo)


def set_line(name: str, id: str, *, server: tuple[str, ...] = (), **fields: Any) -> Case:
    return Case(name, "checklist.set", {"id": id, "fields": fields}, server)


def move_line(name: str, id: str, **place: Any) -> Case:
    return Case(name, "checklist.move", {"id": id, **END, **place})


CHECKLISTS = [
    Case(
        "a checklist is added at the end",
        "checklist_list.add",
        {"id": NEW, "task_id": FIRST, "name": "  After  that "},
        TOUCHED,
    ),
    Case(
        "a checklist without a name is added in front",
        "checklist_list.add",
        {"id": NEW, "task_id": FIRST, "after": None, "before": LIST},
        TOUCHED,
    ),
    Case(
        "a checklist is renamed",
        "checklist_list.set",
        {"id": OTHER_LIST, "fields": {"name": " Late\n r "}},
    ),
    Case("a checklist loses its name", "checklist_list.set", {"id": LIST, "fields": {"name": " "}}),
    Case("a checklist is moved to the end", "checklist_list.move", {"id": LIST, **END}),
    Case(
        "a checklist is removed with its lines",
        "checklist_list.remove",
        {"id": LIST},
        TOUCHED,
        None,
    ),
    line("a line is added to the first checklist", text="  Three  words "),
    line("a line is added between two", text="1½", after=ONE, before=None),
    line(
        "a line is added to another checklist for somebody, on a day, and ticked",
        text="Later",
        checklist_id=OTHER_LIST,
        before=FAR,
        fields={"is_done": True, "performer_id": PAVEL, "due_on": "2026-12-02"},
    ),
    line(
        "a line is added where there is no checklist",
        task_id=SECOND,
        text="Alone",
        server=(*TOUCHED, "checklist", "checklist_item"),
        # Without the line, of which only the server knows, nobody can take its count back.
        undo=("task.checklist_count",),
    ),
    set_line("a line is ticked", TWO, server=TOUCHED, is_done=True),
    set_line(
        "a line is unticked and rewritten", ONE, server=TOUCHED, is_done=False, text=" Again "
    ),
    set_line("a line that is ticked is ticked again", ONE, is_done=True),
    set_line("a line is given to somebody, on a day", ONE, performer_id=MARIA, due_on="2026-12-02"),
    set_line("a line is taken from somebody", TWO, performer_id=None, due_on=None),
    move_line("a line is moved to the end", ONE, after=TWO),
    move_line("a line is moved to another checklist", ONE, checklist_id=OTHER_LIST, before=FAR),
    Case("a ticked line is removed", "checklist.remove", {"id": ONE}, TOUCHED),
    Case("an open line is removed", "checklist.remove", {"id": TWO}, TOUCHED),
    Case(
        "a line becomes a subtask",
        "checklist.promote",
        {"id": TWO, "task_id": NEW},
        (*TOUCHED, "task.number"),
    ),
    Case(
        "a ticked line becomes a finished subtask",
        "checklist.promote",
        {"id": ONE, "task_id": NEW},
        (*TOUCHED, "task.number"),
    ),
    Case(
        "a subtask becomes a line",
        "checklist.demote",
        {"id": NEW, "task_id": THIRD, "checklist_id": OTHER_LIST},
        TOUCHED,
        None,
    ),
]
