"""Which errors of the database are worth another try, and which say nothing against what was tried."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, OperationalError

T = TypeVar("T")

TRIES = 3
PAUSE = 0.05
"""Seconds before the second try, and twice as many before the third, half more or less."""
PASSING = {"40001", "40P01", "55P03", "23503"}
"""Serialization failure, deadlock, lock not available, a row that left: the next try sees what others did."""
OF_THE_MOMENT = ("40", "53", "55", "57", "58")
"""Classes of codes for conflicts, full disks, shutdowns and failures of the system."""


def code_of(error: BaseException) -> str:
    """PostgreSQL's code of an error, "" when there is none."""
    return str(getattr(error.__cause__, "pgcode", None) or "")


def retried(write: Callable[[], T]) -> T:
    """Run a write, which is one transaction, up to three times while others only stand in its way.

    It rests in between: who tries again at once takes the same locks before the other has come to its end.
    """
    for tried in range(1, TRIES):
        try:
            return write()
        except (OperationalError, IntegrityError) as error:
            if code_of(error) not in PASSING:
                raise
        except ObjectDoesNotExist:
            pass  # found, and deleted by somebody before it was read again
        except DatabaseError as error:
            # Django's own, for a row that was to be saved and that somebody deleted.
            if type(error) is not DatabaseError:
                raise
        time.sleep(PAUSE * tried * random.uniform(0.5, 1.5))
    return write()


def is_of_the_moment(error: BaseException) -> bool:
    """Whether an error is the server's condition rather than the fault of what was asked."""
    if not isinstance(error, OperationalError):
        return False
    code = code_of(error)
    return not code or code.startswith(OF_THE_MOMENT)
