"""Named mutations: what a browser may ask for, each with the form of its arguments.

A name's meaning never changes; what must change gets a new name, and the old one is turned into it for a year, because
a browser may come back with its queue after months.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from pm_suite.lib.problems import Invalid

Arguments = Mapping[str, Any]  # checked against the mutation's schema
Apply = Callable[[Any, Arguments], dict[str, object] | None]
"""Takes the member who writes and the arguments; runs one action; may answer with data."""

UUID = {"type": "string", "format": "uuid", "pattern": "^[0-9a-fA-F-]{36}$"}
UUID_OR_NULL = {"type": ["string", "null"], "format": "uuid", "pattern": "^[0-9a-fA-F-]{36}$"}
TEXT = {"type": "string"}
NUMBER_OR_NULL = {"type": ["integer", "null"], "minimum": 0}
FLAG = {"type": "boolean"}
UUIDS = {"type": "array", "items": UUID, "maxItems": 500}
FIELDS = {"type": "object", "minProperties": 1}


def texts(*names: str) -> dict[str, Any]:
    """The schema of `was`: the long texts as they were when the person began to write."""
    return {
        "type": "object",
        "properties": dict.fromkeys(names, TEXT),
        "additionalProperties": False,
    }


@dataclass(frozen=True)
class Mutation:
    """One kind of change a browser may send."""

    name: str
    validator: Draft202012Validator
    apply: Apply


Turn = Callable[[Arguments], tuple[str, dict[str, Any]]]
"""From the arguments of an old name to the name and the arguments of today."""


@dataclass(frozen=True)
class Upcast:
    """A name that pages of today no longer send, taken until its last day."""

    validator: Draft202012Validator
    until: date
    turn: Turn


MUTATIONS: dict[str, Mutation] = {}
UPCASTS: dict[str, Upcast] = {}
EXPIRED = (
    "This change was made by a version of the page that is too old by now. Copy your text, reload"
    " the page, and make the change again."
)


def _validator(
    required: dict[str, Any], optional: dict[str, Any] | None = None
) -> Draft202012Validator:
    schema = {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }
    return Draft202012Validator(schema, format_checker=FormatChecker())


def mutation(
    name: str, required: dict[str, Any], optional: dict[str, Any] | None = None
) -> Callable[[Apply], Apply]:
    """Register the decorated function under a name, with the schemas of its arguments."""

    def keep(apply: Apply) -> Apply:
        MUTATIONS[name] = Mutation(name, _validator(required, optional), apply)
        return apply

    return keep


def upcast(name: str, required: dict[str, Any], *, until: date) -> Callable[[Turn], Turn]:
    """Register the decorated function as the meaning of an old name, with the schemas of its arguments."""

    def keep(turn: Turn) -> Turn:
        UPCASTS[name] = Upcast(_validator(required), until, turn)
        return turn

    return keep


def find(name: str, arguments: object) -> Callable[[Any], dict[str, object] | None]:
    """The call that carries a mutation out; raises Invalid for an unknown name or arguments of another form."""
    old = UPCASTS.get(name)
    if old is not None:
        if timezone.now().date() > old.until:
            raise Invalid(EXPIRED, code="expired")
        _check(name, old.validator, arguments)
        name, arguments = old.turn(arguments)  # type: ignore[arg-type]  # just validated
    known = MUTATIONS.get(name)
    if known is None:
        raise Invalid(f"There is no mutation {name!r}.", code="unknown_mutation")
    _check(name, known.validator, arguments)
    return lambda actor: known.apply(actor, arguments)  # type: ignore[arg-type]  # just validated


def _check(name: str, validator: Draft202012Validator, arguments: object) -> None:
    error = best_match(validator.iter_errors(arguments))
    if error is not None:
        field = ".".join(str(part) for part in error.absolute_path).replace("\x00", "")
        raise Invalid(f"The arguments of {name} do not fit: {error.message[:300]}", field=field)
