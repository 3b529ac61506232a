"""The cache, as requests use it that come through ASGI."""

from contextvars import Context

from django.core.cache import caches


def test_requests_share_the_connections_to_redis() -> None:
    one, other = (Context().run(lambda: caches["default"]) for _ in range(2))
    assert one is not other
    assert one._cache is other._cache  # type: ignore[attr-defined]
