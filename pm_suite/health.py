"""Whether this process lives, and whether the product is ready to serve."""

from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

PATIENCE_SECONDS = 1.0


@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    checks = {"database": "ok", "migrations": "ok", "redis": "ok"}
    try:
        pending = unapplied_migrations()
    except DatabaseError:
        checks["database"], checks["migrations"] = "away", "unknown"
    else:
        if pending:
            checks["migrations"] = f"not applied: {', '.join(pending)}"
    if not redis_answers():
        checks["redis"] = "away"
    is_ready = checks["database"] == checks["migrations"] == "ok"
    state = "ok" if set(checks.values()) == {"ok"} else "degraded" if is_ready else "not ready"
    return JsonResponse({"status": state, "checks": checks}, status=200 if is_ready else 503)


def unapplied_migrations() -> list[str]:
    """The migrations in the code that the database lacks; raises DatabaseError without a database."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@cache
def _redis() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
    )


def redis_answers() -> bool:
    """Whether Redis answers within a second; without it live updates wait for the next look."""
    try:
        return bool(_redis().ping())
    except RedisError:
        return False
