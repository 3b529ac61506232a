"""How a task comes again: set, skipped, stopped, and looked at before it is set."""

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.daysoff import countries
from pm_suite.lib.problems import Invalid, NotSeen
from pm_suite.lib.schema import operation
from tasks import access
from tasks.access_recurrences import access_recurrence
from tasks.actions import recurrences as actions
from tasks.models import Recurrence
from tasks.serializers import CountriesRow, NewRecurrence, PreviewRow, RecurrenceRow
from teams.rest import MemberView

TIMES = 5
TIMES_MAX = 50
ASKED = {
    "rule": "The rule.",
    "starts_on": "From this day on; else from today.",
    "after": "Only times after this day.",
    "at_time": "As 09:00.",
    "zone": "A time zone's name; else yours.",
    "days_off": "keep, next, previous or skip.",
    "country": "Whose holidays are days off.",
    "after_completion": "true: each time as if the one before was done on its day.",
    "limit": f"So many times: {TIMES}, at most {TIMES_MAX}.",
}


class TaskRecurrence(MemberView):
    @operation("recurrences_of_task", "How a task comes again", answer=RecurrenceRow)
    def get(self, request: Request, task_id: uuid.UUID) -> Response:
        task = access.access_task(self.member, task_id)
        if task.recurrence_id is None:
            raise NotSeen("This task does not repeat.")
        return self.single(access_recurrence(self.member, task.recurrence_id))

    @operation(
        "recurrences_set",
        "Let a task come again",
        takes=NewRecurrence,
        answer=RecurrenceRow,
        about="Or change how this one and all that follow do; what is not sent stays. A task without "
        "a due date gets that of the first time.",
        example={"rule": "FREQ=MONTHLY;BYMONTHDAY=-1", "days_off": "previous", "country": "DE"},
    )
    def put(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Recurrence:
            task = access.access_task(self.member, task_id, write=True)
            args = NewRecurrence.read(request.data)
            id = args.pop("id", None)
            return actions.set_recurrence(task, actor=self.member, fields=args, id=id)

        return self.write(act)


class RecurrenceView(MemberView):
    def run(self, recurrence_id: uuid.UUID, action: Any) -> Response:  # any of the actions
        """Run an action once on a recurrence whose latest task the member may change."""

        def act() -> Recurrence:
            found = access_recurrence(self.member, recurrence_id, write=True)
            changed: Recurrence = action(found, actor=self.member)
            return changed

        return self.write(act)


class RecurrenceSingle(RecurrenceView):
    @operation("recurrences_read", "How tasks come again", answer=RecurrenceRow)
    def get(self, request: Request, recurrence_id: uuid.UUID) -> Response:
        return self.single(access_recurrence(self.member, recurrence_id))


class RecurrenceSkip(RecurrenceView):
    @operation(
        "recurrences_skip",
        "Leave a time out",
        answer=RecurrenceRow,
        about="The latest task itself goes to the next time.",
    )
    def post(self, request: Request, recurrence_id: uuid.UUID) -> Response:
        return self.run(recurrence_id, actions.skip_time)

    @operation("recurrences_unskip", "Take the last skip back", answer=RecurrenceRow)
    def delete(self, request: Request, recurrence_id: uuid.UUID) -> Response:
        return self.run(recurrence_id, actions.unskip_time)


class RecurrenceStop(RecurrenceView):
    @operation("recurrences_stop", "Let nothing follow the latest task", answer=RecurrenceRow)
    def post(self, request: Request, recurrence_id: uuid.UUID) -> Response:
        return self.run(recurrence_id, actions.stop_recurrence)


class RecurrenceAdoption(RecurrenceView):
    @operation(
        "recurrences_adopt",
        "Make all tasks that follow like the latest one is now",
        answer=RecurrenceRow,
        about="Until then what is changed in one task is changed in that one alone.",
    )
    def post(self, request: Request, recurrence_id: uuid.UUID) -> Response:
        return self.run(recurrence_id, actions.adopt_task)


class RecurrencePreview(MemberView):
    @operation(
        "recurrences_preview",
        "When a rule would come true",
        answer=PreviewRow,
        query=[OpenApiParameter(name, str, description=text) for name, text in ASKED.items()],
    )
    def get(self, request: Request) -> Response:
        asked: dict[str, Any] = {name: request.GET[name] for name in ASKED if name in request.GET}
        limit = asked.pop("limit", str(TIMES))
        if not (limit.isdecimal() and len(limit) <= 2 and 1 <= int(limit) <= TIMES_MAX):
            raise Invalid(f"limit is a whole number from 1 to {TIMES_MAX}.", field="limit")
        if "after_completion" in asked:
            asked["after_completion"] = asked["after_completion"] == "true"
        return Response(actions.preview(self.member, asked, limit=int(limit)))


class CountryList(MemberView):
    @operation("countries_list", "The countries whose holidays are known here", answer=CountriesRow)
    def get(self, request: Request) -> Response:
        known = [
            {"code": code, "regions": sorted(regions)}
            for code, regions in sorted(countries().items())
        ]
        return Response({"countries": known})
