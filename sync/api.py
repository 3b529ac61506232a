"""The sync protocol's endpoints (docs/protocol.md)."""

import gzip
import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from pm_suite.lib.ids import parse_id
from pm_suite.lib.inputs import strict_json
from pm_suite.lib.problems import Invalid, Problem
from sync import audit as auditing
from sync import gate, queries
from sync import push as pushing
from sync.clients import greet_client
from sync.cursor import VERSION_DIGITS, cursor_of
from sync.folding import catch_up
from sync.gate import Reader
from sync.objects import object_history, object_parts
from sync.segments import schema_print, segment_of, segmented_scopes
from sync.shapes import spell

GZIP_LEVEL = 3
"""10,000 tasks: 38 ms and 597 kB; level 5 takes 86 ms for 558 kB, level 9 342 ms for 515 kB."""
WORTH_PACKING = 1400
"""Bytes: less than these go in one packet anyway."""
CURSOR_LENGTH = 64
TOO_LARGE = "Too much at once; send fewer changes."


Endpoint = Callable[..., HttpResponseBase]


def signed(view: Endpoint) -> Endpoint:
    """Answer problems as problem+json, and sign every answer."""

    @wraps(view)
    def endpoint(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, **kwargs)
        except Problem as problem:
            response = JsonResponse(
                problem.as_json(), status=problem.status, content_type="application/problem+json"
            )
        response["X-Sync-Protocol"] = "1"
        response["Cache-Control"] = "private, no-cache"
        return response

    return endpoint


def sync_endpoint(view: Endpoint) -> Endpoint:
    """Let the workspace's members alone in, and sign every answer."""

    @signed
    @wraps(view)
    def endpoint(request: HttpRequest, workspace_id: uuid.UUID, **kwargs: Any) -> HttpResponseBase:
        return view(request, gate.pass_gate(request, workspace_id), **kwargs)

    return endpoint


def bytes_of(request: HttpRequest) -> bytes:
    """What a request carries; raises Problem 413 when that is more than the product ever takes."""
    try:
        return request.body
    except RequestDataTooBig:
        raise Problem(TOO_LARGE, status=413, code="too_large") from None


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that a request carries; raises Invalid."""
    try:
        # Half an emoji must not stop a queue for ever: it becomes a question mark.
        body = strict_json(bytes_of(request) or b"{}", errors="replace")
    except ValueError:
        raise Invalid("The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Invalid("The body is not a JSON object.")
    return body


def json_text(text: str | bytes) -> HttpResponse:
    return HttpResponse(text, content_type="application/json")


def packed(request: HttpRequest, page: bytes) -> HttpResponse:
    """A JSON answer, compressed where that is worth it and the browser takes it."""
    response = json_text(page)
    if len(page) > WORTH_PACKING and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = gzip.compress(page, GZIP_LEVEL)
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response


def unpacked(request: HttpRequest, body: bytes) -> HttpResponse:
    """A JSON answer that is kept compressed, sent as it is to a browser that takes it so."""
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = json_text(body if takes_gzip else gzip.decompress(body))
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response


@require_GET
@ensure_csrf_cookie
@signed
def door(request: HttpRequest, slug: str) -> HttpResponse:
    return JsonResponse(gate.open_door(request, slug))


@require_POST
@sync_endpoint
def session(request: HttpRequest, reader: Reader) -> HttpResponse:
    body = body_of(request)
    client_id = parse_id(body.get("client"))
    if client_id is None:
        raise Invalid("client is a UUID.", field="client")
    schema, cursor = schema_of(body), body.get("cursor", "")
    if not isinstance(cursor, str) or len(cursor) > CURSOR_LENGTH or "\0" in cursor:
        raise Invalid("cursor is the short text that an answer called so.", field="cursor")
    last_seq = greet_client(reader, client_id, schema=schema, cursor=cursor)
    head = queries.position_of(reader.workspace_id)
    answer = gate.describe(reader) | {
        "min_schema": pushing.MIN_SCHEMA,
        "schema": pushing.SCHEMA,
        "epoch": str(head.epoch),
        "cursor": cursor_of(head.epoch, head.version),
        "scopes": scopes_with_segments(reader),
        "last_seq": last_seq,
        "server_time": spell(timezone.now()),
        "limits": {
            "push_mutations": pushing.MAX_MUTATIONS,
            "push_bytes": pushing.MAX_BYTES,
            "file_bytes": settings.FILE_MAX_BYTES,
        },
    }
    return JsonResponse(answer)


def scopes_with_segments(reader: Reader) -> list[dict[str, object]]:
    """The scopes that a reader holds; `segment` marks those whose first page is built ahead."""
    ready = segmented_scopes(reader)
    return [
        {**scope, **({"segment": True} if scope["id"] in ready else {})}
        for scope in queries.held_scopes(reader.id)
    ]


def schema_of(body: dict[str, Any]) -> int:
    """The schema that a browser speaks; raises Problem 426 when its code is too old, or newer than the server's."""
    schema = body.get("schema", pushing.SCHEMA)
    if schema not in range(pushing.MIN_SCHEMA, pushing.SCHEMA + 1):
        raise Problem("Reload the page to get the new version.", status=426, code="upgrade")
    return int(schema)


@require_GET
@sync_endpoint
def bootstrap(request: HttpRequest, reader: Reader) -> HttpResponse:
    scopes = scopes_of(request)
    after_text = request.GET.get("after", "")
    after = parse_id(after_text) if after_text else None
    if after_text and after is None:
        raise Invalid("after is what `next` of the page before said.", field="after")
    asked = request.headers.get("If-None-Match")
    if asked and asked == etag_header(tag := queries.tag_for(reader, scopes)):
        return HttpResponse(status=304, headers={"ETag": etag_header(tag)})
    models = [name for name in request.GET.get("models", "").split(",") if name]
    is_first = len(scopes) == 1 and not models and after is None
    prebuilt = segment_of(reader, scopes[0]) if is_first else queries.NOTHING_PREBUILT
    found = queries.snapshot_for(reader, scopes, models=models, after=after, prebuilt=prebuilt)
    if asked and asked == etag_header(found.tag):
        return HttpResponse(status=304, headers={"ETag": etag_header(found.tag)})
    response = (unpacked if found.is_packed else packed)(request, found.body)
    response["ETag"] = etag_header(found.tag)
    return response


def scopes_of(request: HttpRequest) -> list[uuid.UUID]:
    """The scopes that a request names; raises Invalid."""
    texts = request.GET.getlist("scope")
    scopes = [scope for text in texts if (scope := parse_id(text))]
    if not scopes or len(scopes) != len(texts):
        raise Invalid("Name at least one scope by its id.", field="scope")
    return scopes


def etag_header(tag: str) -> str:
    """The tag as HTTP writes it: weak, because a proxy may compress the page."""
    return f'W/"{tag}.{schema_print()}"'


@require_GET
@sync_endpoint
def audit(request: HttpRequest, reader: Reader) -> HttpResponse:
    return JsonResponse(auditing.audit(reader, scopes_of(request)))


@require_POST
@sync_endpoint
def pull(request: HttpRequest, reader: Reader) -> HttpResponse:
    body = body_of(request)
    limit = body.get("limit", queries.PULL_LIMIT)
    if not isinstance(limit, int):
        raise Invalid("limit is a whole number.", field="limit")
    cursor = str(body.get("cursor", ""))
    found = catch_up(reader.workspace_id, reader.id, cursor, limit)
    if found is None:
        return HttpResponse(status=204)
    entries = found.pop("entries")
    text = json.dumps(found)[:-1] + f', "entries": {entries}}}'
    return packed(request, text.encode())


@require_POST
@sync_endpoint
def push(request: HttpRequest, reader: Reader) -> HttpResponse:
    if len(bytes_of(request)) > pushing.MAX_BYTES:
        raise Problem(TOO_LARGE, status=413, code="too_large")
    body = body_of(request)
    schema = schema_of(body)
    client_id, queue = parse_id(body.get("client")), body.get("mutations")
    if client_id is None or not isinstance(queue, list):
        raise Invalid("A push has a client and a list of mutations.")
    if len(queue) > pushing.MAX_MUTATIONS:
        raise Problem(TOO_LARGE, status=413, code="too_large")
    return JsonResponse(pushing.push(reader, client_id, queue, schema=schema))


@require_GET
@sync_endpoint
def object_(request: HttpRequest, reader: Reader, model: str, object_id: uuid.UUID) -> HttpResponse:
    return json_text(object_parts(reader, model, object_id))


@require_GET
@sync_endpoint
def history(request: HttpRequest, reader: Reader, model: str, object_id: uuid.UUID) -> HttpResponse:
    before = request.GET.get("before", "")
    if before and not (before.isdecimal() and len(before) <= VERSION_DIGITS):
        raise Invalid("before is a version.", field="before")
    return json_text(object_history(reader, model, object_id, int(before) if before else None))
