"""Whether the product says truly that it lives and is ready."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from redis import Redis

from pm_suite import health


def test_livez_asks_nobody(client: Client) -> None:
    # Without the database fixture, a question to the database would fail.
    answer = client.get("/livez")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer.headers["Cache-Control"]


def test_readyz_is_well_when_all_answer(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "redis": "ok"},
    }


def test_readyz_names_migrations_that_were_not_applied(client: Client, db: None) -> None:
    MigrationRecorder(connection).record_unapplied("boards", "0002_tenant_isolation")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "boards.0002_tenant_isolation" in answer.json()["checks"]["migrations"]


def test_readyz_is_degraded_but_ready_without_redis(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    monkeypatch.setattr(health, "_redis", lambda: gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["redis"] == "away"


def test_readyz_is_not_ready_without_the_database(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> list[str]:
        raise OperationalError("connection refused")

    monkeypatch.setattr(health, "unapplied_migrations", refuse)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "away")


def test_health_is_read_only(client: Client) -> None:
    assert client.post("/livez").status_code == 405
