"""Custom fields of a project, and their values in its tasks."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.actions import fields as actions
from tasks.field_access import access_field, visible_fields
from tasks.models import CustomField, Task
from tasks.serializers import (
    CustomFieldChange,
    CustomFieldRow,
    FieldValue,
    NewCustomField,
    Place,
    TaskRow,
)
from teams.rest import MemberView


class FieldList(MemberView):
    @operation(
        "fields_list", "A project's custom fields", answer=page_of(CustomFieldRow), query=listed()
    )
    def get(self, request: Request, project_id: uuid.UUID) -> HttpResponse:
        rows = visible_fields(self.member, project_id)
        return self.listing("custom_field", rows, orders=("rank",))

    @operation(
        "fields_create",
        "Give a project's tasks another field",
        takes=NewCustomField,
        answer=CustomFieldRow,
        status=201,
        example={"name": "Budget", "kind": "money", "currency": "EUR", "on_card": True},
    )
    def post(self, request: Request, project_id: uuid.UUID) -> Response:
        def act() -> CustomField:
            project = access.access_project(self.member, project_id)
            args = NewCustomField.read(request.data)
            named = {name: args.pop(name, None) for name in ("id", "after", "before")}
            name, kind = args.pop("name"), args.pop("kind")
            return actions.create_field(
                project, actor=self.member, name=name, kind=kind, fields=args, **named
            )

        return self.write(act, status=201)


class FieldSingle(MemberView):
    @operation("fields_read", "One custom field", answer=CustomFieldRow)
    def get(self, request: Request, field_id: uuid.UUID) -> Response:
        return self.single(access_field(self.member, field_id))

    @operation(
        "fields_change",
        "Change a custom field",
        takes=CustomFieldChange,
        answer=CustomFieldRow,
        about="`options` replaces the whole list; tasks keep what they hold of an option that goes, "
        "and show it again when it comes back. The kind of a field does not change.",
        example={"name": "Budget for 2027", "on_card": False},
    )
    def patch(self, request: Request, field_id: uuid.UUID) -> Response:
        def act() -> CustomField:
            field = access_field(self.member, field_id)
            self.locked(field)
            fields = CustomFieldChange.read(request.data)
            return actions.change_field(field, actor=self.member, fields=fields)

        return self.write(act)

    @operation(
        "fields_remove",
        "Remove a custom field",
        about="Tasks keep their values; `fields/{field_id}/restoration` brings it back.",
    )
    def delete(self, request: Request, field_id: uuid.UUID) -> Response:
        def act() -> None:
            field = access_field(self.member, field_id)
            self.locked(field)
            actions.remove_field(field, actor=self.member)

        return self.write(act)


class FieldPlacement(MemberView):
    @operation("fields_place", "Move a custom field", takes=Place, answer=CustomFieldRow)
    def post(self, request: Request, field_id: uuid.UUID) -> Response:
        def act() -> CustomField:
            field = access_field(self.member, field_id)
            place = {"after": None, "before": None, **Place.read(request.data)}
            return actions.move_field(field, actor=self.member, **place)

        return self.write(act)


class FieldRestoration(MemberView):
    @operation("fields_restore", "Bring a custom field back", answer=CustomFieldRow)
    def post(self, request: Request, field_id: uuid.UUID) -> Response:
        return self.write(
            lambda: actions.restore_field(
                access_field(self.member, field_id, removed=True), actor=self.member
            )
        )


class TaskFieldValue(MemberView):
    @operation(
        "tasks_value",
        "Set a task's value of a custom field",
        takes=FieldValue,
        answer=TaskRow,
        example={"value": 1250.5},
    )
    def put(self, request: Request, task_id: uuid.UUID, field_id: uuid.UUID) -> Response:
        value = FieldValue.read(request.data)["value"]
        return self.write(lambda: self._set(task_id, field_id, value))

    @operation("tasks_clear_value", "Clear a task's value of a custom field", answer=TaskRow)
    def delete(self, request: Request, task_id: uuid.UUID, field_id: uuid.UUID) -> Response:
        return self.write(lambda: self._set(task_id, field_id, None))

    def _set(self, task_id: uuid.UUID, field_id: uuid.UUID, value: object) -> Task:
        task = access.access_task(self.member, task_id, write=True)
        self.locked(task)
        field = access_field(self.member, field_id)
        return actions.set_value(task, actor=self.member, field=field, value=value)
