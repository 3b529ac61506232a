"""Tasks: listed, made, changed, placed, thrown away and brought back; their tags, observers and history."""

import json
import uuid

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.problems import Invalid
from pm_suite.lib.schema import listed, operation, page_of
from sync.cursor import VERSION_DIGITS, cursor_of
from sync.objects import object_history
from sync.queries import PULL_LIMIT, position_of, pull
from tasks import access
from tasks.actions import tasks as actions
from tasks.filters import TaskFilters
from tasks.models import Task
from tasks.serializers import ChangesRow, HistoryRow, NewTask, TaskChange, TaskPlace, TaskRow
from teams.access import access_member
from teams.rest import MemberView

BY_VALUE = OpenApiParameter(
    "field.{id}",
    str,
    description="By the value of a custom field: an option's or person's id, a number or date or a "
    "range of them (`1..5`, `2026-12-01..`), part of a text or link, true or false; empty for none.",
)
ORDERS = ("id", "-id", "rank", "updated_at", "-updated_at")


class TaskList(MemberView):
    @operation(
        "tasks_list",
        "Tasks you see",
        answer=page_of(TaskRow),
        query=[*listed(TaskFilters, orders=ORDERS), BY_VALUE],
    )
    def get(self, request: Request) -> HttpResponse:
        rows = access.visible_tasks(self.member)
        return self.listing("task", rows, filters=TaskFilters, orders=ORDERS)

    @operation(
        "tasks_create",
        "Make a task",
        takes=NewTask,
        answer=TaskRow,
        status=201,
        example={
            "stage_id": "019ab0f4-5a00-7000-8000-000000000001",
            "title": "Write the release notes",
            "priority": 1,
            "due_on": "2026-12-01",
        },
    )
    def post(self, request: Request) -> Response:
        def act() -> Task:
            args = NewTask.read(request.data)
            stage = access.access_stage(self.member, args.pop("stage_id"))
            tag_ids = args.pop("tag_ids", [])
            for tag_id in tag_ids:
                access.access_tag(self.member, tag_id)
            named = {name: args.pop(name, None) for name in ("id", "title", "after", "before")}
            return actions.create_task(
                actor=self.member, stage=stage, fields=args, tag_ids=tag_ids, **named
            )

        return self.write(act, status=201)


class TaskSingle(MemberView):
    @operation("tasks_read", "One task", answer=TaskRow)
    def get(self, request: Request, task_id: uuid.UUID) -> Response:
        return self.single(access.access_task(self.member, task_id))

    @operation(
        "tasks_change",
        "Change a task",
        takes=TaskChange,
        answer=TaskRow,
        about="Only the keys that are sent change; null clears a field.",
        example={"title": "Write better release notes", "performer_id": None},
    )
    def patch(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Task:
            task = access.access_task(self.member, task_id, write=True)
            self.locked(task)
            fields = TaskChange.read(request.data)
            return actions.change_task(task, actor=self.member, fields=fields) if fields else task

        return self.write(act)

    @operation(
        "tasks_trash",
        "Throw a task away",
        about="It goes to the trash, from which `tasks/{task_id}/restoration` brings it back.",
    )
    def delete(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> None:
            task = access.access_task_to_comment(self.member, task_id, trashed=True)
            self.locked(task)
            actions.trash_task(task, actor=self.member)

        return self.write(act)


class TaskPlacement(MemberView):
    @operation(
        "tasks_place",
        "Move a task",
        takes=TaskPlace,
        answer=TaskRow,
        about="To a stage, between the neighbours you saw; without them to the end.",
        example={"stage_id": "019ab0f4-5a00-7000-8000-000000000001", "after": None},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Task:
            task = access.access_task(self.member, task_id, write=True)
            args = TaskPlace.read(request.data)
            stage = access.access_stage(self.member, args.pop("stage_id"))
            return actions.move_task(task, actor=self.member, stage=stage, **args)

        return self.write(act)


class TaskRestoration(MemberView):
    @operation("tasks_restore", "Bring a task back from the trash", answer=TaskRow)
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Task:
            task = access.access_task_to_comment(self.member, task_id, trashed=True)
            return actions.restore_task(task, actor=self.member)

        return self.write(act)


class TaskTagging(MemberView):
    @operation("tasks_tag", "Put a tag on a task", answer=TaskRow)
    def put(self, request: Request, task_id: uuid.UUID, tag_id: uuid.UUID) -> Response:
        def act() -> Task:
            task = access.access_task(self.member, task_id, write=True)
            tag = access.access_tag(self.member, tag_id)
            return actions.tag_task(task, actor=self.member, add=[tag.id])

        return self.write(act)

    @operation("tasks_untag", "Take a tag off a task")
    def delete(self, request: Request, task_id: uuid.UUID, tag_id: uuid.UUID) -> Response:
        def act() -> None:
            task = access.access_task(self.member, task_id, write=True)
            tag = access.access_tag(self.member, tag_id)
            actions.tag_task(task, actor=self.member, remove=[tag.id])

        return self.write(act)


class TaskObserving(MemberView):
    @operation("tasks_observe", "Let a member follow a task", answer=TaskRow)
    def put(self, request: Request, task_id: uuid.UUID, member_id: uuid.UUID) -> Response:
        def act() -> Task:
            task = access.access_task_to_comment(self.member, task_id)
            other = access_member(self.member, member_id)
            return actions.observe_task(task, actor=self.member, add=[other.id])

        return self.write(act)

    @operation("tasks_unobserve", "Let a member follow a task no more")
    def delete(self, request: Request, task_id: uuid.UUID, member_id: uuid.UUID) -> Response:
        def act() -> None:
            task = access.access_task_to_comment(self.member, task_id)
            other = access_member(self.member, member_id)
            actions.observe_task(task, actor=self.member, remove=[other.id])

        return self.write(act)


class TaskHistory(MemberView):
    @operation(
        "tasks_history",
        "What happened to a task, newest first",
        answer=HistoryRow,
        query=[OpenApiParameter("before", int, description="Only versions below this one.")],
    )
    def get(self, request: Request, task_id: uuid.UUID) -> HttpResponse:
        access.access_task(self.member, task_id)
        before = request.GET.get("before")
        if before is not None and not (before.isdecimal() and len(before) <= VERSION_DIGITS):
            raise Invalid("before is a version.", field="before")
        version = int(before) if before is not None else None
        text = object_history(self.member, "task", task_id, version)
        return HttpResponse(text, content_type="application/json")


class ChangeList(MemberView):
    @operation(
        "changes_list",
        "What changed since a cursor",
        answer=ChangesRow,
        about="The journal of all you may read, in the order it was written. Without a cursor the "
        "answer is empty and `to` is the present. 410 `reset` tells that the history behind a "
        "cursor is gone: read everything again.",
        query=[
            OpenApiParameter("cursor", str, description="`to` of the answer before."),
            OpenApiParameter("limit", int, description="Entries at most: 1,000."),
        ],
    )
    def get(self, request: Request) -> HttpResponse:
        cursor, limit = request.GET.get("cursor"), request.GET.get("limit", str(PULL_LIMIT))
        if not limit.isdecimal() or len(limit) > 6 or int(limit) < 1:
            raise Invalid("limit is a whole number from 1.", field="limit")
        head = position_of(self.member.workspace_id)
        present = cursor_of(head.epoch, head.version)
        found = cursor and pull(self.member.workspace_id, self.member.id, cursor, int(limit))
        if not found:
            return Response({"to": cursor or present, "more": False, "entries": []})
        more = json.dumps(found["more"])
        text = f'{{"to": "{found["to"]}", "more": {more}, "entries": {found["entries"]}}}'
        return HttpResponse(text, content_type="application/json")
