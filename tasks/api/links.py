"""Links between tasks."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.access_links import access_link, access_link_ends
from tasks.actions import links as actions
from tasks.models import TaskLink
from tasks.serializers import NewTaskLink, TaskLinkRow
from teams.rest import MemberView


class TaskLinkList(MemberView):
    @operation("task_links_list", "A task's links", answer=page_of(TaskLinkRow), query=listed())
    def get(self, request: Request, task_id: uuid.UUID) -> HttpResponse:
        rows = access.visible_parts(self.member, TaskLink, task_id)
        rows = rows.filter(other__trashed_at=None, other__archived_at=None)
        return self.listing("task_link", rows)

    @operation(
        "task_links_create",
        "Link a task with another one",
        takes=NewTaskLink,
        answer=TaskLinkRow,
        status=201,
        about="The other may be of another project; its end of the link is a row of its own.",
        example={"other_id": "019ab0f4-5a00-7000-8000-000000000001", "kind": "blocked_by"},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> TaskLink:
            args = NewTaskLink.read(request.data)
            actions.lock_links(self.member)
            task, other = access_link_ends(self.member, task_id, args.pop("other_id"))
            return actions.add_link(task, actor=self.member, other=other, **args)

        return self.write(act, status=201)


class TaskLinkSingle(MemberView):
    @operation("task_links_read", "One link", answer=TaskLinkRow)
    def get(self, request: Request, link_id: uuid.UUID) -> Response:
        return self.single(access.access_part(self.member, TaskLink, link_id))

    @operation("task_links_remove", "Take a link away, at both its ends")
    def delete(self, request: Request, link_id: uuid.UUID) -> Response:
        def act() -> None:
            link = access_link(self.member, link_id)
            self.locked(link)
            actions.remove_link(link, actor=self.member)

        return self.write(act)
