"""The JSON that several nouns share."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input
from pm_suite.lib.schema import Row


class Place(Input):
    """Between which neighbours; without any, at the end."""

    after = serializers.UUIDField(required=False, allow_null=True)
    before = serializers.UUIDField(required=False, allow_null=True)


class EntryRow(Row):
    """One entry of the journal (docs/protocol.md)."""

    v = serializers.IntegerField(help_text="The version.")
    scope = serializers.UUIDField()
    model = serializers.CharField()
    id = serializers.UUIDField(help_text="Of the object.")
    op = serializers.ChoiceField(choices=["I", "U", "X", "D", "H", "S+", "S-"])
    patch = serializers.DictField(help_text="The changed fields with their new values.")
    kind = serializers.CharField(help_text="What happened, as `task.moved`.")
    actor = serializers.UUIDField(allow_null=True, help_text="The member who did it.")
    at = serializers.DateTimeField()
    client = serializers.UUIDField(allow_null=True)
    seq = serializers.IntegerField(allow_null=True)
    last = serializers.BooleanField(help_text="Whether its transaction ends here.")


class HistoryRow(Row):
    history = EntryRow(many=True)
    more = serializers.BooleanField(help_text="Whether older entries may be asked for.")


class ChangesRow(Row):
    to = serializers.CharField(help_text="The cursor to go on from.")
    more = serializers.BooleanField(help_text="Whether to ask again at once.")
    entries = EntryRow(many=True)
