"""The JSON of comments and attachments."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.merge import TEXT_MAX
from pm_suite.lib.schema import Row
from tasks.models import Comment


class CommentRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    author_id = serializers.UUIDField()
    body = serializers.CharField(help_text="Markdown.")
    reply_to_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    mark = serializers.ChoiceField(
        choices=Comment.Mark.choices, help_text="Of which verb it is the reason, if of any."
    )


class AttachmentRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()


class NewComment(Input):
    id = serializers.UUIDField(required=False)
    body = TextField(max_length=TEXT_MAX)
    reply_to_id = serializers.UUIDField(required=False, allow_null=True)


class CommentChange(Input):
    body = TextField(max_length=TEXT_MAX)


class NewAttachment(Input):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=300)
    url = TextField(max_length=4000)
