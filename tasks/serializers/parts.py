"""The JSON of attachments."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.schema import Row


class AttachmentRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()


class NewAttachment(Input):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=300)
    url = TextField(max_length=4000)
