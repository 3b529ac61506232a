"""The second lock: the database itself keeps the workspaces apart."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from pm_suite.lib.ids import new_id
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Entry, JournalLine
from sync.partitions import make_month
from tasks.models import Comment, Project, Tag, Task
from teams.models import Member
from tests.api.world import make_world
from tests.cast import Cast
from tests.make import make_task

OWN = ("sync", "teams", "tasks", "boards", "integrations", "metrics", "notifications")


def tenant_models() -> list[type[models.Model]]:
    """Every model with a table of its own that has a workspace_id."""
    return [
        model
        for label in OWN
        for model in apps.get_app_config(label).get_models()
        if model._meta.managed
        and "workspace_id" in {field.column for field in model._meta.concrete_fields}
    ]


MODELS = sorted(tenant_models(), key=lambda model: model._meta.label)
TABLES = {model._meta.db_table for model in MODELS}


@pytest.fixture
def _inside(cast: Cast) -> Iterator[None]:
    """Leave the connection as it was found."""
    yield
    enter_tenant(EVERY_TENANT)


def seen(model: type[models.Model]) -> set[uuid.UUID]:
    return set(model._default_manager.values_list("workspace_id", flat=True))


@pytest.mark.usefixtures("_inside")
def test_connection_without_a_workspace_sees_nothing(cast: Cast) -> None:
    make_world(cast)
    for value in ("", str(new_id())):
        enter_tenant(value)
        for model in MODELS:
            assert seen(model) == set(), model
        assert not JournalLine.objects.exists()


@pytest.mark.usefixtures("_inside")
def test_connection_in_a_workspace_sees_that_one_alone(cast: Cast) -> None:
    make_world(cast)
    own = {cast.workspace.id}
    enter_tenant(cast.workspace.id)
    for model in MODELS:
        assert seen(model) <= own, model
    for model in (Project, Task, Tag, Comment, Member, Entry):
        assert seen(model) == own, model
    assert set(JournalLine.objects.values_list("workspace_id", flat=True)) == own


@pytest.mark.usefixtures("_inside")
def test_row_of_another_workspace_cannot_be_written(cast: Cast) -> None:
    enter_tenant(cast.workspace.id)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Tag.objects.create(workspace_id=cast.mallory.workspace_id, name="smuggled")
    assert Project.objects.filter(id=cast.foreign_project.id).update(name="Mine") == 0
    assert Project.objects.filter(id=cast.foreign_project.id).delete()[0] == 0


def rows(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_every_tenant_table_has_forced_row_level_security(db: None) -> None:
    locked = rows(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
        " WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polwithcheck IS NOT NULL"
    )
    assert TABLES - {row[0] for row in locked} == set()


def test_every_table_with_a_workspace_has_a_model_that_is_tested(db: None) -> None:
    tables = rows(
        "SELECT c.table_name FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " JOIN pg_class r ON r.oid = format('%I.%I', table_schema, table_name)::regclass"
        " WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id'"
        " AND t.table_type = 'BASE TABLE' AND NOT r.relispartition"
    )
    assert {row[0] for row in tables} == TABLES


def test_every_month_of_the_journal_has_the_lock_of_the_whole(db: None) -> None:
    make_month(date(2031, 5, 1))
    parts = rows(
        "SELECT c.relname, c.relrowsecurity::text, c.relforcerowsecurity::text,"
        " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)::text"
        " FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relkind = 'r'"
    )
    assert {"sync_entry_past", "sync_entry_default", "sync_entry_2031_05"} <= {p[0] for p in parts}
    assert {part[1:] for part in parts} == {("true", "true", "1")}


def test_application_is_bound_by_row_level_security(db: None) -> None:
    sql = "SELECT rolsuper::text, rolbypassrls::text FROM pg_roles WHERE rolname = current_user"
    assert rows(sql) == [("false", "false")]


FOREIGN_KEYS = """
SELECT con.conname, child.relname, parent.relname,
       (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(con.conkey) WITH ORDINALITY k(c, n)
        JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.c),
       (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(con.confkey) WITH ORDINALITY k(c, n)
        JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.c)
FROM pg_constraint con
JOIN pg_class child ON child.oid = con.conrelid JOIN pg_class parent ON parent.oid = con.confrelid
WHERE con.contype = 'f'
"""
# The scope's id is the id of the thing it is about, and scopes are written by the journal alone.
SINGLE_KEYS = {"sync_scopemember", "sync_segment"}


def test_every_foreign_key_between_tenant_tables_names_the_workspace(db: None) -> None:
    single = {
        (child, columns)
        for _, child, parent, columns, targets in rows(FOREIGN_KEYS)
        if child in TABLES - SINGLE_KEYS
        and parent in TABLES
        and not (columns.startswith("workspace_id,") and targets == "workspace_id,id")
    }
    assert single == set()


def test_every_relation_between_tenant_models_has_a_foreign_key(db: None) -> None:
    kept = {
        (child, columns.removeprefix("workspace_id,"))
        for _, child, _, columns, _ in rows(FOREIGN_KEYS)
    }
    wanted = {
        (model._meta.db_table, field.column)
        for model in MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in MODELS
    }
    assert wanted - kept == set()


def relations() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.column)
        for model in MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model in MODELS
        and model._meta.db_table not in SINGLE_KEYS
        and model._meta.app_label != "integrations"
    ]


def test_children_of_another_workspace_are_rejected(cast: Cast) -> None:
    make_world(cast)
    make_task(cast, "With a number that the other workspace does not have")
    for model, column in relations():
        check_rejection(cast, model, column)


def check_rejection(cast: Cast, model: type[models.Model], column: str) -> None:
    field = next(f for f in model._meta.concrete_fields if f.column == column)
    parent = field.related_model
    assert isinstance(parent, type)
    assert issubclass(parent, models.Model)
    foreign = parent._default_manager.filter(workspace_id=cast.mallory.workspace_id)[0]
    child = model._default_manager.filter(workspace_id=cast.workspace.id).order_by("-pk")[0]
    with pytest.raises(IntegrityError, match="tenant_fk"), transaction.atomic():
        model._default_manager.filter(pk=child.pk).update(**{field.name: foreign})
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
