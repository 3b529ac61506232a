"""The JSON of who takes over and whom a placeholder stands for."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input


class Removal(Input):
    heir_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="Who takes over open tasks and led projects."
    )


class Match(Input):
    member_id = serializers.UUIDField(help_text="The person whom the placeholder stands for.")
