"""A folder that PostgreSQL's user can enter, and the product running in it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pm_suite.runtime.accounts import database_account
from pm_suite.runtime.layout import postgres_programs, this_layout
from pm_suite.runtime.postgres import Cluster
from tests.runtime.product import Product


@pytest.fixture
def data() -> Iterator[Path]:
    """Yield a data folder below /tmp: pytest's own folders are closed to other users."""
    folder = Path(tempfile.mkdtemp(prefix="pm-suite-data-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def cluster(data: Path) -> Cluster:
    """Return a cluster that has not been made, with the programs of the environment."""
    account = database_account()
    programs = postgres_programs(this_layout().site_packages, account)
    return Cluster(programs, data / "postgres", data / "sockets", account, durable=False)


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """Yield one product for the tests of a module, which start and stop it in their order."""
    folder = Path(tempfile.mkdtemp(prefix="pm-suite-data-", dir="/tmp"))
    folder.chmod(0o711)
    product = Product(folder / "data")
    yield product
    if product.supervisor is not None and product.supervisor.poll() is None:
        product.stop()
    shutil.rmtree(folder)
