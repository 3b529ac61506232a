"""Bugs planted on purpose: each is a browser or a server that leaves out one thing the protocol asks for."""

from typing import Any

from sync import push as pushing
from sync.models import Client, Receipt
from tests.sync.model.device import Change, Device


class TakesTheLastPagesCursor(Device):
    """Pulls from where the last page of a snapshot stood: what changed between the pages is missed."""

    def _cursor_of_pages(self, first: str, this: str) -> str:
        return this


class KeepsLostScopes(Device):
    """Goes on holding the rows of a scope that its person has lost."""

    def _purge(self, scope: str) -> None:
        pass


class ForgetsWhatWasAcknowledged(Device):
    """Has nothing to send again when the server comes back from an older dump."""

    def _keep(self, change: Change) -> None:
        pass


class SkipsStash(Device):
    """Drops what the server refused."""

    def _settle(self, result: dict[str, Any]) -> None:
        super()._settle(result)
        self.stash.clear()


_true_try = pushing._try_one


def try_without_receipts(actor: Any, client_id: Any, item: dict[str, Any]) -> dict[str, Any]:
    """A server that forgets what it has done already: a repeat takes effect again."""
    known = Client.objects.filter(id=client_id, last_seq__gte=item["seq"])
    if known.update(last_seq=item["seq"] - 1):
        Receipt.objects.filter(client_id=client_id, seq__gte=item["seq"]).delete()
    return _true_try(actor, client_id, item)
