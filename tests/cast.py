"""The people of all tests: Olga owns, Maria manages, Pavel performs, Vera observes, Mallory is of another workspace."""

from dataclasses import dataclass

from boards.actions import create_project
from boards.models import Board
from pm_suite.lib.ids import new_id
from sync.journal import record
from tasks.actions.projects import seat_member
from tasks.models import Project, Stage
from teams.actions import create_workspace, register_user, seat
from teams.models import Member, Role, User, Workspace

PASSWORD = "correct horse battery"


def make_user(name: str, *, time_zone: str = "Asia/Kathmandu") -> User:
    """A person called by one name, in a zone that is not UTC."""
    return register_user(
        email=f"{name.lower()}@example.com", name=name, password=PASSWORD, time_zone=time_zone
    )


def join(workspace: Workspace, user: User, role: Role) -> Member:
    """A seat for the person."""
    member = Member(id=new_id(), workspace=workspace, user=user, name=user.name, role=role)
    with record(member) as journal:
        seat(journal, member)
    return member


@dataclass
class Cast:
    """The people, their workspaces, and one project with its board; Mallory has one of her own."""

    olga: Member
    maria: Member
    pavel: Member
    vera: Member
    mallory: Member
    workspace: Workspace
    project: Project
    board: Board
    foreign_project: Project

    def stage(self, kind: Stage.Kind, project: Project | None = None) -> Stage:
        """The project's first stage of a kind."""
        found = Stage.objects.filter(project=project or self.project, kind=kind)
        return found.select_related("project").order_by("rank").get()


def assemble() -> Cast:
    """Make the cast in an empty database."""
    olga = create_workspace(owner=make_user("Olga"), name="Acme")
    workspace = olga.workspace
    maria = join(workspace, make_user("Maria"), Role.MANAGER)
    pavel = join(workspace, make_user("Pavel"), Role.PERFORMER)
    vera = join(workspace, make_user("Vera"), Role.OBSERVER)
    mallory = create_workspace(owner=make_user("Mallory"), name="Rival")
    project, board = create_project(actor=maria, name="Website", key="WEB")
    seat_member(project, actor=maria, member=vera, role="observer")
    foreign, _ = create_project(actor=mallory, name="Secret plans", key="SEC")
    return Cast(olga, maria, pavel, vera, mallory, workspace, project, board, foreign)
