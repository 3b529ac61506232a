"""A plan on its way into one project."""

import uuid
from dataclasses import dataclass, field

from integrations.models import ImportedObject, ImportRun
from integrations.plan import Plan
from sync.journal import Journal
from sync.shapes import Json
from tasks.access import role_in
from tasks.models import Project, Stage, Tag
from teams.models import Member

BATCH = 500


@dataclass
class Writing:
    """A plan on its way into one project: who and what the origin's ids are here."""

    plan: Plan
    run: ImportRun
    actor: Member
    journal: Journal
    project: Project
    people: dict[str, Member]
    stages: dict[str, Stage] = field(default_factory=dict)
    tags: dict[str, Tag] = field(default_factory=dict)
    made: list[ImportedObject] = field(default_factory=list)
    roles: dict[uuid.UUID, str] = field(default_factory=dict)

    def keep(
        self,
        model: str,
        external_id: str,
        object_id: uuid.UUID,
        fingerprint: dict[str, Json] | None = None,
        *,
        is_made: bool = True,
    ) -> None:
        """Remember what a thing of the export became; written in batches."""
        self.made.append(
            ImportedObject(
                workspace_id=self.run.workspace_id,
                run=self.run,
                project=self.project,
                source=self.plan.source,
                model=model,
                external_id=external_id,
                object_id=object_id,
                is_made=is_made,
                fingerprint=fingerprint or {},
            )
        )
        if len(self.made) >= BATCH:
            self.flush()

    def flush(self) -> None:
        ImportedObject.objects.bulk_create(self.made, ignore_conflicts=True)
        self.made.clear()

    def member(self, person_id: str) -> Member | None:
        return self.people.get(person_id)

    def role(self, member: Member) -> str:
        """The member's role in the project, asked once."""
        if member.id not in self.roles:
            self.roles[member.id] = role_in(member, self.project)
        return self.roles[member.id]
