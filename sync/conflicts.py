"""What becomes of an edit that meets somebody else's, and where the loser is kept.

The rules are those of docs/protocol.md, "Conflicts". An action calls `settle` between setting an object's attributes
and saving them.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import connection, models

from pm_suite.lib.merge import TEXT_MAX, merge, normal_text
from sync.journal import Edit, Journal
from sync.models import Conflict, ScopeMember
from sync.shapes import SHAPES, Json, Shape, column_fields, register, shape_of, spell

Kind = Conflict.Kind

register(
    Shape(
        name="conflict",
        model=Conflict,
        fields=column_fields(
            Conflict,
            *("id", "model", "object_id", "task_id", "field", "kind", "mine", "theirs", "base"),
            *("actor_id", "edited_at", "created_at"),
        ),
        scope_sql="t.member_id",
        scope_of=lambda conflict: conflict.member_id,
        alive_sql="t.resolved_at IS NULL AND EXISTS (SELECT 1 FROM sync_scopemember s"
        " WHERE s.reader_id = t.member_id AND s.scope_id = t.scope_id)",
    )
)


class Verdict(Enum):
    """Whose value stands."""

    APPLIED = "applied"
    MINE_LOST = "mine_lost"
    THEIRS_LOST = "theirs_lost"


@dataclass(frozen=True)
class Word:
    """The newest entry that wrote a field."""

    version: int
    client_id: uuid.UUID | None
    actor_id: uuid.UUID | None
    at: datetime


def decide(edit: Edit, theirs: Word | None, *, is_same: bool) -> Verdict:
    """Whose value stands when an edit meets the newest word of others since its base, None when there is none.

    Two who write within half a minute see each other: the later arrival stands. Otherwise the later edit does.
    """
    if theirs is None or is_same or not edit.is_stale:
        return Verdict.APPLIED
    return Verdict.THEIRS_LOST if edit.at >= theirs.at else Verdict.MINE_LOST


def newest(words: Iterable[Word], edit_client: uuid.UUID | None) -> Word | None:
    """The word that an edit has to meet: the newest one, unless the edit's own browser said it.

    What its browser wrote has met the words before it already.
    """
    last = max(words, key=lambda word: word.version, default=None)
    return None if last is None or last.client_id == edit_client is not None else last


# Of what happened before it came here nothing counts, and it has no browser; a change in the trash has one.
STORY = """
SELECT f.name, e.version, e.client_id, e.actor_id, e.at, e.op, e.patch
FROM sync_entry e CROSS JOIN LATERAL unnest(%(names)s::text[]) AS f(name)
WHERE e.workspace_id = %(workspace)s AND e.object_id = %(object)s AND e.model = %(model)s
  AND jsonb_exists(e.patch, f.name) AND (e.op <> 'H' OR e.client_id IS NOT NULL)
UNION ALL
SELECT f.name, COALESCE((h.fields -> f.name ->> 0)::bigint, h.version), h.client_id, h.actor_id,
       COALESCE((h.fields -> f.name ->> 1)::timestamptz, h.at), h.op, h.patch
FROM sync_history h CROSS JOIN LATERAL unnest(%(names)s::text[]) AS f(name)
WHERE h.workspace_id = %(workspace)s AND h.object_id = %(object)s AND h.model = %(model)s
  AND jsonb_exists(h.patch, f.name) AND (h.op <> 'H' OR h.client_id IS NOT NULL)
"""
"""Each writing of some fields of an object, in the journal and in what is kept of it."""
WORDS = f"""
SELECT DISTINCT ON (name) name, version, client_id, actor_id, at FROM ({STORY}) s
WHERE version > %(base)s AND op IN ('U', 'H') ORDER BY name, version DESC
"""
TEXT_AT = f"""
SELECT patch ->> name FROM ({STORY}) s WHERE version <= %(base)s ORDER BY version DESC LIMIT 1
"""


def _about(journal: Journal, obj: models.Model, names: Sequence[str]) -> dict[str, Any]:
    assert journal.edit is not None
    return {
        "workspace": journal.workspace_id,
        "object": obj.pk,
        "model": shape_of(obj).name,
        "names": list(names),
        "base": journal.edit.base,
    }


def words_since(journal: Journal, obj: models.Model, names: Sequence[str]) -> dict[str, Word]:
    """For each field the newest entry above the edit's base, whoever wrote it; one query."""
    with connection.cursor() as db:
        db.execute(WORDS, _about(journal, obj, names))
        return {name: Word(*rest) for name, *rest in db.fetchall()}


def text_at_base(journal: Journal, obj: models.Model, name: str) -> str | None:
    """What a field was when the person made the edit, None when that is not known any more."""
    with connection.cursor() as db:
        db.execute(TEXT_AT, _about(journal, obj, [name]))
        row = db.fetchone()
    return row[0] if row else None


def their_word(journal: Journal, obj: models.Model, names: Sequence[str]) -> Word | None:
    """The newest word of others about some fields since the edit's base."""
    client_id = journal.origin.client_id if journal.origin else None
    return newest(words_since(journal, obj, names).values(), client_id)


def hold(journal: Journal, obj: models.Model, names: Iterable[str]) -> None:
    """Lock the row that an edit is about and read some of its fields anew, for rows that no access function locks."""
    if journal.edit is not None:
        rows = type(obj)._default_manager.select_for_update(of=("self",), no_key=True)
        obj.refresh_from_db(fields=list(names), from_queryset=rows)


def settle(
    journal: Journal,
    obj: models.Model,
    before: Mapping[str, Any],
    changed: Sequence[str],
    was: Mapping[str, str] | None = None,
) -> list[str]:
    """The changed fields that are to be saved, after those that lose got their old values back.

    `before` holds the object's attributes as they were, `was` the long texts from which the person began.
    """
    shape = shape_of(obj)
    settling = Settling(journal, obj, shape, before)
    texts = [name for name in changed if name in shape.texts]
    kept = [name for name in texts if settling.text(name, (was or {}).get(name))]
    if journal.edit is None or not journal.edit.is_stale:
        return [name for name in changed if name not in texts or name in kept]
    registers = _registers(shape, [name for name in changed if name not in texts])
    words = words_since(journal, obj, [name for names in registers.values() for name in names])
    for owner, names in registers.items():
        if settling.register(owner, names, [words[name] for name in names if name in words]):
            kept += names
    return [name for name in changed if name in kept]


def _registers(shape: Shape, changed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The registers that some fields belong to, with all their fields; most fields are registers of their own."""
    owner = {name: register for register, names in shape.registers.items() for name in names}
    found: dict[str, tuple[str, ...]] = {}
    for name in changed:
        register = owner.get(name, name)
        found[register] = shape.registers.get(register, (name,))
    return found


@dataclass
class Settling:
    """One object on its way to being saved."""

    journal: Journal
    obj: models.Model
    shape: Shape
    before: Mapping[str, Any]

    def register(self, name: str, fields: tuple[str, ...], words: list[Word]) -> bool:
        """Whether the register is to be saved; the loser, if there is one, is kept."""
        journal, edit, origin = self.journal, self.journal.edit, self.journal.origin
        assert edit is not None
        mine, theirs = self._value(name, fields), self._value(name, fields, self.before)
        word = newest(words, origin.client_id if origin else None)
        verdict = decide(edit, word, is_same=mine == theirs)
        if word is None or verdict is Verdict.APPLIED:
            supersede(journal, self.obj, name)
            return True
        if verdict is Verdict.THEIRS_LOST:
            supersede(journal, self.obj, name)
            keep_theirs(journal, self.obj, name, Kind.SCALAR, Lost(theirs, mine, word))
            return True
        for field in fields:
            setattr(self.obj, field, self.before[field])
        keep_mine(journal, self.obj, name, Kind.SCALAR, Lost(mine, theirs, word))
        return False

    def _value(
        self, name: str, fields: tuple[str, ...], values: Mapping[str, Any] | None = None
    ) -> Json:
        source = vars(self.obj) if values is None else values
        if name in self.shape.registers:
            return {field: spell(source[field]) for field in fields}
        return spell(source[name])

    def text(self, name: str, was: str | None) -> bool:
        """Whether the text is to be saved, merged with what stands if that is not what the person began from."""
        journal = self.journal
        mine, stands = str(getattr(self.obj, name)), str(self.before[name])
        word = None
        if was is None and journal.edit is not None and mine != stands:
            word = their_word(journal, self.obj, [name])
            if word is not None:
                was = text_at_base(journal, self.obj, name)
        elif was is not None:
            was = normal_text(was)
        if mine == stands or was == stands or (was is None and word is None):
            return True
        copy = _copy_begun_from(journal, self.obj, name, was)
        origin = was if copy is None else copy.base
        merged = None if origin is None else merge(origin, mine, stands)
        if merged is not None and len(merged) <= TEXT_MAX and (merged.strip() or not mine):
            setattr(self.obj, name, merged)
            journal.outcome.is_merged |= merged != mine
            if copy is not None:
                close(journal, copy, Conflict.Taken.LATER)
            return True
        setattr(self.obj, name, stands)
        if journal.edit is not None:
            word = word or their_word(journal, self.obj, [name])
        lost = Lost(mine, stands, word, base=origin)
        keep_mine(journal, self.obj, name, Kind.TEXT, lost, known=copy)
        return False


def _copy_begun_from(
    journal: Journal, obj: models.Model, name: str, was: str | None
) -> Conflict | None:
    """The person's own text that was not applied and that a further edit, made before that was known, goes on from."""
    if was is None or journal.actor_id is None:
        return None
    return _open(journal, journal.actor_id, obj, name).filter(mine=was).order_by("-id").first()


def _open(
    journal: Journal, member_id: uuid.UUID, obj: models.Model, name: str
) -> "models.QuerySet[Conflict]":
    return Conflict.objects.filter(
        workspace_id=journal.workspace_id,
        member_id=member_id,
        object_id=obj.pk,
        model=shape_of(obj).name,
        field=name,
        resolved_at=None,
    )


def supersede(journal: Journal, obj: models.Model, name: str) -> None:
    """Close the person's own open conflicts over a value that the person has set anew."""
    if journal.actor_id is not None:
        _outdate(journal, journal.actor_id, obj, name, journal.at)


def _outdate(
    journal: Journal, member_id: uuid.UUID, obj: models.Model, name: str, at: datetime
) -> None:
    """Close somebody's open conflicts over values from before a time, in favour of the value from then."""
    older = _open(journal, member_id, obj, name).filter(edited_at__lte=at)
    for conflict in older.exclude(kind=Kind.TEXT):
        close(journal, conflict, Conflict.Taken.LATER)


def close(journal: Journal, conflict: Conflict, taken: Conflict.Taken) -> None:
    """Settle a conflict; its row leaves its reader."""
    conflict.resolved_at, conflict.taken = journal.now, taken
    conflict.save(update_fields=["resolved_at", "taken"])
    journal.leave("conflict.resolved", conflict)


@dataclass(frozen=True)
class Lost:
    """A value that lost, the one that stands, and the word of others that it met."""

    value: Json
    stands: Json
    word: Word | None
    base: str | None = None


def keep_mine(
    journal: Journal,
    obj: models.Model,
    name: str,
    kind: Conflict.Kind,
    lost: "Lost",
    *,
    known: Conflict | None = None,
) -> None:
    """Keep the actor's value, which was not applied."""
    if journal.actor_id is None:
        return
    supersede(journal, obj, name)
    conflict = known or _new(journal, obj, name, kind, member_id=journal.actor_id)
    conflict.mine, conflict.theirs, conflict.base = lost.value, lost.stands, lost.base
    conflict.actor_id = lost.word.actor_id if lost.word else None
    conflict.edited_at = journal.at
    _save(journal, conflict, is_new=known is None)


def keep_theirs(
    journal: Journal, obj: models.Model, name: str, kind: Conflict.Kind, lost: "Lost"
) -> None:
    """Keep the value whose place the edit took, for the person who wrote it and still reads the object."""
    word, scope_id = lost.word, shape_of(obj).scope_of(obj)
    if word is None or word.actor_id is None or not _reads(word.actor_id, scope_id):
        return
    _outdate(journal, word.actor_id, obj, name, word.at)
    conflict = _new(journal, obj, name, kind, member_id=word.actor_id)
    conflict.mine, conflict.theirs = lost.value, lost.stands
    conflict.actor_id, conflict.edited_at = journal.actor_id, word.at
    _save(journal, conflict, is_new=True)


def _reads(member_id: uuid.UUID, scope_id: uuid.UUID) -> bool:
    return ScopeMember.objects.filter(reader_id=member_id, scope_id=scope_id).exists()


def _new(
    journal: Journal, obj: models.Model, name: str, kind: Conflict.Kind, *, member_id: uuid.UUID
) -> Conflict:
    shape = shape_of(obj)
    return Conflict(
        workspace_id=journal.workspace_id,
        member_id=member_id,
        scope_id=shape.scope_of(obj),
        model=shape.name,
        object_id=obj.pk,
        task_id=obj.pk if shape.name == "task" else getattr(obj, "task_id", None),
        field=name,
        kind=kind,
        created_at=journal.now,
    )


CONTENT = ("mine", "theirs", "base", "actor_id", "edited_at")


def in_stored_order(value: Json) -> Json:
    """The value with its names in the order in which PostgreSQL keeps them.

    So a browser that heard of it live holds the same text as one that loaded it, and the audit finds them equal.
    """
    if not isinstance(value, dict):
        return value
    return {name: value[name] for name in sorted(value, key=lambda name: (len(name), name))}


def _save(journal: Journal, conflict: Conflict, *, is_new: bool) -> None:
    conflict.mine = in_stored_order(conflict.mine)
    conflict.theirs = in_stored_order(conflict.theirs)
    if is_new:
        conflict.save(force_insert=True)
        journal.insert("conflict.kept", conflict, at=journal.now)
    else:
        conflict.save(update_fields=CONTENT)
        journal.update("conflict.changed", conflict, CONTENT)
    journal.outcome.conflict_ids.append(str(conflict.id))


def follow_seats(
    journal: Journal, *, gone: Iterable[ScopeMember] = (), fresh: Iterable[ScopeMember] = ()
) -> None:
    """Take the open conflicts over what somebody reads no more from that reader, and give back what is read again."""
    for seats, tell in ((gone, journal.leave), (fresh, journal.insert)):
        changed = {(seat.reader_id, seat.scope_id) for seat in seats}
        if not changed:
            continue
        found = Conflict.objects.filter(
            workspace_id=journal.workspace_id,
            scope_id__in={scope_id for _, scope_id in changed},
            resolved_at=None,
        )
        for conflict in found.order_by("id"):
            if (conflict.member_id, conflict.scope_id) in changed:
                tell("conflict.followed", conflict)


def fields_of(conflict: Conflict, value: Json) -> dict[str, Json]:
    """The fields that a value of a conflict's register stands for."""
    names = SHAPES[conflict.model].registers.get(conflict.field)
    if names is None or not isinstance(value, dict):
        return {conflict.field: value}
    return {name: value.get(name) for name in names}
