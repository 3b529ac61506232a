"""The JSON of how tasks come again."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.schema import Row
from tasks.models import Recurrence

RULE_HELP = "An RRULE of RFC 5545 from DAILY to YEARLY, without times, as FREQ=WEEKLY;BYDAY=MO."


class RecurrenceRow(Row):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    task_id = serializers.UUIDField(help_text="The latest of its tasks.")
    rule = serializers.CharField(help_text=RULE_HELP)
    after_completion = serializers.BooleanField(
        help_text="The rule's interval is counted from the day on which the latest was done."
    )
    starts_on = serializers.DateField()
    at_time = serializers.CharField(help_text="As 09:00; empty for the whole day.")
    zone = serializers.CharField()
    days_off = serializers.ChoiceField(choices=Recurrence.DaysOff.choices)
    country = serializers.CharField(help_text="Whose holidays are days off: DE, or DE-BY.")
    waits = serializers.BooleanField(help_text="The next comes only when the latest is closed.")
    occurrence = serializers.IntegerField(help_text="The number of the latest.")
    occurs_on = serializers.DateField(help_text="The day of the rule that the latest stands for.")
    next_on = serializers.DateField(allow_null=True)
    next_at = serializers.DateTimeField(allow_null=True)
    next_id = serializers.UUIDField(allow_null=True, help_text="Null when none comes any more.")
    skipped_on = serializers.ListField(child=serializers.DateField())
    stopped_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class RecurrenceChange(Input):
    rule = TextField(help_text=RULE_HELP)
    after_completion = serializers.BooleanField(required=False)
    starts_on = serializers.DateField(required=False, help_text="Else the task's due date.")
    at_time = TextField(required=False)
    zone = TextField(required=False)
    days_off = serializers.ChoiceField(choices=Recurrence.DaysOff.choices, required=False)
    country = TextField(required=False)
    waits = serializers.BooleanField(required=False)


class NewRecurrence(RecurrenceChange):
    id = serializers.UUIDField(required=False, help_text="A UUIDv7 of your own.")


class TimeRow(Row):
    on = serializers.DateField()
    at = serializers.DateTimeField(allow_null=True)


class PreviewRow(Row):
    rule = serializers.CharField(help_text="As it would be kept.")
    times = TimeRow(many=True)


class CountryRow(Row):
    code = serializers.CharField()
    regions = serializers.ListField(child=serializers.CharField())


class CountriesRow(Row):
    countries = CountryRow(many=True)
