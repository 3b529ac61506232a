"""The REST API's answers to what goes wrong: problem+json (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from pm_suite.lib.problems import Problem


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error of a view; None lets Django answer."""
    problem = as_problem(error)
    if problem is None:
        return None
    set_rollback()
    headers = {}
    if isinstance(error, exceptions.APIException):
        if getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    return Response(
        problem.as_json(),
        status=problem.status,
        headers=headers,
        content_type="application/problem+json",
    )


def as_problem(error: Exception) -> Problem | None:
    """The problem that an error amounts to, or None for one that is our own fault."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return Problem("There is nothing here for you.", status=404, code="not_found")
    if isinstance(error, PermissionDenied):
        return Problem("You may not do this.", status=403, code="forbidden")
    if isinstance(error, exceptions.ValidationError):
        field, detail = _first(error.detail)
        return Problem(detail, status=400, code="invalid", field=field)
    if isinstance(error, exceptions.APIException):
        code = error.get_codes() if isinstance(error.get_codes(), str) else "error"
        return Problem(str(error.detail), status=error.status_code, code=str(code))
    return None


def _first(detail: Any, field: str = "") -> tuple[str, str]:
    """The first complaint in a serializer's nested answer, with its field's path."""
    if isinstance(detail, dict) and detail:
        name, inner = next(iter(detail.items()))
        path = field if name == "non_field_errors" else f"{field}.{name}".lstrip(".")
        return _first(inner, path)
    if isinstance(detail, list) and detail:
        return _first(detail[0], field)
    return field, str(detail)
