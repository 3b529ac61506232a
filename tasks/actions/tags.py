"""Tags of the workspace."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from pm_suite.lib.problems import Conflict, Invalid
from sync.conflicts import hold, settle
from sync.journal import record
from tasks import cleaning
from tasks.models import Colour, Tag, Task, TaskTag
from tasks.rows import chosen_id, insert
from teams.access import require
from teams.models import Member

TAKEN = "There is a tag of this name already."
DEPTH_MAX = 5
CLEAN: dict[str, cleaning.Cleaner] = {
    "name": lambda value: cleaning.one_line(value, field="name", limit=80, noun="A tag"),
    "color": lambda value: cleaning.choice(value, Colour, field="color"),
    "parent_id": lambda value: (
        None if value is None else cleaning.identity(value, field="parent_id")
    ),
}


def _check_parent(tag: Tag) -> None:
    """Raise Invalid unless the tag's parent is a tag of the workspace, not below it, and not too deep."""
    if tag.parent_id is None:
        return
    # All rows: two people who put two tags below each other wait for one another, so that no ring is closed.
    rows = Tag.objects.filter(workspace_id=tag.workspace_id).select_for_update(no_key=True)
    parents = dict(rows.order_by("id").values_list("id", "parent_id"))
    if tag.parent_id not in parents:
        raise Invalid("The tag above is not here any more.", field="parent_id")
    parents[tag.id] = tag.parent_id
    for leaf in parents:
        above: list[uuid.UUID] = []
        at: uuid.UUID | None = leaf
        while at is not None and at not in above:
            above.append(at)
            at = parents.get(at)
        if at is not None:
            raise Invalid("A tag cannot stand below itself.", field="parent_id")
        if tag.id in above and len(above) > DEPTH_MAX:
            raise Invalid(f"Tags stand at most {DEPTH_MAX} below each other.", field="parent_id")


def create_tag(
    *,
    actor: Member,
    name: str,
    color: str = Colour.GREY,
    id: object = None,
    parent_id: object = None,
) -> Tag:
    """Make a tag, below another one if told; raises Conflict when its name is taken, Forbidden for observers."""
    require(actor, "edit_tags")
    with record(actor) as journal:
        tag = Tag(
            id=chosen_id(id),
            workspace_id=actor.workspace_id,
            name=CLEAN["name"](name),
            color=CLEAN["color"](color),
            parent_id=CLEAN["parent_id"](parent_id),
        )
        _check_parent(tag)
        insert(tag, taken=TAKEN)
        journal.insert("tag.created", tag)
    return tag


def change_tag(tag: Tag, *, actor: Member, fields: Mapping[str, Any]) -> Tag:
    """Rename or recolour a tag, or put it below another; raises Conflict, Invalid, Forbidden."""
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
        if "parent_id" in changed:
            _check_parent(tag)
        try:
            with transaction.atomic():
                tag.save(update_fields=changed)
        except IntegrityError:
            raise Conflict(TAKEN, code="taken", field="name") from None
        journal.update("tag.changed", tag, changed)
    return tag


def remove_tag(tag: Tag, *, actor: Member) -> None:
    """Delete a tag and take it off every task; those below it stand below its own parent then."""
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
        for child in Tag.objects.filter(parent=tag).select_for_update(no_key=True).order_by("id"):
            child.parent_id = tag.parent_id
            child.save(update_fields=["parent_id"])
            journal.update("tag.changed", child, ["parent_id"])
        journal.delete("tag.removed", tag)
        tag.delete()
