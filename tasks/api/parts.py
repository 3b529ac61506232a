"""What hangs on a task: comments, links."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.actions import parts as actions
from tasks.models import Attachment, Comment
from tasks.serializers import (
    AttachmentRow,
    CommentChange,
    CommentRow,
    NewAttachment,
    NewComment,
)
from teams.rest import MemberView


class CommentList(MemberView):
    @operation(
        "comments_list", "What was said about a task", answer=page_of(CommentRow), query=listed()
    )
    def get(self, request: Request, task_id: uuid.UUID) -> HttpResponse:
        rows = access.visible_parts(self.member, Comment, task_id)
        return self.listing("comment", rows, orders=("created_at",))

    @operation(
        "comments_create",
        "Say something about a task",
        takes=NewComment,
        answer=CommentRow,
        status=201,
        example={"body": "Done; have a look."},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Comment:
            task = access.access_task_to_comment(self.member, task_id)
            args = NewComment.read(request.data)
            return actions.add_comment(task, actor=self.member, **args)

        return self.write(act, status=201)


class CommentSingle(MemberView):
    @operation("comments_read", "One comment", answer=CommentRow)
    def get(self, request: Request, comment_id: uuid.UUID) -> Response:
        return self.single(access.access_part(self.member, Comment, comment_id))

    @operation(
        "comments_change",
        "Rewrite a comment",
        takes=CommentChange,
        answer=CommentRow,
        example={"body": "Done; have another look."},
    )
    def patch(self, request: Request, comment_id: uuid.UUID) -> Response:
        def act() -> Comment:
            comment = access.access_comment(self.member, comment_id)
            self.locked(comment)
            args = CommentChange.read(request.data)
            return actions.edit_comment(comment, actor=self.member, **args)

        return self.write(act)

    @operation("comments_remove", "Delete a comment")
    def delete(self, request: Request, comment_id: uuid.UUID) -> Response:
        def act() -> None:
            comment = access.access_comment(self.member, comment_id)
            self.locked(comment)
            actions.remove_comment(comment, actor=self.member)

        return self.write(act)


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
