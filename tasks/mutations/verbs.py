"""Mutations that are verbs of a task's life."""

from sync.mutations import FLAG, TEXT, UUID, UUID_OR_NULL, UUIDS, Arguments, mutation
from tasks import access
from tasks.actions import deadlines, verbs
from tasks.models import Task
from tasks.mutations.args import Data, ids_of
from teams.models import Member

REASON = {"reason": TEXT, "comment_id": UUID}
DAY_OR_NULL = {"type": ["string", "null"]}


def _task(actor: Member, args: Arguments, name: str = "id") -> Task:
    """The task, locked; the verb itself says who may."""
    return access.access_task_to_comment(actor, args[name], trashed=True)


@mutation("task.assign", {"id": UUID, "performer_id": UUID_OR_NULL})
def task_assign(actor: Member, args: Arguments) -> Data:
    verbs.assign_task(_task(actor, args), actor=actor, performer_id=args["performer_id"])
    return None


@mutation("task.take", {"id": UUID})
def task_take(actor: Member, args: Arguments) -> Data:
    verbs.take_task(_task(actor, args), actor=actor)
    return None


@mutation("task.hand_on", {"id": UUID, "new_id": UUID, "performer_id": UUID}, {"title": TEXT})
def task_hand_on(actor: Member, args: Arguments) -> Data:
    handed = verbs.hand_on_task(
        _task(actor, args),
        actor=actor,
        performer_id=args["performer_id"],
        id=args["new_id"],
        title=args.get("title"),
    )
    return {"number": handed.number}


@mutation("task.help", {"id": UUID, "add": UUIDS, "remove": UUIDS})
def task_help(actor: Member, args: Arguments) -> Data:
    add, remove = ids_of(args, "add"), ids_of(args, "remove")
    verbs.help_task(_task(actor, args), actor=actor, add=add, remove=remove)
    return None


@mutation("task.read", {"id": UUID}, {"seen_id": UUID})
def task_read(actor: Member, args: Arguments) -> Data:
    verbs.read_task(_task(actor, args), actor=actor, seen_id=args.get("seen_id"))
    return None


@mutation("task.focus", {"id": UUID, "is_focus": FLAG}, {"seen_id": UUID})
def task_focus(actor: Member, args: Arguments) -> Data:
    verbs.focus_task(
        _task(actor, args), actor=actor, is_focus=args["is_focus"], seen_id=args.get("seen_id")
    )
    return None


@mutation("task.plan", {"id": UUID, "planned_on": DAY_OR_NULL})
def task_plan(actor: Member, args: Arguments) -> Data:
    verbs.plan_task(_task(actor, args), actor=actor, planned_on=args["planned_on"])
    return None


@mutation("task.start", {"id": UUID})
def task_start(actor: Member, args: Arguments) -> Data:
    verbs.start_task(_task(actor, args), actor=actor)
    return None


@mutation("task.pause", {"id": UUID})
def task_pause(actor: Member, args: Arguments) -> Data:
    verbs.pause_task(_task(actor, args), actor=actor)
    return None


@mutation("task.hand_in", {"id": UUID}, {"comment": TEXT, "comment_id": UUID})
def task_hand_in(actor: Member, args: Arguments) -> Data:
    verbs.hand_in_task(
        _task(actor, args),
        actor=actor,
        comment=args.get("comment", ""),
        comment_id=args.get("comment_id"),
    )
    return None


@mutation("task.accept", {"id": UUID})
def task_accept(actor: Member, args: Arguments) -> Data:
    verbs.accept_task(_task(actor, args), actor=actor)
    return None


@mutation("task.return", {"id": UUID, "reason": TEXT}, {"comment_id": UUID})
def task_return(actor: Member, args: Arguments) -> Data:
    verbs.return_task(_task(actor, args), actor=actor, **_why(args))
    return None


@mutation("task.refuse", {"id": UUID, "reason": TEXT}, {"comment_id": UUID})
def task_refuse(actor: Member, args: Arguments) -> Data:
    verbs.refuse_task(_task(actor, args), actor=actor, **_why(args))
    return None


@mutation("task.cancel", {"id": UUID}, REASON)
def task_cancel(actor: Member, args: Arguments) -> Data:
    verbs.cancel_task(_task(actor, args), actor=actor, **_why(args))
    return None


@mutation("task.reopen", {"id": UUID})
def task_reopen(actor: Member, args: Arguments) -> Data:
    verbs.reopen_task(_task(actor, args), actor=actor)
    return None


@mutation("task.archive", {"id": UUID})
def task_archive(actor: Member, args: Arguments) -> Data:
    verbs.archive_task(_task(actor, args), actor=actor)
    return None


@mutation("task.unarchive", {"id": UUID})
def task_unarchive(actor: Member, args: Arguments) -> Data:
    verbs.unarchive_task(_task(actor, args), actor=actor)
    return None


@mutation(
    "deadline.propose",
    {"id": UUID, "task_id": UUID},
    {"due_on": DAY_OR_NULL, "due_at": DAY_OR_NULL, "due_zone": DAY_OR_NULL, **REASON},
)
def deadline_propose(actor: Member, args: Arguments) -> Data:
    deadlines.propose_deadline(
        _task(actor, args, "task_id"), actor=actor, due=args, id=args["id"], **_why(args)
    )
    return None


@mutation("deadline.answer", {"id": UUID, "is_agreed": FLAG}, REASON)
def deadline_answer(actor: Member, args: Arguments) -> Data:
    proposal = access.access_proposal(actor, args["id"])
    deadlines.answer_deadline(proposal, actor=actor, is_agreed=args["is_agreed"], **_why(args))
    return None


def _why(args: Arguments) -> dict[str, str]:
    """The reason and the id of the comment that it becomes."""
    return {name: args[name] for name in REASON if name in args} | (
        {} if "reason" in args else {"reason": ""}
    )
