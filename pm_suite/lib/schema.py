"""How the REST API describes itself (OpenAPI 3.1): one decorator for endpoints, and what all of them share."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers

from pm_suite.lib.filters import Filters
from pm_suite.lib.rest import PROBLEM_TYPE

F = TypeVar("F", bound=Callable[..., Any])
Document = dict[str, Any]  # OpenAPI, as JSON

WRITES = {"post", "put", "patch", "delete"}
PROBLEMS = {
    "400": "The input is not of the form asked for; `field` names what is wrong.",
    "401": "No token, no session, or one that is not valid any more.",
    "403": "Seen, but not allowed: `forbidden`, or the token lacks the scope (`scope_missing`).",
    "404": "There is no such thing, or it is not shared with you.",
    "409": "It does not go together with what is already there.",
    "412": "The object is not any more what `If-Match` says.",
    "422": "The `Idempotency-Key` was used for another request.",
    "429": "Asked too often; wait for the seconds in `Retry-After`.",
}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; made for programs."},
        "detail": {"type": "string", "description": "A sentence for people."},
        "field": {"type": "string", "description": "The field at fault."},
    },
    "example": {
        "type": "about:blank",
        "title": "Bad request",
        "status": 400,
        "code": "invalid",
        "detail": "A title is empty; write something.",
        "field": "title",
    },
}


class Row(serializers.Serializer[Any]):
    """A shape that is only described; rows come from the journal's shapes."""


def _header(name: str, description: str, **schema: Any) -> Document:
    schema = {"type": "string", **schema}
    return {"in": "header", "name": name, "description": description, "schema": schema}


HEADERS = {
    "X-Workspace": _header(
        "X-Workspace",
        "The workspace's address (slug), for a signed-in person with several. A token has its own.",
    ),
    "Idempotency-Key": _header(
        "Idempotency-Key",
        "A repeat with the same key and body has no other effect and gets the same answer.",
        maxLength=128,
    ),
    "If-Match": _header("If-Match", "Write only if this is still the object's entity tag."),
}
JOURNAL_CURSOR = {
    "description": "Where the journal stands after this write: readers of `changes` have it there.",
    "schema": {"type": "string"},
}


@cache
def page_of(row: type[serializers.Serializer[Any]]) -> Any:  # a serializer made on the fly
    """The form of a page of rows."""
    return inline_serializer(
        name=f"{row.__name__}Page",
        fields={
            "results": row(many=True),
            "next": serializers.CharField(
                allow_null=True, help_text="The `cursor` of the next page."
            ),
        },
    )


def listed(
    filterset: type[Filters] | None = None, *, orders: tuple[str, ...] = ("id",)
) -> list[OpenApiParameter]:
    """The query parameters of a list."""
    found = [
        OpenApiParameter("cursor", str, description="`next` of the page before."),
        OpenApiParameter("limit", int, description="Rows on a page: 50, at most 200."),
        OpenApiParameter("fields", str, description="Only these fields, split by commas."),
    ]
    if len(orders) > 1:
        found.append(OpenApiParameter("order", str, enum=list(orders), default=orders[0]))
    for name, item in (filterset.base_filters if filterset else {}).items():
        found.append(_parameter(name, item))
    return found


def _parameter(name: str, item: filters.Filter) -> OpenApiParameter:
    types = (
        (filters.UUIDFilter, OpenApiTypes.UUID),
        (filters.BooleanFilter, OpenApiTypes.BOOL),
        (filters.NumberFilter, OpenApiTypes.INT),
        (filters.IsoDateTimeFilter, OpenApiTypes.DATETIME),
        (filters.DateFilter, OpenApiTypes.DATE),
    )
    kind = next((kind for cls, kind in types if isinstance(item, cls)), OpenApiTypes.STR)
    choices = item.extra.get("choices")
    enum = [value for value, _ in choices] if choices else None
    return OpenApiParameter(name, kind, description=str(item.label or ""), enum=enum)


def operation(
    id_: str,
    summary: str,
    *,
    answer: Any = None,  # a serializer, or None for no content
    takes: Any = None,
    status: int = 200,
    about: str = "",
    media: str = "application/json",
    query: list[OpenApiParameter] | None = None,
    example: Mapping[str, Any] | None = None,
) -> Callable[[F], F]:
    """Describe one method of an endpoint."""
    examples = [OpenApiExample(summary, value=dict(example), request_only=True)] if example else []
    decorate: Callable[[F], F] = extend_schema(
        operation_id=id_,
        summary=summary,
        description=about,
        request=takes,
        responses={204 if answer is None else (status, media): answer},
        parameters=query or [],
        examples=examples,
        filters=False,
    )
    return decorate


def _ref(kind: str, name: str) -> Document:
    return {"$ref": f"#/components/{kind}/{name.replace('-', '')}"}


def finish(result: Document, generator: object, request: object, public: bool) -> Document:
    """Add to each operation what all share: headers, and the problems that may come."""
    components = result["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["parameters"] = {name.replace("-", ""): item for name, item in HEADERS.items()}
    components["headers"] = {"XJournalCursor": JOURNAL_CURSOR}
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components["responses"] = {
        f"Problem{status}": {"description": sentence, "content": content}
        for status, sentence in PROBLEMS.items()
    }
    for path, methods in result["paths"].items():
        for method, described in methods.items():
            _finish_operation(path, method, described)
    return result


def _finish_operation(path: str, method: str, described: Document) -> None:
    is_write, is_single = method in WRITES, path.endswith("}")
    parameters = described.setdefault("parameters", [])
    parameters.append(_ref("parameters", "X-Workspace"))
    if not described.get("description"):
        described.pop("description", None)
    answers = described["responses"]
    if is_write:
        parameters.append(_ref("parameters", "Idempotency-Key"))
        for status, answer in answers.items():
            if status.startswith("2"):
                answer["headers"] = {"X-Journal-Cursor": _ref("headers", "X-Journal-Cursor")}
    if is_single and method in {"patch", "delete"}:
        parameters.append(_ref("parameters", "If-Match"))
    for status in PROBLEMS:
        if status in {"409", "422"} and not is_write:
            continue
        if status == "412" and not (is_single and method in {"patch", "delete"}):
            continue
        if status == "404" and "{" not in path and not is_write:
            continue
        answers.setdefault(status, _ref("responses", f"Problem{status}"))
