"""How often one may ask: counters in Redis, each moved and read in one step, so that parallel requests count too."""

import logging
import time
from functools import cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from pm_suite.lib.rest import TooMany

logger = logging.getLogger(__name__)

WINDOW_MS = 60_000
REST_SECONDS = 5.0
COUNT = """
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {count, left}
"""
_silent_until = 0.0


@cache
def _counters() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5, retry_on_timeout=False
    )


def count_request(bucket: str, limit: int, *, is_guarded: bool = False) -> None:
    """Count a request against a bucket's limit a minute; raises TooMany past it.

    While Redis is away requests pass, but those that are guarded (they make secrets) raise TooMany 503.
    """
    global _silent_until
    found: list[int] | None = None
    if time.monotonic() >= _silent_until:
        try:
            found = _counters().eval(COUNT, 1, f"pm-suite:rate:{bucket}", str(WINDOW_MS))
        except RedisError as error:
            _silent_until = time.monotonic() + REST_SECONDS
            logger.warning("Redis is away (%s); requests are not counted.", error)
    if found is None:
        if is_guarded:
            raise TooMany(
                "This cannot be done safely at the moment; try again soon.",
                wait=REST_SECONDS,
                status=503,
            )
        return
    count, left_ms = found
    if count > limit:
        raise TooMany(f"At most {limit} requests a minute; wait a little.", wait=left_ms / 1000)
