"""What is done to many tasks at once."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import operation
from tasks import access
from tasks.actions.bulk import change_tasks
from tasks.actions.crowd import Change
from tasks.serializers.bulk import BulkDone, BulkEdit
from teams.rest import MemberView


class TaskBulk(MemberView):
    @operation(
        "tasks_bulk",
        "Change up to 1,000 tasks at once",
        takes=BulkEdit,
        answer=BulkDone,
        about="One transaction. What you may not do to one of them leaves that one as it is, and is told; "
        "where nothing can be done to any, the answer is the error of the first.",
        example={
            "ids": ["019ab0f4-5a00-7000-8000-000000000001"],
            "fields": {"priority": 1},
        },
    )
    def post(self, request: Request) -> Response:
        def act() -> dict[str, Any]:
            args = BulkEdit.read(request.data)
            for name in ("ids", "add_tags", "remove_tags"):
                args[name] = tuple(args.get(name, ()))
            for tag_id in {*args["add_tags"], *args["remove_tags"]}:
                access.access_tag(self.member, tag_id)
            return change_tasks(actor=self.member, changes=[Change(**args)], trashed=False).told()

        return self.write(act)
