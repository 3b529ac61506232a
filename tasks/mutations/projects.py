"""Mutations of projects and their stages."""

from sync.mutations import FIELDS, UUID, Arguments, mutation, texts
from tasks import access
from tasks.actions import projects, stages
from tasks.mutations.args import PLACE, Data, place_of
from teams.models import Member


@mutation("project.set", {"id": UUID, "fields": FIELDS}, {"was": texts("description")})
def project_set(actor: Member, args: Arguments) -> Data:
    project = access.access_project(actor, args["id"])
    projects.change_project(project, actor=actor, fields=args["fields"], was=args.get("was"))
    return None


@mutation("project.archive", {"id": UUID})
def project_archive(actor: Member, args: Arguments) -> Data:
    projects.archive_project(access.access_project(actor, args["id"]), actor=actor)
    return None


@mutation("project.restore", {"id": UUID})
def project_restore(actor: Member, args: Arguments) -> Data:
    projects.restore_project(access.access_project(actor, args["id"]), actor=actor)
    return None


@mutation("stage.move", {"id": UUID, **PLACE})
def stage_move(actor: Member, args: Arguments) -> Data:
    stage = access.access_stage(actor, args["id"])
    stages.move_stage(stage, actor=actor, **place_of(args))
    return None
