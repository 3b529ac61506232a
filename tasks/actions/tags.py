"""Tags of the workspace."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from pm_suite.lib.problems import Conflict
from sync.conflicts import hold, settle
from sync.journal import record
from tasks import cleaning
from tasks.models import Colour, Tag, Task, TaskTag
from tasks.rows import chosen_id, insert
from teams.access import require
from teams.models import Member

TAKEN = "There is a tag of this name already."
CLEAN: dict[str, cleaning.Cleaner] = {
    "name": lambda value: cleaning.one_line(value, field="name", limit=80, noun="A tag"),
    "color": lambda value: cleaning.choice(value, Colour, field="color"),
}


def create_tag(*, actor: Member, name: str, color: str = Colour.GREY, id: object = None) -> Tag:
    """Make a tag; raises Conflict when its name is taken, Forbidden for observers."""
    require(actor, "edit_tags")
    with record(actor) as journal:
        tag = Tag(
            id=chosen_id(id),
            workspace_id=actor.workspace_id,
            name=CLEAN["name"](name),
            color=CLEAN["color"](color),
        )
        insert(tag, taken=TAKEN)
        journal.insert("tag.created", tag)
    return tag


def change_tag(tag: Tag, *, actor: Member, fields: Mapping[str, Any]) -> Tag:
    """Rename or recolour a tag; raises Conflict, Invalid, Forbidden."""
    require(actor, "edit_tags")
    cleaning.only_known(fields, CLEAN)
    with record(actor) as journal:
        hold(journal, tag, CLEAN)
        before = dict(vars(tag))
        for name, value in fields.items():
            setattr(tag, name, CLEAN[name](value))
        changed = settle(journal, tag, before, list(fields))
        if not changed:
            return tag
        try:
            with transaction.atomic():
                tag.save(update_fields=changed)
        except IntegrityError:
            raise Conflict(TAKEN, code="taken", field="name") from None
        journal.update("tag.changed", tag, changed)
    return tag


def remove_tag(tag: Tag, *, actor: Member) -> None:
    """Delete a tag and take it off every task."""
    require(actor, "edit_tags")
    with record(actor) as journal:
        # Who puts the tag on a task at this moment waits, and then finds it gone.
        list(Tag.objects.select_for_update(of=("self",)).filter(id=tag.id).values_list("id"))
        tasks = list(
            Task.objects.filter(task_tags__tag=tag)
            .select_for_update(of=("self",), no_key=True)
            .order_by("id")
        )
        TaskTag.objects.filter(tag=tag).delete()
        for task in tasks:
            if task.is_alive:
                journal.update("task.untagged", task, ["tag_ids"])
        journal.delete("tag.removed", tag)
        tag.delete()
