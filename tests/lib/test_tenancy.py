"""What a connection sees after its session was lost."""

import pytest
from django.db import InterfaceError, OperationalError, connection

from pm_suite.lib.tenancy import across_tenants, current_tenant, enter_tenant, tenant
from teams.models import Member
from tests.cast import assemble

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def lose_session() -> None:
    """Let PostgreSQL end the session, as a restart does."""
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_lost_session_leaves_no_workspace_behind() -> None:
    member = assemble().olga
    enter_tenant("")
    with pytest.raises(InterfaceError), across_tenants():
        lose_session()
        Member.objects.exists()
    assert current_tenant() == ""
    with tenant(member.workspace_id):
        assert Member.objects.exists()
    assert current_tenant() == ""
    assert not Member.objects.exists()


def test_new_session_is_taken_for_what_it_is() -> None:
    assemble()
    connection.close()
    assert current_tenant() == ""
    with across_tenants():
        assert Member.objects.exists()
    assert not Member.objects.exists()
