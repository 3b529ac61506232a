"""The JSON of comments, of how they read before, and of reactions."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.merge import TEXT_MAX
from pm_suite.lib.schema import Row
from tasks.models import Comment


class CommentRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    author_id = serializers.UUIDField()
    body = serializers.CharField(help_text="Markdown. `[@Name](member:id)` mentions somebody.")
    reply_to_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    mark = serializers.ChoiceField(
        choices=Comment.Mark.choices, help_text="Of which verb it is the reason, if of any."
    )


class NewComment(Input):
    id = serializers.UUIDField(required=False)
    body = TextField(max_length=TEXT_MAX)
    reply_to_id = serializers.UUIDField(required=False, allow_null=True)


class CommentChange(Input):
    body = TextField(max_length=TEXT_MAX)


class CommentVersionRow(Row):
    body = serializers.CharField(help_text="Markdown.")
    replaced_at = serializers.DateTimeField()
    replaced_by_id = serializers.UUIDField(help_text="The member who rewrote it.")


class CommentVersions(Row):
    versions = CommentVersionRow(many=True, help_text="The newest first; at most 200 are kept.")


class ReactionRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    comment_id = serializers.UUIDField()
    member_id = serializers.UUIDField()
    emoji = serializers.CharField()


class NewReaction(Input):
    id = serializers.UUIDField(required=False)
    emoji = TextField(max_length=64, help_text="One emoji.")
