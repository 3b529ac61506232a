"""Who the people of an export are here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from integrations.models import ImportedObject
from integrations.plan import PlannedPerson
from sync.journal import Journal
from sync.shapes import Json
from teams.access import visible_members
from teams.actions import add_placeholder
from teams.models import Member


@dataclass(frozen=True)
class Match:
    """A person of an export and who it is here; `member` is None for a placeholder still to be made."""

    person: PlannedPerson
    member: Member | None
    how: str

    def as_json(self) -> dict[str, Json]:
        """The line of the report."""
        return {
            "name": self.person.name,
            "username": self.person.username,
            "member": self.member.name if self.member else None,
            "how": self.how,
        }


@dataclass
class Directory:
    """The workspace's people by what an export may call them; a name that two share matches nobody."""

    by_email: dict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    by_login: dict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    by_origin: dict[str, Member] = field(default_factory=dict)

    def find(self, person: PlannedPerson) -> Match:
        """By an earlier import, e-mail, full name, or username, in this order."""
        known = self.by_origin.get(person.external_id)
        if known is not None:
            return Match(person, known, "earlier import")
        for how, found in (
            ("e-mail", self.by_email.get(person.email) if person.email else None),
            ("name", self.by_name.get(person.name.casefold())),
            ("username", self.by_login.get(person.username.casefold())),
        ):
            if found and len(found) == 1:
                return Match(person, found[0], how)
        return Match(person, None, "placeholder")


def directory_of(actor: Member, source: str) -> Directory:
    """Everybody who is in the workspace now, in two queries."""
    directory = Directory()
    members = {
        member.id: member
        for member in visible_members(actor)
        .filter(is_active=True)
        .select_related("user")
        .order_by("id")
    }
    for member in members.values():
        directory.by_name[member.name.casefold()].append(member)
        if member.user is not None:
            email = member.user.email.lower()
            directory.by_email[email].append(member)
            directory.by_login[email.partition("@")[0]].append(member)
    earlier = ImportedObject.objects.filter(
        workspace_id=actor.workspace_id, source=source, model="member"
    )
    for external_id, object_id in earlier.order_by("id").values_list("external_id", "object_id"):
        if object_id in members:
            directory.by_origin[external_id] = members[object_id]
    return directory


def match_people(actor: Member, people: Iterable[PlannedPerson], *, source: str) -> list[Match]:
    """Who each person is, without making anybody."""
    directory = directory_of(actor, source)
    return [directory.find(person) for person in people]


def seat_people(journal: Journal, actor: Member, matches: Iterable[Match]) -> dict[str, Member]:
    """The member for each person's id; a placeholder is made for who is nobody here yet."""
    return {
        match.person.external_id: match.member
        or add_placeholder(journal, actor=actor, name=match.person.name)
        for match in matches
    }
