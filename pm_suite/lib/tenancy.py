"""The second lock: PostgreSQL's row-level security keeps each workspace's rows apart.

Every table with a workspace_id has a policy that compares it with the session variable `pm_suite.workspace`.
Unset, a query returns nothing; `*` opens all workspaces and is set by `across_tenants` alone. Child rows point at
their parents by (workspace_id, id), so that not even a forged id links two workspaces.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError, connection, models
from django.db.transaction import TransactionManagementError

EVERY_TENANT = "*"
VARIABLE = "pm_suite.workspace"


def current_tenant() -> str:
    """What this connection is set to: a workspace's id, `*`, or nothing."""
    # A connection that was lost and made anew is set to nothing, whatever the old one was set to.
    session, value = getattr(connection, "pm_suite_tenant", (None, ""))
    return value if session is connection.connection else ""


def _remember(value: str) -> None:
    connection.pm_suite_tenant = (connection.connection, value)  # type: ignore[attr-defined]


def enter_tenant(workspace_id: uuid.UUID | str) -> None:
    """Let this connection see one workspace until told otherwise (one statement)."""
    value = str(workspace_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, false)", [VARIABLE, value])
    _remember(value)


def enter_tenant_where(table: str, column: str, value: str) -> uuid.UUID | None:
    """Find a workspace and let the connection see it, in one statement; None, and no change, when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT id, set_config(%s, id::text, false) FROM "{table}" WHERE "{column}" = %s',
            [VARIABLE, value],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    _remember(row[1])
    found: uuid.UUID = row[0]
    return found


@contextmanager
def tenant(workspace_id: uuid.UUID | str) -> Iterator[None]:
    """See one workspace inside the block, and what was seen before after it."""
    before = current_tenant()
    enter_tenant(workspace_id)
    try:
        yield
    finally:
        try:
            enter_tenant(before)
        except (InternalError, TransactionManagementError):
            # A failed transaction refuses statements; its rollback takes the variable back by itself.
            _remember(before)
        except (OperationalError, InterfaceError):
            # What it is set to is not known any more; the next use makes a new one, which sees nothing.
            connection.close()


def across_tenants() -> Any:  # contextlib's own type has no public name
    """See every workspace inside the block: for sign-in, sweeps and staff, never for a member's request."""
    return tenant(EVERY_TENANT)


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A foreign key inside a workspace; the constraint is (workspace_id, id), made by `tenant_sql`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_constraint", False)
        super().__init__(*args, **kwargs)


# Inside of a sub-select the variable is read once for a statement, not once for a row.
POLICY = (
    "workspace_id = (SELECT nullif(nullif(current_setting('pm_suite.workspace', true), ''), '*')::uuid)"
    " OR (SELECT current_setting('pm_suite.workspace', true) = '*')"
)


def isolate_sql(table: str) -> tuple[str, str]:
    """Statements that put a table behind the second lock, and that take it away."""
    forward = (
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;'
        f' ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;'
        f' CREATE POLICY tenant ON "{table}" USING ({POLICY}) WITH CHECK ({POLICY});'
    )
    backward = (
        f'DROP POLICY tenant ON "{table}"; ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;'
        f' ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;'
    )
    return forward, backward


def parent_sql(table: str) -> tuple[str, str]:
    """Statements that make a table one that children may point at."""
    name = f"{table}_tenant_key"
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE (workspace_id, id)',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )


def child_sql(table: str, column: str, parent: str) -> tuple[str, str]:
    """Statements that tie a column to a parent of the same workspace."""
    name = f"{table}_{column}_tenant_fk"[:63]
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (workspace_id, "{column}")'
        f' REFERENCES "{parent}" (workspace_id, id) DEFERRABLE INITIALLY DEFERRED',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
    )
