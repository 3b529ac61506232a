"""The verbs of a task's life as resources, the trash and the archive, and other deadlines."""

import uuid
from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.actions import deadlines, verbs
from tasks.models import Task, TaskSeen
from tasks.serializers import (
    Answer,
    Assignment,
    Delivery,
    Focus,
    HandOn,
    Plan,
    Proposal,
    ProposalRow,
    Reason,
    ReasonOrNone,
    TaskRow,
    TaskSeenRow,
)
from teams.access import access_member
from teams.rest import MemberView

Run = Callable[..., Task | TaskSeen]


class VerbView(MemberView):
    """A verb without arguments of its own."""

    def run(self, task_id: uuid.UUID, verb: Run, *, status: int = 200, **args: Any) -> Response:
        """Run a verb once on a task that the member sees; the verb says who may."""

        def act() -> Task | TaskSeen:
            task = access.access_task_to_comment(self.member, task_id)
            return verb(task, actor=self.member, **args)

        return self.write(act, status=status)


class TaskAssignment(VerbView):
    @operation(
        "tasks_assign",
        "Give a task to somebody, or to nobody",
        takes=Assignment,
        answer=TaskRow,
        example={"performer_id": "019ab0f4-5a00-7000-8000-000000000001"},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.assign_task, **Assignment.read(request.data))


class TaskTaking(VerbView):
    @operation("tasks_take", "Take a task that nobody has", answer=TaskRow)
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.take_task)


class TaskHandover(VerbView):
    @operation(
        "tasks_hand_on",
        "Let somebody else do your task, as a subtask of yours",
        takes=HandOn,
        answer=TaskRow,
        status=201,
        example={"performer_id": "019ab0f4-5a00-7000-8000-000000000001"},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.hand_on_task, status=201, **HandOn.read(request.data))


class TaskHelping(VerbView):
    @operation("tasks_help", "Let a member help with a task", answer=TaskRow)
    def put(self, request: Request, task_id: uuid.UUID, member_id: uuid.UUID) -> Response:
        other = access_member(self.member, member_id)
        return self.run(task_id, verbs.help_task, add=[other.id])

    @operation("tasks_unhelp", "Let a member help with a task no more", answer=TaskRow)
    def delete(self, request: Request, task_id: uuid.UUID, member_id: uuid.UUID) -> Response:
        other = access_member(self.member, member_id)
        return self.run(task_id, verbs.help_task, remove=[other.id])


class TaskReading(VerbView):
    @operation("tasks_seen", "Say that you have seen a task as it stands", answer=TaskRow)
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.read_task)


class TaskFocus(VerbView):
    @operation(
        "tasks_focus", "Put a task into your focus, or take it out", takes=Focus, answer=TaskSeenRow
    )
    def put(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.focus_task, **Focus.read(request.data))


class TaskPlan(VerbView):
    @operation(
        "tasks_plan",
        "Set the day on which you mean to do your task",
        takes=Plan,
        answer=TaskRow,
        example={"planned_on": "2026-12-01"},
    )
    def put(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.plan_task, **Plan.read(request.data))


class TaskStart(VerbView):
    @operation("tasks_start", "Begin your task", answer=TaskRow)
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.start_task)


class TaskPause(VerbView):
    @operation("tasks_pause", "Lay your task down", answer=TaskRow)
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.pause_task)


class TaskHandIn(VerbView):
    @operation(
        "tasks_hand_in",
        "Deliver your task",
        takes=Delivery,
        answer=TaskRow,
        about="To review; at once to done in a project without acceptance, and when you wrote the task yourself.",
        example={"comment": "Ready to be looked at."},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.hand_in_task, **Delivery.read(request.data))


class TaskAcceptance(VerbView):
    @operation("tasks_accept", "Take a task as done", answer=TaskRow)
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.accept_task)


class TaskReturn(VerbView):
    @operation(
        "tasks_return",
        "Give a delivered task back",
        takes=Reason,
        answer=TaskRow,
        about="The reason becomes a comment, and the task's rework is counted.",
        example={"reason": "The figures of May are missing."},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.return_task, **Reason.read(request.data))


class TaskRefusal(VerbView):
    @operation(
        "tasks_refuse",
        "Give your task back to its author",
        takes=Reason,
        answer=TaskRow,
        example={"reason": "I am away in May."},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.refuse_task, **Reason.read(request.data))


class TaskCancellation(VerbView):
    @operation(
        "tasks_cancel",
        "Give a task up",
        takes=ReasonOrNone,
        answer=TaskRow,
        about="A project without a stage for cancelled tasks keeps it in its archive.",
        example={"reason": "Nobody needs it any more."},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.cancel_task, **ReasonOrNone.read(request.data))


class TaskReopening(VerbView):
    @operation("tasks_reopen", "Open a closed task again", answer=TaskRow)
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.reopen_task)


class TaskArchiving(VerbView):
    @operation("tasks_archive", "Put a task away", answer=TaskRow)
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.archive_task)

    @operation("tasks_unarchive", "Bring back a task that was put away", answer=TaskRow)
    def delete(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.run(task_id, verbs.unarchive_task)


class TaskProposals(VerbView):
    @operation(
        "deadlines_list",
        "Another deadline that is asked for",
        answer=page_of(ProposalRow),
        query=listed(),
    )
    def get(self, request: Request, task_id: uuid.UUID) -> Any:  # a page, as other lists give
        return self.listing("deadline_proposal", access.visible_proposals(self.member, task_id))

    @operation(
        "deadlines_propose",
        "Ask for another deadline of your task",
        takes=Proposal,
        answer=ProposalRow,
        status=201,
        example={"due_on": "2026-12-05", "reason": "The designs come on the 3rd."},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Any:  # the new row
            task = access.access_task_to_comment(self.member, task_id)
            args = Proposal.read(request.data)
            named = {name: args.pop(name) for name in ("id", "reason") if name in args}
            return deadlines.propose_deadline(task, actor=self.member, due=args, **named)

        return self.write(act, status=201)


class ProposalAnswer(MemberView):
    @operation(
        "deadlines_answer",
        "Agree to another deadline, or decline it",
        takes=Answer,
        answer=TaskRow,
        example={"is_agreed": True},
    )
    def post(self, request: Request, proposal_id: uuid.UUID) -> Response:
        def act() -> Task:
            proposal = access.access_proposal(self.member, proposal_id)
            args = Answer.read(request.data)
            return deadlines.answer_deadline(proposal, actor=self.member, **args)

        return self.write(act)
