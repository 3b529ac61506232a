"""The whole product under its supervisor: it starts, heals, stops, and survives `kill -9`.

The tests share one product and run in their order.
"""

import http.client
import os
import signal
import stat

import psycopg2
import pytest

from tests.runtime.product import Product, eventually, left_of, runtime

pytestmark = pytest.mark.slow

IDLE_MEGABYTES = 512


def status_of(product: Product, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def test_a_first_start_ends_with_the_address(product: Product) -> None:
    product.start()
    assert f"PM Suite is running at http://localhost:{product.port}" in product.said()
    assert "Making the database" in product.said()
    assert (status_of(product, "/livez"), status_of(product, "/readyz")) == (200, 200)


def test_secrets_are_readable_by_their_owner_alone(product: Product) -> None:
    for name in ("secret_key", "valkey/valkey.conf", "postgres/PG_VERSION"):
        assert stat.S_IMODE((product.data / name).stat().st_mode) == 0o600


def test_a_second_supervisor_on_the_same_data_is_refused(product: Product) -> None:
    done = runtime("run", env=product.environment())
    assert done.returncode == 1
    assert f"PM Suite already runs on the data in {product.data}" in done.stderr


WHERE = "from django.db import connection; connection.ensure_connection(); print(connection.vendor)"


def managed(product: Product) -> tuple[int, str]:
    words = ["manage", "shell", "--no-imports", "-c", WHERE]
    done = runtime(*words, env=product.environment())
    return done.returncode, done.stdout


def test_a_management_command_joins_the_running_product(product: Product) -> None:
    assert managed(product) == (0, "postgresql\n")


def test_idle_memory_of_the_whole_tree_is_in_the_budget(product: Product) -> None:
    used = sum(process.memory_full_info().pss for process in product.tree()) / 2**20
    assert used < IDLE_MEGABYTES


@pytest.mark.parametrize("role", ["web", "live", "worker", "beat"])
def test_a_dead_process_is_started_again(product: Product, role: str) -> None:
    [victim] = product.children(role)
    victim.kill()
    assert eventually(lambda: product.children(role) not in ([], [victim]), seconds=5)
    assert f"{role} was killed by SIGKILL. It starts again in 0.5 s." in product.said()


def test_web_answers_again_after_its_death(product: Product) -> None:
    assert eventually(lambda: status_of(product, "/livez") == 200, seconds=15)


def test_the_database_is_started_again(product: Product) -> None:
    server = next(c for c in product.tree()[0].children() if c.name() == "postgres")
    server.kill()
    assert eventually(lambda: status_of(product, "/readyz") == 200, seconds=15)


def test_kill_9_of_the_supervisor_leaves_no_process(product: Product) -> None:
    with psycopg2.connect(product.database_url()) as connection:
        connection.cursor().execute("create table kept as select 'still here' as word")
    connection.close()
    tree = product.tree()
    product.stop(signal.SIGKILL)
    assert eventually(lambda: not left_of(tree), seconds=20), left_of(tree)


def test_the_next_start_finds_the_same_data(product: Product) -> None:
    product.start()
    assert "Making the database" not in product.said()
    with psycopg2.connect(product.database_url()) as connection:
        cursor = connection.cursor()
        cursor.execute("select word from kept")
        assert cursor.fetchone() == ("still here",)
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything(product: Product, number: signal.Signals) -> None:
    if product.supervisor is None or product.supervisor.poll() is not None:
        product.start()
    tree = product.tree()
    product.stop(number)
    assert product.supervisor is not None
    assert product.supervisor.returncode == 0
    assert left_of(tree) == []
    assert "database system is shut down" in (product.data / "log" / "postgres.log").read_text()


def test_a_management_command_starts_services_when_nothing_runs(product: Product) -> None:
    assert managed(product) == (0, "postgresql\n")
    assert not (product.data / "addresses.json").exists()


def test_services_of_the_environment_are_used_and_none_are_started(product: Product) -> None:
    own = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}
    product.start(**own)
    commands = [child.name() for child in product.tree()[0].children()]
    assert (status_of(product, "/readyz"), len(commands)) == (200, 4)
    assert not {"postgres", "valkey-server"} & set(commands)
    product.stop()
