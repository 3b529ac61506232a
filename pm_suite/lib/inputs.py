"""What programs send to the REST API: JSON of a bounded size, and only the keys that are known."""

import json
import math
import uuid
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework import serializers
from rest_framework.parsers import JSONParser

from pm_suite.lib.problems import Invalid, Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
"""Objects and lists within each other; the deepest that the product asks for is five."""


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    """The number that the digits spell; raises ValueError for what JSON could not write back: it is too large."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:80]} is too large")
    return number


def strict_json(body: bytes, *, errors: str = "strict") -> Any:  # what the client sent
    """A JSON value of no great depth whose texts are text; raises ValueError.

    A lone half of a surrogate pair is JSON, but no text: with `errors="replace"` it becomes a question mark.
    """
    try:
        value = json.loads(body.decode(), parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise ValueError("too deep") from None
    _check_depth(value)
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        value = json.loads(text.encode(errors=errors))
    return value


def _check_depth(value: object) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise ValueError("too deep")


class BoundedJSONParser(JSONParser):
    """Reads at most 1 MiB of strict JSON in UTF-8, whose texts PostgreSQL can keep."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:  # what the client sent
        body = stream.read(MAX_BYTES + 1)
        if len(body) > MAX_BYTES:
            raise Problem("A body has at most 1 MiB.", status=413, code="too_large")
        try:
            return strict_json(body)
        except ValueError:
            raise Invalid("The body is not JSON in UTF-8.", code="malformed_json") from None


class Input(serializers.Serializer[Any]):
    """The form of a body. Unknown keys are refused; values are cleaned by the actions, ids here."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(set(map(str, data)) - set(self.fields))
            if unknown:
                raise Invalid(
                    f"There is no field {unknown[0][:80]!r} here.",
                    code="unknown_field",
                    field=unknown[0][:80],
                )
        return super().to_internal_value(data)

    @classmethod
    def read(cls, data: object) -> dict[str, Any]:
        """The keys that were sent: ids as UUIDs, all else as it came. Raises ValidationError, Invalid."""
        form = cls(data=data)
        form.is_valid(raise_exception=True)
        known: dict[str, Any] = form.validated_data
        sent = data if isinstance(data, Mapping) else {}
        return {
            name: value if _is_made_of_ids(value) else sent.get(name, value)
            for name, value in known.items()
        }


def _is_made_of_ids(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, uuid.UUID) for item in value)
    return isinstance(value, uuid.UUID)


class TextField(serializers.CharField):
    """A text as it came; the action trims it and says what is wrong with it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_blank", True)
        options.setdefault("trim_whitespace", False)
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Write a text.", code="invalid")
        return data

    def run_validators(self, value: Any) -> None:
        # The length in the schema is told by the action with the number of characters there are.
        return None
