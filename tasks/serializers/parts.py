"""The JSON of attachments."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.schema import Row
from tasks.models import Attachment


class AttachmentRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Attachment.Kind.choices)
    name = serializers.CharField()
    url = serializers.CharField(help_text="Of a link; empty for a file.")
    size = serializers.IntegerField(allow_null=True, help_text="Bytes of a file.")
    content_type = serializers.CharField(help_text="What a file is, told by what is in it.")
    width = serializers.IntegerField(allow_null=True, help_text="Of a picture, in pixels.")
    height = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()


class NewAttachment(Input):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=300)
    url = TextField(max_length=4000)


class NewFile(Input):
    """A form; the file comes as bytes."""

    file = serializers.FileField()
    name = TextField(max_length=300, required=False)


class FileUsage(Row):
    files = serializers.IntegerField(
        help_text="How many are kept, those taken off lately included."
    )
    bytes = serializers.IntegerField(help_text="How many bytes they have together.")
