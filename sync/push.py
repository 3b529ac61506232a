"""A browser's queue arrives: each mutation in a transaction of its own, with its receipt."""

import logging
import uuid
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone

from pm_suite.lib.ids import parse_id
from pm_suite.lib.problems import Conflict, Forbidden, Invalid, Problem
from sync import mutations
from sync.cursor import cursor_of
from sync.gate import Reader
from sync.journal import Journal, Origin, record, savepoint
from sync.models import Client, Receipt
from sync.queries import position_of
from sync.receipts import fingerprint

logger = logging.getLogger(__name__)

MAX_MUTATIONS = 100
MAX_BYTES = 512 * 1024
SCHEMA = 1
TRIES = 3
RETRY = {"40001", "40P01", "55P03"}
"""Serialization failure, deadlock, lock not available: worth another try."""


class SeqGap(Conflict):
    """A mutation is missing between the last one known and this one."""

    code = "seq_gap"


class ClientForked(Conflict):
    """Two browsers use one client id, as after a copied profile."""

    code = "client_forked"


def push(actor: Reader, client_id: uuid.UUID, queue: list[dict[str, Any]]) -> dict[str, Any]:
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
        except Exception:
            logger.exception("Mutation %s of client %s failed.", item["name"], client_id)
            failed = _count_crash(actor, client_id, item)
            if failed is None and not results:
                raise
            if failed is None:
                break
            results.append(failed)
    epoch = position_of(actor.workspace_id)
    for result in results:
        version = result.pop("version", None)
        result["cursor"] = cursor_of(epoch.epoch, version) if version is not None else None
    last_seq = Client.objects.filter(id=client_id).values_list("last_seq", flat=True).first() or 0
    return {
        "results": results,
        "last_seq": last_seq,
        "cursor": cursor_of(epoch.epoch, epoch.version),
    }


def _check_form(item: object) -> None:
    if not isinstance(item, dict):
        raise Invalid("A mutation is an object.", field="mutations")
    if not isinstance(item.get("seq"), int) or item["seq"] < 1:
        raise Invalid("seq is a whole number from 1.", field="mutations.seq")
    if parse_id(item.get("id")) is None:
        raise Invalid("id is a UUID.", field="mutations.id")
    if not isinstance(item.get("name"), str):
        raise Invalid("name is a text.", field="mutations.name")


def _push_one(actor: Reader, client_id: uuid.UUID, item: dict[str, Any]) -> dict[str, Any]:
    for attempt in range(TRIES):
        try:
            return _try_one(actor, client_id, item)
        except OperationalError as error:
            code = getattr(error.__cause__, "pgcode", None)
            if code not in RETRY or attempt + 1 == TRIES:
                raise
    raise AssertionError("unreachable")


def _try_one(actor: Reader, client_id: uuid.UUID, item: dict[str, Any]) -> dict[str, Any]:
    print_ = fingerprint(item["id"], item["name"], item.get("args"))
    origin = Origin(client_id, item["seq"])
    with record(actor, origin=origin) as journal:
        client = lock_client(actor, client_id)
        if item["seq"] <= client.last_seq:
            return _repeated(client, item["seq"], print_)
        if item["seq"] > client.last_seq + 1:
            raise SeqGap("An earlier change is missing.", extra={"last_seq": client.last_seq})
        result = _apply(journal, actor, item)
        client.last_seq, client.crashes, client.seen_at = item["seq"], 0, timezone.now()
        client.save(update_fields=["last_seq", "crashes", "seen_at"])
        journal.receipts.append(_receipt(actor, origin, item, print_, result))
    return result | {"seq": item["seq"], "version": journal.version}


def _apply(journal: Journal, actor: Reader, item: dict[str, Any]) -> dict[str, Any]:
    try:
        with savepoint(journal):
            data = mutations.find(item["name"], item.get("args"))(actor)
    except Problem as problem:
        refusal = {"status": "refused", "code": problem.code, "detail": problem.detail}
        return refusal | ({"field": problem.field} if problem.field else {})
    return {"status": "applied"} | ({"data": data} if data else {})


def _receipt(
    actor: Reader, origin: Origin, item: dict[str, Any], print_: str, result: dict[str, Any]
) -> Receipt:
    return Receipt(
        workspace_id=actor.workspace_id,
        member_id=actor.id,
        key=f"mutation:{item['id']}",
        client_id=origin.client_id,
        seq=origin.seq,
        fingerprint=print_,
        status=result["status"],
        result=result,
    )


def lock_client(actor: Reader, client_id: uuid.UUID) -> Client:
    """The browser's row, locked until the transaction ends, made when it is new.

    Raises Forbidden when the id is another person's.
    """
    Client.objects.bulk_create(
        [Client(id=client_id, workspace_id=actor.workspace_id, member_id=actor.id)],
        ignore_conflicts=True,
    )
    client = Client.objects.select_for_update().filter(id=client_id).first()
    if client is None or client.member_id != actor.id:
        raise Forbidden("This browser's queue belongs to another person.", code="wrong_user")
    return client


def _repeated(client: Client, seq: int, print_: str) -> dict[str, Any]:
    receipt = Receipt.objects.filter(client_id=client.id, seq=seq).first()
    if receipt is None:
        return {"seq": seq, "status": "applied", "version": None}
    if receipt.fingerprint != print_:
        raise ClientForked("Two browsers share one queue; take a new client id.")
    result: dict[str, Any] = receipt.result
    return result | {"seq": seq, "version": receipt.version}


def _count_crash(
    actor: Reader, client_id: uuid.UUID, item: dict[str, Any]
) -> dict[str, Any] | None:
    """Count a crash of the mutation; the third makes it failed for good, so that the queue moves on."""
    result = {
        "status": "failed",
        "code": "failed",
        "detail": "The server could not carry this out. It has been noted; your text is kept here.",
    }
    with record(actor) as journal, transaction.atomic():
        client = lock_client(actor, client_id)
        if client.last_seq + 1 != item["seq"]:
            return None
        client.crashes += 1
        if client.crashes >= TRIES:
            client.crashes, client.last_seq = 0, item["seq"]
            print_ = fingerprint(item["id"], item["name"], item.get("args"))
            origin = Origin(client_id, item["seq"])
            journal.receipts.append(_receipt(actor, origin, item, print_, result))
            client.save(update_fields=["crashes", "last_seq"])
            return result | {"seq": item["seq"], "version": None}
        client.save(update_fields=["crashes"])
    return None
