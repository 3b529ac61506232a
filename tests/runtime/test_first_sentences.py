"""What keeps `make run` from starting is said in one sentence, before anything is installed."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pm_suite.runtime import layout
from pm_suite.runtime.accounts import database_account
from pm_suite.runtime.layout import database_folder
from pm_suite.runtime.listeners import open_listeners
from pm_suite.runtime.postgres import Cluster, major_version
from pm_suite.runtime.problems import Problem
from tests.runtime.product import ROOT, Product, free_port, runtime

OLD_PYTHON = (
    "import sys, runpy; sys.version_info = (3, 9, 18, 'final', 0); sys.argv = ['x', 'run'];"
)


def test_an_old_python_gets_a_sentence() -> None:
    code = f"{OLD_PYTHON} runpy.run_module('pm_suite.runtime', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("PM Suite needs Python 3.11 or newer and this is Python 3.9.18")
    assert len(done.stderr.splitlines()) == 1


def test_an_old_python_can_read_the_entry() -> None:
    for name in ("pm_suite/__init__.py", "pm_suite/runtime/__init__.py"):
        ast.parse((ROOT / name).read_text(), feature_version=(3, 4))
    ast.parse((ROOT / "pm_suite/runtime/__main__.py").read_text(), feature_version=(3, 4))


def test_a_taken_port_is_named(data: Path) -> None:
    product = Product(data)
    taken = open_listeners("127.0.0.1", product.port, 1)
    done = runtime("run", env=product.environment())
    taken[0].close()
    assert done.returncode == 1
    assert f"Port {product.port} is taken by another program" in done.stderr
    assert f"make run PORT={product.port + 1}" in done.stderr


def test_a_second_start_does_not_share_the_port_of_many_workers() -> None:
    port = free_port()
    taken = open_listeners("127.0.0.1", port, 3)
    with pytest.raises(Problem, match=f"Port {port} is taken"):
        open_listeners("127.0.0.1", port, 3)
    assert len({listener.fileno() for listener in taken}) == 3
    for listener in taken:
        listener.close()


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PORT", "http", "PORT is 'http'; write a number between 1 and 65535."),
        ("PORT", "70000", "PORT is '70000'; write a number between 1 and 65535."),
        ("WEB_WORKERS", "0", "WEB_WORKERS is '0'; write a number between 1 and 64."),
    ],
)
def test_a_wrong_number_is_named(data: Path, variable: str, value: str, sentence: str) -> None:
    done = runtime("run", env=Product(data).environment(**{variable: value}))
    assert (done.returncode, done.stderr.strip()) == (1, sentence)


@pytest.fixture
def small_disk(data: Path) -> Iterator[Path]:
    """A disk with 16 MB left."""
    data.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m,mode=711", "tmpfs", str(data)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    yield data
    subprocess.run(["umount", str(data)], check=True)


def test_a_full_disk_is_named(small_disk: Path) -> None:
    done = runtime("run", env=Product(small_disk).environment())
    assert done.returncode == 1
    assert f"The disk of {small_disk} is full" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(data: Path) -> None:
    data.write_text("a file, not a folder")
    done = runtime("run", env=Product(data / "inside").environment())
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"{data}/inside cannot be the data folder (Not a directory); change its owner, or set"
        " PM_SUITE_DATA to a folder of yours."
    )


def test_data_of_another_user_is_refused(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    stranger = replace(cluster, account=replace(cluster.account, uid=12345))
    with pytest.raises(Problem, match="belongs to another user"):
        stranger.exists()


def test_database_moves_where_its_user_can_go(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account = database_account()
    if not account.lent:
        pytest.skip("only root lends PostgreSQL another user")
    system = data.parent / "system"
    system.mkdir()
    monkeypatch.setattr(layout, "SYSTEM_DATA", system)
    data.mkdir(mode=0o700)
    moved = database_folder(data, account)
    assert moved.is_relative_to(system)
    assert moved.parent.stat().st_mode & 0o777 == 0o711
    data.chmod(0o755)
    assert database_folder(data, account) == moved


def test_database_is_not_made_anew_when_its_folder_is_closed(data: Path) -> None:
    account = database_account()
    if not account.lent:
        pytest.skip("only root lends PostgreSQL another user")
    data.mkdir(mode=0o700)
    (data / "postgres").mkdir()
    with pytest.raises(Problem, match=r"can no longer enter .* \(chmod o\+x\)"):
        database_folder(data, account)


def test_data_of_another_major_version_is_refused(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    cluster.account.own(cluster.data)
    (cluster.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(Problem, match=r"was written by PostgreSQL 15 .* carries PostgreSQL 18"):
        cluster.exists()


def test_an_unfinished_database_is_made_again(cluster: Cluster) -> None:
    cluster.create()
    assert (cluster.data / "PG_VERSION").read_text().strip() == major_version(cluster.programs)
    assert not cluster.exists()
    cluster.create()
    cluster.data.with_name("postgres.unfinished").unlink()
    assert cluster.exists()
