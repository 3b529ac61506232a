"""Files on tasks, for programs: sent in one request, read by the address of their attachment."""

import uuid
from collections.abc import Mapping
from typing import IO, Any

from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from pm_suite.lib.ids import new_id
from pm_suite.lib.problems import Invalid
from pm_suite.lib.schema import operation
from tasks import access
from tasks.actions import files as actions
from tasks.api.uploads import length_of
from tasks.files import serving
from tasks.files.access import access_file, access_upload
from tasks.files.names import NAMELESS, clean_name
from tasks.files.storage import check_length
from tasks.models import Attachment, StoredFile
from tasks.serializers import AttachmentRow, FileUsage, NewFile
from teams.access import require
from teams.rest import MemberView

AROUND = 64 * 1024
"""Bytes of a form that are no file: its boundaries, and the fields beside."""
BYTES = {"type": "string", "format": "binary"}


class BytesParser(BaseParser):
    """Gives the body as it comes, whatever it calls itself."""

    media_type = "*/*"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:  # no JSON
        return stream


class TaskFiles(MemberView):
    parser_classes = [MultiPartParser, BytesParser]

    @operation(
        "files_create",
        "Keep a file with a task",
        takes={"multipart/form-data": NewFile, "application/octet-stream": BYTES},
        answer=AttachmentRow,
        status=201,
        about=(
            "Send a form with the field `file`, or the bytes alone with their name in"
            ' `Content-Disposition: attachment; filename="…"`. What it is, is told by what is in it.'
        ),
    )
    def post(self, request: Request, task_id: uuid.UUID) -> Response:
        # Nobody sends 25 MB for a refusal.
        access.access_task(self.member, task_id)
        stored, name = self._received(request)

        def act() -> Attachment:
            task = access.access_task(self.member, task_id, write=True)
            found = access_upload(self.member, stored.id, task)
            return actions.add_file(task, actor=self.member, stored=found, name=name)

        return self.write(act, status=201, about=[name, stored.sha256])

    def _received(self, request: Request) -> tuple[StoredFile, str]:
        is_form = (request.content_type or "").startswith("multipart/")
        length = length_of_form(request) if is_form else length_of(request)
        body: Any = request.data  # a form, or the stream
        name = _name_in(request.headers.get("Content-Disposition", ""))
        if is_form:
            unknown = sorted(set(body) - {"file", "name"})
            if unknown:
                raise Invalid(f"There is no field {unknown[0][:80]!r} here.", code="unknown_field")
            form, body = body, body.get("file")
            if body is None or isinstance(body, str):
                raise Invalid("A form has the file in its field `file`.", field="file")
            name, length = form.get("name") or body.name, body.size
        name = clean_name(name or NAMELESS)
        stored = actions.receive_file(self.member, new_id(), body, name=name, length=length)
        return stored, name


def length_of_form(request: Request) -> int:
    """As of a file, with room for what is around it."""
    length = int(request.headers.get("Content-Length") or 0)
    check_length(length - AROUND)
    return length


def _name_in(header: str) -> str:
    """The file's name in a Content-Disposition, in either of its spellings."""
    name = parse_header_parameters(header)[1].get("filename", "") if header else ""
    return str(name)


class FileContent(MemberView):
    @operation(
        "files_content",
        "The bytes of a file",
        answer=OpenApiResponse(BYTES, "The file, always to be saved and never to be shown."),
        media="application/octet-stream",
        about="One `Range` of bytes may be asked for.",
    )
    def get(self, request: Request, file_id: uuid.UUID) -> HttpResponseBase:
        return serving.content(request._request, access_file(self.member, file_id))


class FilePreview(MemberView):
    @operation(
        "files_preview",
        "A picture, drawn anew at a smaller size",
        answer=OpenApiResponse(BYTES, "A WebP, of the first frame."),
        media="image/webp",
        query=[OpenApiParameter("size", str, enum=["small", "large"], default="small")],
    )
    def get(self, request: Request, file_id: uuid.UUID) -> HttpResponseBase:
        attachment = access_file(self.member, file_id)
        return serving.preview(request._request, attachment, request.GET.get("size", "small"))


class Usage(MemberView):
    @operation("files_usage", "How much the workspace's files take", answer=FileUsage)
    def get(self, request: Request) -> Response:
        require(self.member, "change_workspace")
        count, size = actions.usage(self.member.workspace_id)
        return Response({"files": count, "bytes": size})
