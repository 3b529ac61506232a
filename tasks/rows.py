"""New rows under ids that browsers chose."""

import uuid

from django.db import IntegrityError, models, transaction

from pm_suite.lib.ids import new_id, parse_id
from pm_suite.lib.problems import Conflict, Invalid


def chosen_id(value: object) -> uuid.UUID:
    """The id that the caller chose, or a new one; raises Invalid."""
    if value is None:
        return new_id()
    known = parse_id(value)
    if known is None:
        raise Invalid("An id is a UUID.", field="id")
    return known


def insert(row: models.Model, *, taken: str = "This id is taken; make a new one.") -> None:
    """Save a new row; raises Conflict with the sentence when a unique value is taken, and the transaction goes back."""
    try:
        # No savepoint of its own, which would be two statements more: every caller lets the refusal end its work.
        with transaction.atomic(savepoint=False):
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(taken, code="taken") from None
