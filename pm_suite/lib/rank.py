"""Fractional keys that order rows: a row is placed by writing its key alone.

The algorithm is the one of the npm and PyPI packages `fractional-indexing`; keys compare by code point.
"""

from fractional_indexing import FIError, generate_key_between, generate_n_keys_between

REBALANCE_LENGTH = 48
"""Characters; a list in which a key grows past this is ranked anew."""


def key_between(after: str | None, before: str | None) -> str:
    """A key between two keys, either of which may be open; raises ValueError when after >= before."""
    try:
        key: str = generate_key_between(after, before)
    except FIError as error:
        raise ValueError(str(error)) from error
    return key


def keys_between(after: str | None, before: str | None, count: int) -> list[str]:
    """As many evenly spread keys between two keys, in order."""
    try:
        keys: list[str] = generate_n_keys_between(after, before, count)
    except FIError as error:
        raise ValueError(str(error)) from error
    return keys
