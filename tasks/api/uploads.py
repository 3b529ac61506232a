"""Files of browsers, beside the sync protocol (docs/protocol.md): sent ahead of `file.add`, and read again."""

import uuid

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from pm_suite.lib.problems import Problem
from sync.api import sync_endpoint
from sync.gate import Reader
from tasks.actions.files import receive_file
from tasks.files import serving
from tasks.files.access import access_file
from tasks.files.storage import check_length
from teams.models import Member


def length_of(request: HttpRequest) -> int:
    """How long the body says it is; raises Problem 411 where it does not, 413 where no file is so long."""
    try:
        length = int(request.headers["Content-Length"])
    except (KeyError, ValueError):
        raise Problem(
            "Send the file with its Content-Length.", status=411, code="no_length"
        ) from None
    check_length(length)
    return length


def member_of(reader: Reader) -> Member:
    """Who reads, as the gate knows them."""
    assert isinstance(reader, Member)
    return reader


@require_http_methods(["PUT", "GET", "HEAD"])
@sync_endpoint
def file(request: HttpRequest, reader: Reader, file_id: uuid.UUID) -> HttpResponseBase:
    member = member_of(reader)
    if request.method != "PUT":
        return serving.content(request, access_file(member, file_id))
    name, length = request.GET.get("name", ""), length_of(request)
    stored = receive_file(member, file_id, request, name=name, length=length)
    told = ("size", "content_type", "width", "height")
    return JsonResponse({"id": str(stored.id)} | {name: getattr(stored, name) for name in told})


@require_safe
@sync_endpoint
def preview(request: HttpRequest, reader: Reader, file_id: uuid.UUID) -> HttpResponseBase:
    attachment = access_file(member_of(reader), file_id)
    return serving.preview(request, attachment, request.GET.get("size", "small"))
