"""Seats in projects, tags of the workspace, and members who leave or are found."""

import uuid

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.schema import listed, operation, page_of
from tasks import access
from tasks.actions import people, projects, tags
from tasks.filters import TagFilters
from tasks.models import ProjectMember, Tag
from tasks.serializers import (
    Match,
    NewProjectMember,
    NewTag,
    ProjectMemberChange,
    ProjectMemberRow,
    Removal,
    TagChange,
    TagRow,
)
from teams.access import access_member
from teams.models import Member
from teams.rest import MemberView
from teams.serializers import MemberRow


class ProjectMemberList(MemberView):
    @operation(
        "project_members_list",
        "Who has a seat in a project",
        answer=page_of(ProjectMemberRow),
        query=listed(),
    )
    def get(self, request: Request, project_id: uuid.UUID) -> HttpResponse:
        return self.listing("project_member", access.visible_seats(self.member, project_id))

    @operation(
        "project_members_create",
        "Give a member a seat in a project",
        takes=NewProjectMember,
        answer=ProjectMemberRow,
        status=201,
        about="A member who has a seat already gets the new role.",
        example={"member_id": "019ab0f4-5a00-7000-8000-000000000002", "role": "performer"},
    )
    def post(self, request: Request, project_id: uuid.UUID) -> Response:
        def act() -> ProjectMember:
            project = access.access_project(self.member, project_id)
            args = NewProjectMember.read(request.data)
            other = access_member(self.member, args["member_id"])
            return projects.seat_member(project, actor=self.member, member=other, role=args["role"])

        return self.write(act, status=201)


class ProjectMemberSingle(MemberView):
    @operation("project_members_read", "One seat in a project", answer=ProjectMemberRow)
    def get(self, request: Request, seat_id: uuid.UUID) -> Response:
        return self.single(access.access_project_member(self.member, seat_id))

    @operation(
        "project_members_change",
        "Give a seat another role",
        takes=ProjectMemberChange,
        answer=ProjectMemberRow,
        example={"role": "lead"},
    )
    def patch(self, request: Request, seat_id: uuid.UUID) -> Response:
        def act() -> ProjectMember:
            seat = access.access_project_member(self.member, seat_id)
            self.locked(seat)
            role = ProjectMemberChange.read(request.data)["role"]
            return projects.seat_member(
                seat.project, actor=self.member, member=seat.member, role=role
            )

        return self.write(act)

    @operation("project_members_remove", "Take a seat in a project away")
    def delete(self, request: Request, seat_id: uuid.UUID) -> Response:
        def act() -> None:
            seat = access.access_project_member(self.member, seat_id)
            self.locked(seat)
            projects.unseat_member(seat, actor=self.member)

        return self.write(act)


class MemberRemoval(MemberView):
    @operation(
        "members_remove",
        "Show a member out of the workspace",
        takes=Removal,
        answer=MemberRow,
        about="The heir takes over open tasks and led projects; without one tasks are left free.",
    )
    def post(self, request: Request, member_id: uuid.UUID) -> Response:
        def act() -> Member:
            other = access_member(self.member, member_id)
            heir_id = Removal.read(request.data).get("heir_id")
            heir = access_member(self.member, heir_id) if heir_id else None
            return people.remove_member(other, actor=self.member, heir=heir)

        return self.write(act)


class MemberMatch(MemberView):
    @operation(
        "members_match",
        "Make what an import gave to a placeholder a person's own",
        takes=Match,
        answer=MemberRow,
    )
    def post(self, request: Request, member_id: uuid.UUID) -> Response:
        def act() -> Member:
            placeholder = access_member(self.member, member_id)
            other = access_member(self.member, Match.read(request.data)["member_id"])
            return people.match_placeholder(placeholder, actor=self.member, member=other)

        return self.write(act)


class TagList(MemberView):
    @operation(
        "tags_list",
        "The workspace's tags",
        answer=page_of(TagRow),
        query=listed(TagFilters, orders=("id", "name")),
    )
    def get(self, request: Request) -> HttpResponse:
        rows = access.visible_tags(self.member)
        return self.listing("tag", rows, filters=TagFilters, orders=("id", "name"))

    @operation(
        "tags_create",
        "Make a tag",
        takes=NewTag,
        answer=TagRow,
        status=201,
        example={"name": "bug", "color": "red"},
    )
    def post(self, request: Request) -> Response:
        return self.write(
            lambda: tags.create_tag(actor=self.member, **NewTag.read(request.data)), status=201
        )


class TagSingle(MemberView):
    @operation("tags_read", "One tag", answer=TagRow)
    def get(self, request: Request, tag_id: uuid.UUID) -> Response:
        return self.single(access.access_tag(self.member, tag_id))

    @operation(
        "tags_change",
        "Rename or recolour a tag",
        takes=TagChange,
        answer=TagRow,
        example={"color": "amber"},
    )
    def patch(self, request: Request, tag_id: uuid.UUID) -> Response:
        def act() -> Tag:
            tag = access.access_tag(self.member, tag_id)
            self.locked(tag)
            fields = TagChange.read(request.data)
            return tags.change_tag(tag, actor=self.member, fields=fields) if fields else tag

        return self.write(act)

    @operation("tags_remove", "Delete a tag and take it off every task")
    def delete(self, request: Request, tag_id: uuid.UUID) -> Response:
        def act() -> None:
            tag = access.access_tag(self.member, tag_id)
            self.locked(tag)
            tags.remove_tag(tag, actor=self.member)

        return self.write(act)
