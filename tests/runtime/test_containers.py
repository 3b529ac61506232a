"""The Dockerfile and the compose file name only what exists. They are parsed here, and not run."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from pm_suite.runtime import health, serve
from pm_suite.runtime.children import start, stop
from pm_suite.runtime.postgres import Cluster
from tests.runtime.product import ROOT

PRODUCT_ROLES = {"web", "live", "worker", "beat", "migrate"}
Service = dict[str, Any]  # YAML is what it is


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return parsed


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Service]:
    found: dict[str, Service] = compose["services"]
    return found


def instructions() -> Iterator[tuple[str, list[str]]]:
    """Yield the instructions of the Dockerfile with their words, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, rest = line.strip().partition(" ")
            yield name, shlex.split(rest)


def stages() -> list[str]:
    return [words[words.index("AS") + 1] for name, words in instructions() if name == "FROM"]


def test_every_copied_file_exists() -> None:
    copies = [
        words for name, words in instructions() if name == "COPY" and "--from" not in words[0]
    ]
    sources = [source for words in copies for source in words[:-1]]
    assert "locks/production.txt" in sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_every_copied_file_is_sent_to_the_builder() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    copies = [
        words for name, words in instructions() if name == "COPY" and "--from" not in words[0]
    ]
    assert not {source.rstrip("/") for words in copies for source in words[:-1]} & set(ignored)
    assert {"var", ".git", "**/.env"} <= set(ignored)


def test_every_stage_that_is_copied_from_exists_above() -> None:
    known: list[str] = []
    for name, words in instructions():
        if name == "FROM":
            known.append(words[-1])
        if name == "COPY" and words[0].startswith("--from="):
            assert words[0].removeprefix("--from=") in known[:-1]
    assert known == stages()


def test_image_installs_by_hash_and_does_not_run_as_root() -> None:
    runs = [" ".join(words) for name, words in instructions() if name == "RUN"]
    assert any("--require-hashes" in run for run in runs)
    names = [name for name, _ in instructions()]
    assert names.index("USER") > max(i for i, name in enumerate(names) if name in {"RUN", "COPY"})


def test_every_module_that_is_run_exists(services: dict[str, Service]) -> None:
    text = (ROOT / "Dockerfile").read_text() + (ROOT / "docker-compose.yml").read_text()
    modules = set(re.findall(r'"-m", "([a-z_.]+)"', text))
    assert modules == {"pm_suite.runtime.serve", "pm_suite.runtime.health"}
    roles = {name: service.get("command", ["serve", "web"]) for name, service in services.items()}
    assert roles["live"][3] in serve.APPLICATIONS
    assert roles["worker"][:4] == ["celery", "-A", "pm_suite", "worker"]
    assert roles["beat"][:4] == ["celery", "-A", "pm_suite", "beat"]
    assert roles["migrate"][:3] == ["python", "manage.py", "migrate"]


def test_every_service_but_the_migration_has_a_health_check(services: dict[str, Service]) -> None:
    assert set(services) == PRODUCT_ROLES | {"postgres", "valkey"}
    for name, service in services.items():
        checked = service.get("healthcheck", {}).get("test") or name == "web"  # the image's own
        assert bool(checked) == (name != "migrate"), name
    checks = [services[role]["healthcheck"]["test"][-1] for role in ("live", "worker", "beat")]
    assert set(checks) | {"web"} == set(health.ROLES)


def test_every_dependency_is_a_service_that_can_meet_it(services: dict[str, Service]) -> None:
    for service in services.values():
        for name, wanted in service.get("depends_on", {}).items():
            if wanted["condition"] == "service_completed_successfully":
                assert services[name]["restart"] == "no"
            else:
                assert wanted["condition"] == "service_healthy"
                assert "test" in services[name]["healthcheck"]
    assert all("migrate" in services[r]["depends_on"] for r in PRODUCT_ROLES - {"migrate"})


def test_secrets_have_no_default(compose: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "DATABASE_PASSWORD", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"):
        uses = re.findall(rf"\$\{{{name}[^}}]*\}}", text)
        assert uses, name
        assert all(use.startswith(f"${{{name}:?") for use in uses), name


def test_every_volume_is_declared_and_every_file_exists(compose: dict[str, Any]) -> None:
    mounts = [m for s in compose["services"].values() for m in s.get("volumes", [])]
    for mount in mounts:
        source = mount.split(":")[0]
        assert (ROOT / source).exists() if source.startswith("./") else source in compose["volumes"]
    assert {m.split(":")[0] for m in mounts if m[0] != "."} == set(compose["volumes"])


def test_web_and_live_share_the_socket_of_the_hub(services: dict[str, Service]) -> None:
    path = services["web"]["environment"]["LIVE_SOCKET"]
    assert services["live"]["command"][-1] == path
    for role in ("web", "live"):
        assert f"live:{Path(path).parent}" in services[role]["volumes"]


def test_script_of_the_database_makes_a_role_that_is_no_superuser(cluster: Cluster) -> None:
    cluster.sockets.mkdir(parents=True)
    cluster.sockets.chmod(0o755)
    cluster.account.own(cluster.sockets)
    cluster.create()
    server = start(cluster.program(), subprocess.DEVNULL)
    try:
        cluster.wait_until_ready(lambda: None)
        script = subprocess.run(
            ["bash", str(ROOT / "deploy" / "postgres-role.sh")],
            env={
                "PATH": f"{cluster.programs}:{os.environ['PATH']}",
                "PGHOST": str(cluster.sockets),
                "POSTGRES_USER": "postgres",
                "DATABASE_PASSWORD": 'it\'s a "password"',
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert script.returncode == 0, script.stderr
        assert role_of(cluster) == (False, False, ["pg_trgm", "plpgsql", "unaccent"])
    finally:
        stop(server, cluster.program().stop_signal, grace=5)


def role_of(cluster: Cluster) -> tuple[object, ...] | None:
    connection = psycopg2.connect(host=str(cluster.sockets), user="app", dbname="pm_suite")
    cursor = connection.cursor()
    cursor.execute(
        "select rolsuper, rolbypassrls, (select array_agg(extname::text order by extname)"
        " from pg_extension) from pg_roles where rolname = current_user"
    )
    found = cursor.fetchone()
    connection.close()
    return found
