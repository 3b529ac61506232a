"""Comments, how they read before, and reactions to them."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.actions import comments as actions
from tasks.models import Comment, Reaction
from tasks.queries import comment_versions
from tasks.serializers import (
    CommentChange,
    CommentRow,
    CommentVersions,
    NewComment,
    NewReaction,
    ReactionRow,
)
from teams.rest import MemberView


class CommentList(MemberView):
    @operation(
        "comments_list", "What was said about a task", answer=page_of(CommentRow), query=listed()
    )
    def get(self, request: Request, task_id: uuid.UUID) -> HttpResponse:
        rows = access.visible_parts(self.member, Comment, task_id)
        return self.listing("comment", rows, orders=("created_at",))

    @operation(
        "comments_create",
        "Say something about a task",
        takes=NewComment,
        answer=CommentRow,
        status=201,
        example={"body": "Done; have a look."},
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        def act() -> Comment:
            task = access.access_task_to_comment(self.member, task_id)
            args = NewComment.read(request.data)
            return actions.add_comment(task, actor=self.member, **args)

        return self.write(act, status=201)


class CommentSingle(MemberView):
    @operation("comments_read", "One comment", answer=CommentRow)
    def get(self, request: Request, comment_id: uuid.UUID) -> Response:
        return self.single(access.access_part(self.member, Comment, comment_id))

    @operation(
        "comments_change",
        "Rewrite a comment",
        takes=CommentChange,
        answer=CommentRow,
        example={"body": "Done; have another look."},
    )
    def patch(self, request: Request, comment_id: uuid.UUID) -> Response:
        def act() -> Comment:
            comment = access.access_comment(self.member, comment_id)
            self.locked(comment)
            args = CommentChange.read(request.data)
            return actions.edit_comment(comment, actor=self.member, **args)

        return self.write(act)

    @operation("comments_remove", "Delete a comment")
    def delete(self, request: Request, comment_id: uuid.UUID) -> Response:
        def act() -> None:
            comment = access.access_comment(self.member, comment_id)
            self.locked(comment)
            actions.remove_comment(comment, actor=self.member)

        return self.write(act)


class CommentRestoration(MemberView):
    @operation("comments_restore", "Bring back a comment that was deleted", answer=CommentRow)
    def post(self, request: Request, comment_id: uuid.UUID) -> Response:
        def act() -> Comment:
            comment = access.access_comment(self.member, comment_id, removed=True)
            return actions.restore_comment(comment, actor=self.member)

        return self.write(act)


class CommentHistory(MemberView):
    @operation(
        "comments_versions", "How a comment read before it was rewritten", answer=CommentVersions
    )
    def get(self, request: Request, comment_id: uuid.UUID) -> Response:
        return self.single(comment_versions(access.access_part(self.member, Comment, comment_id)))


class ReactionList(MemberView):
    @operation(
        "reactions_list",
        "The reactions to the comments of a task",
        answer=page_of(ReactionRow),
        query=listed(),
    )
    def get(self, request: Request, task_id: uuid.UUID) -> HttpResponse:
        return self.listing("reaction", access.visible_parts(self.member, Reaction, task_id))


class CommentReactions(MemberView):
    @operation(
        "reactions_create",
        "React to a comment with an emoji",
        takes=NewReaction,
        answer=ReactionRow,
        status=201,
        example={"emoji": "👍"},
    )
    def post(self, request: Request, comment_id: uuid.UUID) -> Response:
        def act() -> Reaction | None:
            comment = access.access_comment_to_answer(self.member, comment_id)
            return actions.react(comment, actor=self.member, **NewReaction.read(request.data))

        return self.write(act, status=201)


class ReactionSingle(MemberView):
    @operation("reactions_read", "One reaction", answer=ReactionRow)
    def get(self, request: Request, reaction_id: uuid.UUID) -> Response:
        return self.single(access.access_part(self.member, Reaction, reaction_id))

    @operation("reactions_remove", "Take back a reaction of one's own")
    def delete(self, request: Request, reaction_id: uuid.UUID) -> Response:
        def act() -> None:
            reaction = access.access_reaction(self.member, reaction_id)
            self.locked(reaction)
            emoji = reaction.emoji
            actions.react(reaction.comment, actor=self.member, emoji=emoji, is_on=False)

        return self.write(act)
