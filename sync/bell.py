"""The doorbell: after a commit, tell the live hubs. It is a hint; losing it costs only time."""

import json
import logging
import time
import uuid
from functools import cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

CHANNEL = "pm-suite:journal"
MAX_BYTES = 8192
"""Above this the hubs read the entries from the journal themselves."""
REST_SECONDS = 5.0
_silent_until = 0.0


@cache
def bell_redis() -> Redis:
    """The connection of this process, which gives up after half a second."""
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5, retry_on_timeout=False
    )


def ring(
    workspace_id: uuid.UUID, epoch: uuid.UUID, start: int, end: int, entries: list[dict[str, Any]]
) -> None:
    """Publish that versions start + 1 to end are committed. Never raises."""
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    message: dict[str, Any] = {
        "workspace": str(workspace_id),
        "epoch": str(epoch),
        "from": start,
        "to": end,
    }
    text = json.dumps(message | {"entries": entries}, separators=(",", ":"))
    if len(text) > MAX_BYTES:
        text = json.dumps(message)
    try:
        bell_redis().publish(CHANNEL, text)
    except RedisError as error:
        _silent_until = time.monotonic() + REST_SECONDS
        logger.warning("Redis is away (%s); the live hubs will find the changes by looking.", error)
