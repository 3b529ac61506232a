"""Custom fields of a project, and their values in its tasks."""

import uuid
from collections.abc import Mapping
from typing import Any

from pm_suite.lib.ids import parse_id
from pm_suite.lib.problems import Conflict, Invalid
from sync.conflicts import hold, settle
from sync.elements import settle_element
from sync.journal import record
from sync.shapes import Json
from tasks import cleaning
from tasks.access import require, require_task_edit, role_in
from tasks.actions.standing import touch
from tasks.custom_values import clean_value
from tasks.models import Colour, CustomField, Project, Task
from tasks.ranking import place
from tasks.rows import chosen_id, insert
from teams.access import access_member
from teams.models import Member

FIELDS_MAX = 50
OPTIONS_MAX = 200
NAME_MAX = 80
Kind = CustomField.Kind
WITH_OPTIONS = {Kind.CHOICE.value, Kind.CHOICES.value}
TAKEN = "The project has a field of this name already."


def _name(value: object) -> str:
    return cleaning.one_line(value, field="name", limit=NAME_MAX, noun="A field's name")


def _options(value: object, field: CustomField) -> list[Json]:
    """The options in order, each with its stable id; raises Invalid."""
    if not isinstance(value, list) or (value and field.kind not in WITH_OPTIONS):
        raise Invalid("Only a field of choices has options, in a list.", field="options")
    if len(value) > OPTIONS_MAX:
        raise Invalid(
            f"A field has at most {OPTIONS_MAX} options; this has {len(value):,}.", field="options"
        )
    found: list[Json] = []
    ids, names = set(), set()
    for one in value:
        sent = one if isinstance(one, dict) else {}
        identity = parse_id(sent.get("id")) if isinstance(sent.get("id"), str) else None
        name = cleaning.one_line(
            sent.get("name"), field="options", limit=NAME_MAX, noun="An option's name"
        )
        color = cleaning.choice(sent.get("color", Colour.GREY), Colour, field="options")
        if identity is None or identity in ids:
            raise Invalid("Each option has an id of its own, a UUID.", field="options")
        if name.casefold() in names:
            raise Invalid(f"There are two options called {name}.", field="options")
        ids.add(identity)
        names.add(name.casefold())
        # In the order in which PostgreSQL keeps the names.
        found.append({"id": str(identity), "name": name, "color": color})
    return found


def _currency(value: object, field: CustomField) -> str:
    if field.kind != Kind.MONEY:
        if value in (None, ""):
            return ""
        raise Invalid("Only a field of money has a currency.", field="currency")
    text = value.strip().upper() if isinstance(value, str) else ""
    if len(text) != 3 or not (text.isascii() and text.isalpha()):
        raise Invalid("A currency has three letters, as EUR.", field="currency")
    return text


def _clean(field: CustomField, name: str, value: Any) -> Any:  # each field has its own type
    match name:
        case "name":
            return _name(value)
        case "options":
            return _options(value, field)
        case "currency":
            return _currency(value, field)
        case "on_card":
            return cleaning.flag(value, field="on_card")
    raise AssertionError(name)


SETTABLE = dict.fromkeys(("name", "options", "currency", "on_card"))


def _alive(project_id: uuid.UUID) -> Any:  # a queryset of fields
    return CustomField.objects.filter(project_id=project_id, removed_at=None)


def _lock(project_id: uuid.UUID) -> None:
    """Let one transaction at a time change a project's fields, until it ends."""
    list(Project.objects.select_for_update(no_key=True).filter(id=project_id).values_list("id"))


def _check_name(field: CustomField) -> None:
    others = _alive(field.project_id).exclude(id=field.id)
    if others.filter(name__iexact=field.name).exists():
        raise Conflict(TAKEN, code="taken", field="name")


def _check_count(project: Project) -> None:
    if _alive(project.id).count() >= FIELDS_MAX:
        raise Conflict(f"A project has at most {FIELDS_MAX} fields.", code="too_many")


def create_field(
    project: Project,
    *,
    actor: Member,
    name: str,
    kind: str,
    id: object = None,
    after: uuid.UUID | None = None,
    before: uuid.UUID | None = None,
    fields: Mapping[str, Any] | None = None,
) -> CustomField:
    """Give a project's tasks another field; raises Forbidden, Invalid, Conflict when its name is taken."""
    require(actor, "lead", project)
    fields = {"currency": "EUR" if kind == Kind.MONEY else "", **(fields or {}), "name": name}
    cleaning.only_known(fields, SETTABLE)
    with record(actor) as journal:
        _lock(project.id)
        _check_count(project)
        field = CustomField(
            id=chosen_id(id),
            workspace_id=project.workspace_id,
            project=project,
            kind=cleaning.choice(kind, Kind, field="kind"),
            rank=place(journal, _alive(project.id), "field.ranked", after=after, before=before),
        )
        for key, value in fields.items():
            setattr(field, key, _clean(field, key, value))
        _check_name(field)
        insert(field)
        journal.insert("field.created", field)
    return field


def change_field(field: CustomField, *, actor: Member, fields: Mapping[str, Any]) -> CustomField:
    """Rename a field, change its options, currency, or whether cards show it; raises Forbidden, Invalid, Conflict.

    Tasks keep what they hold of an option that goes: it shows again when the option comes back.
    """
    require(actor, "lead", field.project)
    cleaning.only_known(fields, SETTABLE)
    with record(actor) as journal:
        _lock(field.project_id)
        hold(journal, field, SETTABLE)
        before = dict(vars(field))
        for name, value in fields.items():
            setattr(field, name, _clean(field, name, value))
        changed = settle(journal, field, before, list(fields))
        if "name" in changed:
            _check_name(field)
        if changed:
            field.save(update_fields=changed)
            journal.update("field.changed", field, changed)
    return field


def move_field(
    field: CustomField, *, actor: Member, after: uuid.UUID | None, before: uuid.UUID | None
) -> CustomField:
    """Put a field elsewhere in its project's order."""
    require(actor, "lead", field.project)
    with record(actor) as journal:
        rows = _alive(field.project_id)
        places = {"after": after, "before": before}
        field.rank = place(journal, rows, "field.ranked", **places, moving=field.id)
        field.save(update_fields=["rank"])
        journal.update("field.moved", field, ["rank"])
    return field


def remove_field(field: CustomField, *, actor: Member) -> None:
    """Take a field away; tasks keep their values of it, for it may be restored. A repeat changes nothing."""
    require(actor, "lead", field.project)
    if field.removed_at is not None:
        return
    with record(actor) as journal:
        journal.leave("field.removed", field)
        field.removed_at = journal.now
        field.save(update_fields=["removed_at"])


def restore_field(field: CustomField, *, actor: Member) -> CustomField:
    """Bring a field back with its values; a repeat changes nothing. Raises Forbidden; Conflict for a taken name."""
    require(actor, "lead", field.project)
    if field.removed_at is None:
        return field
    with record(actor) as journal:
        _lock(field.project_id)
        _check_count(field.project)
        _check_name(field)
        field.removed_at = None
        field.save(update_fields=["removed_at"])
        journal.insert("field.restored", field)
    return field


def _require_person(field: CustomField, value: Json, stands: Json, actor: Member) -> None:
    """Raise NotSeen, Invalid unless the person of a field belongs to its project, or stands there already."""
    if field.kind != Kind.PERSON or value is None or value == stands:
        return
    person = access_member(actor, uuid.UUID(str(value)))
    if not (person.is_placeholder or role_in(person, field.project)):
        raise Invalid(
            f"{field.name}: {person.name} does not see this project; add them to it first.",
            field="value",
        )


def set_value(task: Task, *, actor: Member, field: CustomField, value: object) -> Task:
    """Write a task's value of a custom field, None for none; raises Forbidden, Invalid, NotSeen.

    The task's row is locked by its access function, so that values of other fields stay.
    """
    require_task_edit(actor, task)
    if field.project_id != task.project_id:
        raise Invalid("This field is of another project.", field="field_id")
    key, stands = str(field.id), task.values.get(str(field.id))
    mine = clean_value(field, value)
    _require_person(field, mine, stands, actor)
    with record(actor) as journal:
        if not settle_element(journal, task, "values", key, mine=mine, stands=stands):
            return task
        others = {name: kept for name, kept in task.values.items() if name != key}
        values = others if mine is None else others | {key: mine}
        # In the order in which PostgreSQL keeps the names, which are all of one length.
        task.values = dict(sorted(values.items()))
        changed = ["values", *touch(task, journal)]
        task.save(update_fields=changed)
        journal.update("task.valued", task, changed)
    return task
