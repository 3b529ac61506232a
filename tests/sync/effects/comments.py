"""Cases of tests/vectors/effects.json: comments and the reactions to them."""

from tests.sync.effects.case import BY_PAVEL, NEW, TOUCHED, Case
from tests.sync.effects.world import FIRST, PAVEL, SECOND, key

ASKED, SAID = key("comment", 1), key("comment", 2)


def react(name: str, emoji: str, *, is_on: bool, undo: tuple[str, ...] = ()) -> Case:
    args = {"id": SAID, "emoji": emoji, "is_on": is_on, "reaction_id": NEW}
    return Case(name, "comment.react", args, undo=undo)


COMMENTS = [
    Case(
        "a comment is added",
        "comment.add",
        {"id": NEW, "task_id": SECOND, "body": "  Text \r\n\n"},
        TOUCHED,
    ),
    Case(
        "a comment is answered",
        "comment.add",
        {"id": NEW, "task_id": FIRST, "body": "Yes", "reply_to_id": SAID},
        BY_PAVEL,
        me=PAVEL,
    ),
    Case(
        "a comment is rewritten",
        "comment.set",
        {"id": ASKED, "fields": {"body": "Why not? \n"}, "was": {"body": "Why?"}},
        undo=("comment.edited_at",),
    ),
    Case(
        "a comment that was answered is removed",
        "comment.remove",
        {"id": ASKED},
        TOUCHED,
    ),
    Case(
        "a comment that was removed comes back",
        "comment.restore",
        {"id": SAID},
        BY_PAVEL,
        me=PAVEL,
        trashed=[SAID],
    ),
    react("a comment is answered with an emoji", "🎉", is_on=True),
    react("a comment is answered with an emoji that is there already", "👍", is_on=True),
    # It comes back under another id.
    react("an emoji is taken back", "👍", is_on=False, undo=("reaction",)),
    react("an emoji that is not there is taken back", "👀", is_on=False),
]
