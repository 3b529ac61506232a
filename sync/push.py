"""A browser's queue arrives: each mutation in a transaction of its own, with its receipt."""

import logging
import traceback
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError

from pm_suite.lib.ids import parse_id
from pm_suite.lib.problems import Conflict, Invalid, NotSeen, Problem
from sync import mutations
from sync.clients import Stand, WrongUser, lock_client
from sync.cursor import cursor_of
from sync.gate import Reader
from sync.journal import Edit, Journal, Origin, record
from sync.models import Client, DeadLetter, Receipt
from sync.queries import position_of
from sync.receipts import fingerprint
from sync.retries import is_of_the_moment, retried

logger = logging.getLogger(__name__)

MAX_MUTATIONS = 100
MAX_BYTES = 512 * 1024
MIN_SCHEMA, SCHEMA = 1, 2
"""The oldest and the newest form of what browsers send and keep that the server speaks."""
TRIES = 3
STALE = timedelta(seconds=30)
"""An edit older than that was made without seeing what others did meanwhile."""
AGE_MAX_MS = 366 * 24 * 3600 * 1000
GONE = "gone"
"""The row, or what it hangs on, is not there any more, or not for this person."""
NAME_LENGTH = 64
ERROR_LENGTH = 20_000
KEY_TAKEN = "one_receipt_per_key"


class SeqGap(Conflict):
    """A mutation is missing between the last one known and this one."""

    code = "seq_gap"


class ClientForked(Conflict):
    """Two browsers use one client id, as after a copied profile."""

    code = "client_forked"


def push(
    actor: Reader, client_id: uuid.UUID, queue: list[dict[str, Any]], *, schema: int = SCHEMA
) -> dict[str, Any]:
    """Carry out a queue in order: `{results, last_seq, cursor}`.

    A mutation that cannot be processed stops the rest, which the browser sends again; the third time it is answered
    as failed. Raises SeqGap, ClientForked, and Invalid for a queue of another form.
    """
    for item in queue:
        _check_form(item)
    results: list[dict[str, Any]] = []
    for item in queue:
        try:
            results.append(_push_one(actor, client_id, item))
        except Problem:
            raise
        except Exception as error:
            logger.exception("Mutation %s of client %s failed.", item["name"], client_id)
            # A database that stops or is full says nothing against the mutation.
            is_guilty = not is_of_the_moment(error)
            failed = _count_crash(actor, client_id, item, error) if is_guilty else None
            if failed is None and not results:
                raise
            if failed is None:
                break
            results.append(failed)
    return _answer(actor, client_id, results, schema)


def _answer(
    actor: Reader, client_id: uuid.UUID, results: list[dict[str, Any]], schema: int
) -> dict[str, Any]:
    epochs = [epoch for result in results if (epoch := result.pop("epoch", None))]
    versions = [result.pop("version", None) for result in results]
    if epochs:
        epoch, top = epochs[-1], max(version or 0 for version in versions)
    else:
        head = position_of(actor.workspace_id)
        epoch, top = head.epoch, head.version
    for result, version in zip(results, versions, strict=True):
        result["cursor"] = cursor_of(epoch, version) if version is not None else None
        if schema == 1 and result["status"] in {"merged", "conflict"}:
            # Pages of the first schema take what they do not know for a refusal.
            result["status"] = "applied"
    return {
        "results": results,
        "last_seq": results[-1]["seq"] if results else _last_seq(client_id),
        "cursor": cursor_of(epoch, top),
    }


def _last_seq(client_id: uuid.UUID) -> int:
    return Client.objects.filter(id=client_id).values_list("last_seq", flat=True).first() or 0


def _check_form(item: object) -> None:
    if not isinstance(item, dict):
        raise Invalid("A mutation is an object.", field="mutations")
    if type(item.get("seq")) is not int or item["seq"] < 1:
        raise Invalid("seq is a whole number from 1.", field="mutations.seq")
    if parse_id(item.get("id")) is None:
        raise Invalid("id is a UUID.", field="mutations.id")
    if not isinstance(item.get("name"), str):
        raise Invalid("name is a text.", field="mutations.name")


def _push_one(actor: Reader, client_id: uuid.UUID, item: dict[str, Any]) -> dict[str, Any]:
    return retried(lambda: _try_one(actor, client_id, item))


def _try_one(actor: Reader, client_id: uuid.UUID, item: dict[str, Any]) -> dict[str, Any]:
    try:
        return _attempt(actor, client_id, item)
    except IntegrityError as error:
        if KEY_TAKEN not in str(error):
            raise
        return _settle(actor, client_id, item, lambda _: _as_before(actor, item), is_again=True)


def _attempt(actor: Reader, client_id: uuid.UUID, item: dict[str, Any]) -> dict[str, Any]:
    try:
        return _settle(actor, client_id, item, lambda journal: _applied(actor, item, journal))
    except (SeqGap, ClientForked, WrongUser):
        raise
    except Problem as problem:
        # The rows of the attempt are taken back; the refusal is kept in a transaction of its own.
        code = GONE if problem.code == NotSeen.code else problem.code
        refusal = {"status": "refused", "code": code, "detail": problem.detail}
        refusal |= {"field": problem.field} if problem.field else {}
        return _settle(actor, client_id, item, lambda _: refusal)


def _as_before(actor: Reader, item: dict[str, Any]) -> dict[str, Any]:
    """The answer that the mutation got when it came from another browser, as before a profile was copied."""
    twin = Receipt.objects.get(member_id=actor.id, key=_key(item))
    if twin.fingerprint != fingerprint(item["id"], item["name"], item.get("args")):
        detail = "This id names another change; make a new one."
        return {"status": "refused", "code": "id_reused", "detail": detail}
    return {**twin.result, "version": twin.version}


def _applied(actor: Reader, item: dict[str, Any], journal: Journal) -> dict[str, Any]:
    data = mutations.find(item["name"], item.get("args"))(actor) or {}
    outcome = journal.outcome
    status = "merged" if outcome.is_merged else "applied"
    result: dict[str, Any] = {"status": "conflict" if outcome.conflict_ids else status}
    if outcome.conflict_ids:
        result["conflicts"] = list(dict.fromkeys(outcome.conflict_ids))
    if outcome.is_trashed:
        data = {**data, "trashed": True}
    return result | ({"data": data} if data else {})


def edit_made(age_ms: object, stand: Stand, now: datetime) -> Edit:
    """When the person made a change, told by the time that has passed since.

    Clocks of browsers order nothing: the age moves an edit no further back than to what the person had seen, and not
    into the future. What is no age counts as none.
    """
    if not isinstance(age_ms, int | float) or isinstance(age_ms, bool):
        age_ms = 0
    age = timedelta(milliseconds=min(max(age_ms, 0), AGE_MAX_MS))
    earliest = stand.base_at or now - age
    at = min(now, max(earliest, now - age))
    return Edit(stand.base, at, is_stale=now - at >= STALE)


def _settle(
    actor: Reader,
    client_id: uuid.UUID,
    item: dict[str, Any],
    attempt: Callable[[Journal], dict[str, Any]],
    *,
    is_again: bool = False,
) -> dict[str, Any]:
    print_ = fingerprint(item["id"], item["name"], item.get("args"))
    origin = Origin(client_id, item["seq"])
    with record(actor, origin=origin) as journal:
        stand = lock_client(actor, client_id, item.get("base"))
        if item["seq"] <= stand.last_seq:
            return _repeated(client_id, item["seq"], print_)
        if item["seq"] > stand.last_seq + 1:
            raise SeqGap("An earlier change is missing.", extra={"last_seq": stand.last_seq})
        journal.follow(edit_made(item.get("age_ms"), stand, journal.now))
        result = attempt(journal)
        receipt = _receipt(actor, origin, item, print_, result)
        if is_again:
            receipt.key += f":{client_id}:{item['seq']}"
        journal.receipts.append(receipt)
    written = {"version": journal.version, "epoch": journal.epoch}
    return written | result | {"seq": item["seq"]}


def _key(item: dict[str, Any]) -> str:
    return f"mutation:{parse_id(item['id'])}"


def _receipt(
    actor: Reader, origin: Origin, item: dict[str, Any], print_: str, result: dict[str, Any]
) -> Receipt:
    return Receipt(
        workspace_id=actor.workspace_id,
        member_id=actor.id,
        key=_key(item),
        client_id=origin.client_id,
        seq=origin.seq,
        fingerprint=print_,
        status=result["status"],
        result=result,
    )


def _repeated(client_id: uuid.UUID, seq: int, print_: str) -> dict[str, Any]:
    receipt = Receipt.objects.filter(client_id=client_id, seq=seq).first()
    if receipt is None:
        return {"seq": seq, "status": "applied", "version": None}
    if receipt.fingerprint != print_:
        raise ClientForked("Two browsers share one queue; take a new client id.")
    result: dict[str, Any] = receipt.result
    return {"version": receipt.version} | result | {"seq": seq}


def _count_crash(
    actor: Reader, client_id: uuid.UUID, item: dict[str, Any], error: Exception
) -> dict[str, Any] | None:
    """Count a crash of the mutation; the third makes it failed for good, so that the queue moves on.

    What failed is kept as a dead letter, with the error, for support.
    """
    result = {
        "status": "failed",
        "code": "failed",
        "detail": "The server could not carry this out. It has been noted; your text is kept here.",
    }
    with record(actor) as journal:
        if lock_client(actor, client_id).last_seq + 1 != item["seq"]:
            return None
        client = Client.objects.get(id=client_id)
        client.crashes += 1
        client.save(update_fields=["crashes"])
        if client.crashes < TRIES:
            return None
        print_ = fingerprint(item["id"], item["name"], item.get("args"))
        origin = Origin(client_id, item["seq"])
        journal.receipts.append(_receipt(actor, origin, item, print_, result))
        _bury(actor, client_id, item, error)
    return result | {"seq": item["seq"], "version": None}


def _bury(actor: Reader, client_id: uuid.UUID, item: dict[str, Any], error: Exception) -> None:
    lines = "".join(traceback.format_exception(error)).replace("\x00", "")
    DeadLetter.objects.create(
        workspace_id=actor.workspace_id,
        member_id=actor.id,
        client_id=client_id,
        seq=item["seq"],
        name=item["name"][:NAME_LENGTH].replace("\x00", ""),
        mutation=_without_nul(item),
        error=lines[-ERROR_LENGTH:],
    )


def _without_nul(value: Any) -> Any:  # JSON of any form
    """The value as PostgreSQL can keep it."""
    match value:
        case str():
            return value.replace("\x00", "")
        case list():
            return [_without_nul(one) for one in value]
        case dict():
            return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    return value
