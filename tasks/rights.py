"""Who carries out which verb on a task: one table over relations and the project's policy, and pure functions of it."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from tasks.models import Project


class Relation(StrEnum):
    """What somebody who works in a project is to one of its tasks; often several at once."""

    LEAD = "lead"
    AUTHOR = "author"
    PERFORMER = "performer"
    HELPER = "helper"
    OBSERVER = "observer"
    OTHER = "other"


@dataclass(frozen=True)
class Verb:
    """Who carries out a verb on a task, and the sentence for the others.

    `unaccepted` are added in a project that does without acceptance, `shared` in one where every performer edits
    every task.
    """

    who: frozenset[Relation]
    refusal: str
    unaccepted: frozenset[Relation] = frozenset()
    shared: frozenset[Relation] = frozenset()


BOSSES = frozenset({Relation.LEAD, Relation.AUTHOR})
HANDS = frozenset({Relation.PERFORMER})
RELATED = BOSSES | HANDS | {Relation.HELPER}
ALL = frozenset(Relation)

EDIT = "In this project you change the tasks that you wrote or were given."
# The verbs of docs/protocol.md. Nobody who only observes the project carries out any but `read`.
VERBS = {
    "edit": Verb(RELATED, EDIT, shared=ALL),
    "assign": Verb(BOSSES, "Only the author or a project lead gives this task to somebody."),
    "help": Verb(BOSSES | HANDS, "The author, a lead or the performer says who helps."),
    "take": Verb(ALL, "Observers read and comment; they do not take tasks."),
    "hand_on": Verb(HANDS, "Only the performer hands this task on."),
    "read": Verb(ALL, ""),
    "start": Verb(HANDS, "Only the performer starts this task."),
    "pause": Verb(HANDS, "Only the performer pauses this task."),
    "plan": Verb(HANDS, "Only the performer plans this task."),
    "propose": Verb(HANDS, "Only the performer asks for another deadline."),
    "answer": Verb(BOSSES, "Only the author or a project lead decides on the deadline."),
    "hand_in": Verb(HANDS, "Only the performer hands this task in."),
    "take_back": Verb(HANDS, "Only the performer takes back what was handed in."),
    "accept": Verb(
        BOSSES, "Only the author or a project lead accepts this task as done. Hand it in instead."
    ),
    "finish": Verb(
        BOSSES,
        "Only the author or a project lead accepts this task as done. Hand it in instead.",
        unaccepted=ALL,
    ),
    "return": Verb(BOSSES, "Only the author or a project lead returns a task that is handed in."),
    "refuse": Verb(HANDS, "Only the performer refuses this task."),
    "cancel": Verb(BOSSES, "Only the author or a project lead cancels this task."),
    "reopen": Verb(
        BOSSES, "Only the author or a project lead opens this task again.", unaccepted=ALL
    ),
    "archive": Verb(BOSSES, "Only the author or a project lead puts this task away."),
    "trash": Verb(BOSSES, "Only the author or a project lead throws this task away."),
}


FOR_ALL = frozenset({"edit", "read", "take"})
"""What needs no right to edit the task."""


def may_do(verb: str, relations: Set[Relation], *, acceptance: bool, editing: str) -> bool:
    """Whether somebody who works in a project may: a pure function of relations and the project's policy."""
    if verb not in FOR_ALL and not may_do(
        "edit", relations, acceptance=acceptance, editing=editing
    ):
        return False
    rule = VERBS[verb]
    who = rule.who if acceptance else rule.who | rule.unaccepted
    if editing == Project.Editing.EVERYONE:
        who |= rule.shared
    return bool(who & relations)
