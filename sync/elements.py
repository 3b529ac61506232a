"""Fields that are maps: each key is a value of its own, which meets what others wrote under the same key alone.

An entry holds the whole map, so who wrote a key is found by comparing each entry's map with the one before it.
"""

import uuid

from django.db import connection, models

from sync.conflicts import (
    STORY,
    Kind,
    Lost,
    Verdict,
    Word,
    decide,
    keep_mine,
    keep_theirs,
    newest,
    supersede,
)
from sync.journal import Journal
from sync.shapes import Json, shape_of

WORD = f"""
SELECT version, client_id, actor_id, at FROM (
    SELECT s.version, s.client_id, s.actor_id, s.at, s.op, k.value,
           lag(k.value, 1, 'null'::jsonb) OVER (ORDER BY s.version) AS before
    FROM ({STORY}) s
    CROSS JOIN LATERAL (SELECT COALESCE(s.patch -> s.name -> %(key)s, 'null'::jsonb) AS value) k
) w WHERE version > %(base)s AND op IN ('U', 'H') AND value IS DISTINCT FROM before
ORDER BY version DESC LIMIT 1
"""


def name_of(field: str, key: str) -> str:
    """How a conflict calls one key of a map."""
    return f"{field}.{key}"


def settle_element(
    journal: Journal, obj: models.Model, field: str, key: str, *, mine: Json, stands: Json
) -> bool:
    """Whether the value `mine` is to be written under the key, where `stands` stands; the loser is kept."""
    edit, name = journal.edit, name_of(field, key)
    if edit is None or not edit.is_stale:
        return True
    client_id = journal.origin.client_id if journal.origin else None
    word = newest(_words(journal, obj, field, key, edit.base), client_id)
    verdict = decide(edit, word, is_same=mine == stands)
    if word is not None and verdict is Verdict.MINE_LOST:
        keep_mine(journal, obj, name, Kind.SCALAR, Lost(mine, stands, word))
        return False
    supersede(journal, obj, name)
    if word is not None and verdict is Verdict.THEIRS_LOST:
        keep_theirs(journal, obj, name, Kind.SCALAR, Lost(stands, mine, word))
    return True


def _words(journal: Journal, obj: models.Model, field: str, key: str, base: int) -> list[Word]:
    """The newest entry above the base that wrote the key, if there is one."""
    about: dict[str, str | int | uuid.UUID | list[str]] = {
        "workspace": journal.workspace_id,
        "object": obj.pk,
        "model": shape_of(obj).name,
        "names": [field],
        "key": key,
        "base": base,
    }
    with connection.cursor() as db:
        db.execute(WORD, about)
        return [Word(*row) for row in db.fetchall()]
