"""What people tell of themselves shows wherever they are."""

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Entry
from teams.actions import create_workspace, update_profile
from teams.models import Member
from tests.cast import Cast


def test_new_name_shows_in_every_workspace(cast: Cast) -> None:
    user = cast.pavel.user
    assert user is not None
    create_workspace(owner=user, name="Side")
    enter_tenant("")  # as a page that belongs to no workspace leaves the connection
    update_profile(user, name="Pavel Petrov")
    enter_tenant(EVERY_TENANT)
    names = Member.objects.filter(user=user).values_list("name", flat=True)
    assert list(names) == ["Pavel Petrov"] * 2
    assert Entry.objects.filter(kind="member.renamed").count() == 2
