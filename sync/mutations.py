"""Named mutations: what a browser may ask for, each with the form of its arguments.

A name's meaning never changes; what must change gets a new name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from pm_suite.lib.problems import Invalid

Arguments = Mapping[str, Any]  # checked against the mutation's schema
Apply = Callable[[Any, Arguments], dict[str, object] | None]
"""Takes the member who writes and the arguments; runs one action; may answer with data."""

UUID = {"type": "string", "format": "uuid", "pattern": "^[0-9a-fA-F-]{36}$"}
UUID_OR_NULL = {"type": ["string", "null"], "format": "uuid", "pattern": "^[0-9a-fA-F-]{36}$"}
TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
UUIDS = {"type": "array", "items": UUID, "maxItems": 500}
FIELDS = {"type": "object", "minProperties": 1}


@dataclass(frozen=True)
class Mutation:
    """One kind of change a browser may send."""

    name: str
    validator: Draft202012Validator
    apply: Apply


MUTATIONS: dict[str, Mutation] = {}


def mutation(
    name: str, required: dict[str, Any], optional: dict[str, Any] | None = None
) -> Callable[[Apply], Apply]:
    """Register the decorated function under a name, with the schemas of its arguments."""
    schema = {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }

    def keep(apply: Apply) -> Apply:
        validator = Draft202012Validator(schema, format_checker=FormatChecker())
        MUTATIONS[name] = Mutation(name, validator, apply)
        return apply

    return keep


def find(name: str, arguments: object) -> Callable[[Any], dict[str, object] | None]:
    """The call that carries a mutation out; raises Invalid for an unknown name or arguments of another form."""
    known = MUTATIONS.get(name)
    if known is None:
        raise Invalid(f"There is no mutation {name!r}.", code="unknown_mutation")
    error = best_match(known.validator.iter_errors(arguments))
    if error is not None:
        field = ".".join(str(part) for part in error.absolute_path).replace("\x00", "")
        raise Invalid(f"The arguments of {name} do not fit: {error.message[:300]}", field=field)
    return lambda actor: known.apply(actor, arguments)  # type: ignore[arg-type]  # just validated
