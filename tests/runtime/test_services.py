"""`services` gives a command a PostgreSQL and a Valkey of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.runtime.product import ROOT, environment, eventually, left_of, runtime

REPORT = """
import json, os, dj_database_url, psycopg2, redis
found = dj_database_url.config()
with psycopg2.connect(host=found["HOST"], user=found["USER"], dbname=found["NAME"]) as c:
    cursor = c.cursor()
    cursor.execute('''
        select rolsuper, rolbypassrls, rolcreatedb, current_setting('listen_addresses'),
               current_setting('fsync'), (select array_agg(extname::text) from pg_extension),
               pg_get_userbyid(datdba), datlocprovider
        from pg_roles, pg_database
        where rolname = current_user and datname = current_database()
    ''')
    row = cursor.fetchone()
names = "superuser bypasses creates_databases listens fsync extensions owner locale".split()
report = dict(zip(names, row), pong=redis.from_url(os.environ["REDIS_URL"]).ping())
report["folder"] = found["HOST"]
print(json.dumps(report))
"""


@pytest.fixture(scope="module")
def report() -> dict[str, object]:
    done = runtime("services", "--", sys.executable, "-c", REPORT)
    assert done.returncode == 0, done.stderr
    said: dict[str, object] = json.loads(done.stdout)
    return said


def test_role_of_the_product_is_bound_by_row_level_security(report: dict[str, object]) -> None:
    assert report["superuser"] is False
    assert report["bypasses"] is False
    assert report["owner"] == "app"


def test_tests_can_make_their_database_and_find_extensions(report: dict[str, object]) -> None:
    assert report["creates_databases"] is True
    assert isinstance(report["extensions"], list)
    assert {"pg_trgm", "unaccent"} <= set(report["extensions"])


def test_database_listens_on_no_port(report: dict[str, object]) -> None:
    assert report["listens"] == ""
    assert report["locale"] == "b"


def test_valkey_answers(report: dict[str, object]) -> None:
    assert report["pong"] is True


def test_nothing_is_left_behind(report: dict[str, object]) -> None:
    assert not Path(str(report["folder"])).parent.exists()


def test_durable_services_keep_fsync() -> None:
    done = runtime("services", "--durable", "--", sys.executable, "-c", REPORT)
    assert json.loads(done.stdout)["fsync"] == "on"


def test_exit_code_of_the_command_is_handed_on() -> None:
    both = environment(DATABASE_URL="postgres://nobody@nowhere/x", REDIS_URL="redis://nowhere/0")
    code = ["services", "--", sys.executable, "-c", "raise SystemExit(7)"]
    assert runtime(*code, env=both).returncode == 7


def test_addresses_in_the_environment_are_used_as_they_are() -> None:
    both = environment(DATABASE_URL="postgres://nobody@nowhere/x", REDIS_URL="redis://nowhere/0")
    words = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
    done = runtime("services", "--", sys.executable, "-c", words, env=both)
    assert done.stdout.split() == ["postgres://nobody@nowhere/x", "redis://nowhere/0"]


def test_a_command_that_does_not_exist_gets_a_sentence() -> None:
    both = environment(DATABASE_URL="postgres://nobody@nowhere/x", REDIS_URL="redis://nowhere/0")
    done = runtime("services", "--", "no-such-program", env=both)
    assert (done.returncode, done.stderr.strip()) == (
        1,
        "Cannot run no-such-program: No such file or directory.",
    )


@pytest.fixture
def sleeping() -> Iterator[subprocess.Popen[str]]:
    """Services around a command that has said 'ready' and waits."""
    words = "import sys, time; print('ready', flush=True); time.sleep(60)"
    running = subprocess.Popen(
        [sys.executable, "-m", "pm_suite.runtime", "services", "--", sys.executable, "-c", words],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    yield running
    running.kill()
    running.wait()
    running.stdout.close()


def test_services_end_with_sigterm(sleeping: subprocess.Popen[str]) -> None:
    tree = psutil.Process(sleeping.pid).children(recursive=True)
    sleeping.terminate()
    assert sleeping.wait(10) == 128 + signal.SIGTERM
    assert left_of(tree) == []


def test_kill_9_leaves_no_process(sleeping: subprocess.Popen[str]) -> None:
    tree = psutil.Process(sleeping.pid).children(recursive=True)
    assert len(tree) > 3
    os.kill(sleeping.pid, signal.SIGKILL)
    assert eventually(lambda: not left_of(tree), seconds=3), left_of(tree)
