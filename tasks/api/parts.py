"""What hangs on a task: checklist lines, comments, links."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.actions import parts as actions
from tasks.models import Attachment, ChecklistItem, Comment
from tasks.serializers import (
    AttachmentRow,
    ChecklistItemChange,
    ChecklistItemRow,
    CommentChange,
    CommentRow,
    NewAttachment,
    NewChecklistItem,
    NewComment,
    Place,
)
from teams.rest import MemberView


class ChecklistItemList(MemberView):
    @operation(
        "checklist_items_list",
        "A task's checklist, in order",
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
            return actions.add_checklist_item(task, actor=self.member, **args)

        return self.write(act, status=201)


class ChecklistItemSingle(MemberView):
    @operation("checklist_items_read", "One line of a checklist", answer=ChecklistItemRow)
    def get(self, request: Request, item_id: uuid.UUID) -> Response:
        return self.single(access.access_part(self.member, ChecklistItem, item_id))

    @operation(
        "checklist_items_change",
        "Tick or rewrite a line",
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
        "Move a line within its checklist",
        takes=Place,
        answer=ChecklistItemRow,
    )
    def post(self, request: Request, item_id: uuid.UUID) -> Response:
        def act() -> ChecklistItem:
            item = access.access_checklist_item(self.member, item_id)
            place = {"after": None, "before": None, **Place.read(request.data)}
            return actions.move_checklist_item(item, actor=self.member, **place)

        return self.write(act)


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
