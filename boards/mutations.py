"""The mutations of boards, and of projects and stages as they are seen on boards (docs/protocol.md)."""

from boards import access, actions
from sync.mutations import FIELDS, FLAG, TEXT, UUID, Arguments, mutation
from tasks.access import access_project, access_stage
from tasks.mutations.args import PLACE, Data, place_of
from teams.models import Member

STAGES = {
    "type": "array",
    "maxItems": actions.MAX_STAGES,
    "items": {
        "type": "object",
        "properties": {"id": UUID, "name": TEXT, "kind": TEXT},
        "required": ["name", "kind"],
        "additionalProperties": False,
    },
}
PROJECT_FIELDS = {
    "description": TEXT,
    "color": TEXT,
    "visibility": TEXT,
    "acceptance": FLAG,
    "editing": TEXT,
    "progress": TEXT,
}


@mutation(
    "project.create", {"id": UUID, "name": TEXT}, {"key": TEXT, "stages": STAGES, **PROJECT_FIELDS}
)
def project_create(actor: Member, args: Arguments) -> Data:
    project, board = actions.create_project(
        actor=actor,
        name=args["name"],
        key=args.get("key"),
        id=args["id"],
        fields={name: args[name] for name in PROJECT_FIELDS if name in args},
        stages=args.get("stages"),
    )
    return {"key": project.key, "board_id": str(board.id)}


@mutation("stage.create", {"id": UUID, "project_id": UUID, "name": TEXT, "kind": TEXT}, PLACE)
def stage_create(actor: Member, args: Arguments) -> Data:
    actions.create_stage(
        access_project(actor, args["project_id"]),
        actor=actor,
        name=args["name"],
        kind=args["kind"],
        id=args["id"],
        **place_of(args),
    )
    return None


@mutation("stage.set", {"id": UUID, "fields": FIELDS})
def stage_set(actor: Member, args: Arguments) -> Data:
    actions.change_stage(access_stage(actor, args["id"]), actor=actor, fields=args["fields"])
    return None


@mutation("stage.remove", {"id": UUID}, {"to": UUID})
def stage_remove(actor: Member, args: Arguments) -> Data:
    to = access_stage(actor, args["to"]) if "to" in args else None
    actions.remove_stage(access_stage(actor, args["id"]), actor=actor, to=to)
    return None


@mutation("column.set", {"id": UUID, "fields": FIELDS})
def column_set(actor: Member, args: Arguments) -> Data:
    column = access.access_column(actor, args["id"])
    actions.change_column(column, actor=actor, fields=args["fields"])
    return None


@mutation("column.move", {"id": UUID, **PLACE})
def column_move(actor: Member, args: Arguments) -> Data:
    column = access.access_column(actor, args["id"])
    actions.move_column(column, actor=actor, **place_of(args))
    return None
