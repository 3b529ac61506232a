"""Who may do what: the tables of rules, spelled out once more, so that no right changes unseen."""

import pytest

from tasks import access as project_access
from tasks.models import Project, ProjectRole
from teams import access as workspace_access
from teams.models import Member, Role, Workspace

WORKSPACE_RIGHTS = {
    # owner, admin, manager, performer, observer, guest
    "change_workspace": "yes yes no no no no",
    "manage_people": "yes yes no no no no",
    "invite": "yes yes no no no no",
    "create_project": "yes yes yes no no no",
    "edit_tags": "yes yes yes yes no no",
    "import": "yes yes yes no no no",
}
PROJECT_RIGHTS = {
    # lead, performer, observer
    "read": "yes yes yes",
    "comment": "yes yes yes",
    "create_task": "yes yes no",
    "edit_task": "yes yes no",
    "moderate": "yes no no",
    "lead": "yes no no",
}
OPEN, PRIVATE = Project.Visibility.WORKSPACE, Project.Visibility.PRIVATE
NOBODY = ""
# Role in the workspace: the role in a project without a seat (open, private),
# and with one (as lead, performer, observer).
PROJECT_ROLES = {
    Role.OWNER: (("lead", "lead"), ("lead", "lead", "lead")),
    Role.ADMIN: (("lead", NOBODY), ("lead", "performer", "observer")),
    Role.MANAGER: (("performer", NOBODY), ("lead", "performer", "observer")),
    Role.PERFORMER: (("performer", NOBODY), ("lead", "performer", "observer")),
    Role.OBSERVER: ((NOBODY, NOBODY), ("observer", "observer", "observer")),
    Role.GUEST: ((NOBODY, NOBODY), ("lead", "performer", "observer")),
}


def flags(text: str) -> list[bool]:
    return [word == "yes" for word in text.split()]


def test_every_right_of_a_workspace_is_in_the_table() -> None:
    assert set(workspace_access.RULES) == set(WORKSPACE_RIGHTS)


@pytest.mark.parametrize("right", WORKSPACE_RIGHTS)
def test_right_in_a_workspace_is_that_of_the_table(right: str) -> None:
    people = [Member(workspace=Workspace(), role=role) for role in Role]
    assert [workspace_access.may(one, right) for one in people] == flags(WORKSPACE_RIGHTS[right])
    for one in people:
        one.is_active = False
    assert not any(workspace_access.may(one, right) for one in people)


def test_every_right_in_a_project_is_in_the_table() -> None:
    assert set(project_access.RULES) == set(PROJECT_RIGHTS)


@pytest.mark.parametrize("right", PROJECT_RIGHTS)
def test_right_in_a_project_is_that_of_the_table(right: str) -> None:
    roles = project_access.RULES[right].roles
    assert [role in roles for role in ProjectRole] == flags(PROJECT_RIGHTS[right])
    assert NOBODY not in roles


def test_every_rule_has_a_sentence() -> None:
    refusals = [rule.refusal for rule in workspace_access.RULES.values()]
    refusals += [rule.refusal for rule in project_access.RULES.values()]
    assert all(refusal.endswith(".") for refusal in refusals)


@pytest.mark.parametrize("role", list(Role))
def test_role_in_a_project_follows_from_role_seat_and_visibility(role: Role) -> None:
    without, seated = PROJECT_ROLES[role]
    project_role = project_access.project_role
    assert (project_role(role, None, OPEN), project_role(role, None, PRIVATE)) == without
    for visibility in (OPEN, PRIVATE):
        assert tuple(project_role(role, seat, visibility) for seat in ProjectRole) == seated
    assert project_role(role, "lead", OPEN, is_active=False) == NOBODY


@pytest.mark.parametrize("actor", list(Role))
@pytest.mark.parametrize("other", list(Role))
def test_nobody_but_owners_changes_people_of_their_own_rank(actor: Role, other: Role) -> None:
    one, two = (Member(workspace=Workspace(), role=role) for role in (actor, other))
    is_admin_over_less = actor == Role.ADMIN and other not in {Role.OWNER, Role.ADMIN}
    wanted = actor == Role.OWNER or is_admin_over_less
    assert workspace_access.can_change_member(one, two) == wanted
    assert workspace_access.can_give_role(one, other) == wanted
