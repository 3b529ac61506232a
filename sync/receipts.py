"""Each write has one effect, however often it is sent: its answer is kept beside the effect."""

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from pm_suite.lib.problems import Conflict
from sync.gate import Reader
from sync.journal import record
from sync.models import Conflict as KeptConflict
from sync.models import DeadLetter, Receipt

KEPT = timedelta(days=90)


class KeyReused(Conflict):
    """The same key came with another content."""

    status = 422
    code = "idempotency_key_reused"


def fingerprint(*parts: object) -> str:
    """A digest of what was asked, to tell a repeat from another request under the same key."""
    text = json.dumps(parts, sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    actor: Reader, key: str, print_: str, write: Callable[[], tuple[int, Any]]
) -> tuple[int, Any, bool]:
    """Write and keep the answer under the key, or give the kept answer: (status, body, repeated).

    Raises KeyReused when the key stands for another request; what `write` raises leaves no receipt.
    """
    with record(actor) as journal:
        _wait_for_twin(actor.id, key)
        kept = _kept(actor.id, key, print_)
        if kept is not None:
            return kept
        status, body = write()
        journal.receipts.append(
            Receipt(
                workspace_id=actor.workspace_id,
                member_id=actor.id,
                key=key,
                fingerprint=print_,
                status=str(status),
                result={"body": body},
            )
        )
        return status, body, False


def _wait_for_twin(member_id: uuid.UUID, key: str) -> None:
    """Let a request with the same key that runs at this moment end first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{member_id}:{key}"]
        )


def _kept(member_id: uuid.UUID, key: str, print_: str) -> tuple[int, Any, bool] | None:
    receipt = Receipt.objects.filter(member_id=member_id, key=key).first()
    if receipt is None:
        return None
    if receipt.fingerprint != print_:
        raise KeyReused("This Idempotency-Key was used for another request; make a new one.")
    return int(receipt.status), receipt.result["body"], True


def version_under(member_id: uuid.UUID, key: str) -> int | None:
    """The journal version that the write under a key produced, None when it wrote no entry."""
    receipts = Receipt.objects.filter(member_id=member_id, key=key)
    return receipts.values_list("version", flat=True).first()


def forget_old() -> int:
    """Delete receipts past their time, with the conflicts that are settled and the dead letters of that age.

    The browsers' sequence numbers still tell repeats.
    """
    end = timezone.now() - KEPT
    KeptConflict.objects.filter(resolved_at__lt=end).delete()
    DeadLetter.objects.filter(created_at__lt=end).delete()
    return Receipt.objects.filter(created_at__lt=end).delete()[0]
