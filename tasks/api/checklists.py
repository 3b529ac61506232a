"""Checklists of a task, their lines, and lines that become subtasks."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.actions import checklists as actions
from tasks.models import Checklist, ChecklistItem, Task
from tasks.serializers import (
    ChecklistChange,
    ChecklistItemChange,
    ChecklistItemPlace,
    ChecklistItemRow,
    ChecklistRow,
    Demotion,
    NewChecklist,
    NewChecklistItem,
    Place,
    Promotion,
    TaskRow,
)
from teams.rest import MemberView

FIELDS = ("is_done", "performer_id", "due_on")
NOWHERE = {"after": None, "before": None}


class ChecklistList(MemberView):
    @operation(
        "checklists_list", "A task's checklists", answer=page_of(ChecklistRow), query=listed()
    )
    def get(self, request: Request, task_id: uuid.UUID) -> HttpResponse:
        rows = access.visible_parts(self.member, Checklist, task_id)
        return self.listing("checklist", rows, orders=("rank",))

    @operation(
        "checklists_create",
        "Add a checklist to a task",
        takes=NewChecklist,
        answer=ChecklistRow,
        status=201,
        example={"name": "Before the release"},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Checklist:
            task = access.access_task(self.member, task_id, write=True)
            args = NewChecklist.read(request.data)
            return actions.add_checklist(task, actor=self.member, **args)

        return self.write(act, status=201)


class ChecklistSingle(MemberView):
    @operation("checklists_read", "One checklist", answer=ChecklistRow)
    def get(self, request: Request, checklist_id: uuid.UUID) -> Response:
        return self.single(access.access_part(self.member, Checklist, checklist_id))

    @operation(
        "checklists_change",
        "Rename a checklist",
        takes=ChecklistChange,
        answer=ChecklistRow,
        example={"name": "After the release"},
    )
    def patch(self, request: Request, checklist_id: uuid.UUID) -> Response:
        def act() -> Checklist:
            checklist = access.access_checklist(self.member, checklist_id)
            self.locked(checklist)
            fields = ChecklistChange.read(request.data)
            return actions.change_checklist(checklist, actor=self.member, fields=fields)

        return self.write(act)

    @operation("checklists_remove", "Delete a checklist with its lines")
    def delete(self, request: Request, checklist_id: uuid.UUID) -> Response:
        def act() -> None:
            checklist = access.access_checklist(self.member, checklist_id)
            self.locked(checklist)
            actions.remove_checklist(checklist, actor=self.member)

        return self.write(act)


class ChecklistPlacement(MemberView):
    @operation(
        "checklists_place",
        "Move a checklist among those of its task",
        takes=Place,
        answer=ChecklistRow,
    )
    def post(self, request: Request, checklist_id: uuid.UUID) -> Response:
        def act() -> Checklist:
            checklist = access.access_checklist(self.member, checklist_id)
            place = {**NOWHERE, **Place.read(request.data)}
            return actions.move_checklist(checklist, actor=self.member, **place)

        return self.write(act)


class ChecklistItemList(MemberView):
    @operation(
        "checklist_items_list",
        "The lines of a task's checklists, in order within each",
        answer=page_of(ChecklistItemRow),
        query=listed(),
    )
    def get(self, request: Request, task_id: uuid.UUID) -> HttpResponse:
        rows = access.visible_parts(self.member, ChecklistItem, task_id)
        return self.listing("checklist_item", rows, orders=("rank",))

    @operation(
        "checklist_items_create",
        "Add a line to a checklist",
        takes=NewChecklistItem,
        answer=ChecklistItemRow,
        status=201,
        example={"text": "Ask the designers"},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> ChecklistItem:
            task = access.access_task(self.member, task_id, write=True)
            args = NewChecklistItem.read(request.data)
            fields = {name: args.pop(name) for name in FIELDS if name in args}
            return actions.add_checklist_item(task, actor=self.member, fields=fields, **args)

        return self.write(act, status=201)


class ChecklistItemSingle(MemberView):
    @operation("checklist_items_read", "One line of a checklist", answer=ChecklistItemRow)
    def get(self, request: Request, item_id: uuid.UUID) -> Response:
        return self.single(access.access_part(self.member, ChecklistItem, item_id))

    @operation(
        "checklist_items_change",
        "Tick or rewrite a line, give it to a member or a day",
        takes=ChecklistItemChange,
        answer=ChecklistItemRow,
        example={"is_done": True},
    )
    def patch(self, request: Request, item_id: uuid.UUID) -> Response:
        def act() -> ChecklistItem:
            item = access.access_checklist_item(self.member, item_id)
            self.locked(item)
            fields = ChecklistItemChange.read(request.data)
            if not fields:
                return item
            return actions.change_checklist_item(item, actor=self.member, fields=fields)

        return self.write(act)

    @operation("checklist_items_remove", "Delete a line of a checklist")
    def delete(self, request: Request, item_id: uuid.UUID) -> Response:
        def act() -> None:
            item = access.access_checklist_item(self.member, item_id)
            self.locked(item)
            actions.remove_checklist_item(item, actor=self.member)

        return self.write(act)


class ChecklistItemPlacement(MemberView):
    @operation(
        "checklist_items_place",
        "Move a line within its checklist, or to another one of its task",
        takes=ChecklistItemPlace,
        answer=ChecklistItemRow,
    )
    def post(self, request: Request, item_id: uuid.UUID) -> Response:
        def act() -> ChecklistItem:
            item = access.access_checklist_item(self.member, item_id)
            place = {"after": None, "before": None, **ChecklistItemPlace.read(request.data)}
            return actions.move_checklist_item(item, actor=self.member, **place)

        return self.write(act)


class ChecklistItemPromotion(MemberView):
    @operation(
        "checklist_items_promote",
        "Make a line a subtask with its text, performer and day; the line goes",
        takes=Promotion,
        answer=TaskRow,
        status=201,
    )
    def post(self, request: Request, item_id: uuid.UUID) -> Response:
        def act() -> Task:
            item = access.access_checklist_item(self.member, item_id)
            args = Promotion.read(request.data)
            return actions.promote_checklist_item(item, actor=self.member, **args)

        return self.write(act, status=201)


class TaskDemotion(MemberView):
    @operation(
        "tasks_demote",
        "Make a subtask a line in a checklist of its task; the subtask goes to the trash",
        takes=Demotion,
        answer=ChecklistItemRow,
        status=201,
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> ChecklistItem:
            task = access.access_task(self.member, task_id, write=True)
            args = Demotion.read(request.data)
            return actions.demote_task(task, actor=self.member, **args)

        return self.write(act, status=201)
