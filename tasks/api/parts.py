"""The links of a task."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.actions import parts as actions
from tasks.models import Attachment
from tasks.serializers import AttachmentRow, NewAttachment
from teams.rest import MemberView


class AttachmentList(MemberView):
    @operation(
        "attachments_list", "The links of a task", answer=page_of(AttachmentRow), query=listed()
    )
    def get(self, request: Request, task_id: uuid.UUID) -> HttpResponse:
        rows = access.visible_parts(self.member, Attachment, task_id)
        return self.listing("attachment", rows, orders=("created_at",))

    @operation(
        "attachments_create",
        "Keep a link with a task",
        takes=NewAttachment,
        answer=AttachmentRow,
        status=201,
        example={"name": "Sketches", "url": "https://example.com/sketches"},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Attachment:
            task = access.access_task(self.member, task_id, write=True)
            args = NewAttachment.read(request.data)
            return actions.add_attachment(task, actor=self.member, **args)

        return self.write(act, status=201)


class AttachmentSingle(MemberView):
    @operation("attachments_read", "One link", answer=AttachmentRow)
    def get(self, request: Request, attachment_id: uuid.UUID) -> Response:
        return self.single(access.access_part(self.member, Attachment, attachment_id))

    @operation("attachments_remove", "Delete a link")
    def delete(self, request: Request, attachment_id: uuid.UUID) -> Response:
        def act() -> None:
            attachment = access.access_attachment(self.member, attachment_id)
            self.locked(attachment)
            actions.remove_attachment(attachment, actor=self.member)

        return self.write(act)
