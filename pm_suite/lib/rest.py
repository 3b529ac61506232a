"""The REST API's answers to what goes wrong: problem+json (RFC 9457)."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from pm_suite.lib.problems import Problem

logger = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"


class TooMany(Problem):
    """Asked too often; `wait` is the number of seconds until the next try."""

    status = 429
    code = "throttled"

    def __init__(self, detail: str, *, wait: float, status: int = 0) -> None:
        super().__init__(detail, status=status)
        self.wait = wait


def problem_response(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to any error of a view; one of our own making is logged and told as a server error."""
    problem = as_problem(error)
    if problem is None:
        logger.exception("A request to the REST API failed.", exc_info=error)
        problem = Problem(
            "Something went wrong here; it has been noted. Try again later.",
            status=500,
            code="server_error",
        )
    set_rollback()
    headers = {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(problem, TooMany):
        headers["Retry-After"] = str(int(problem.wait) + 1)
    return Response(
        problem.as_json(),
        status=problem.status,
        headers=headers,
        content_type=PROBLEM_TYPE,
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
        codes = error.get_codes()
        code = codes if isinstance(codes, str) else "error"
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
