"""What every test stands on: real PostgreSQL and Redis, the cast, a connection that sees all workspaces."""

import pytest
from django.conf import settings
from django.test import Client
from django_vite.core.asset_loader import DjangoViteAssetLoader
from pytest_django import Settings

from pm_suite.celery import app as celery_app
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from teams.models import Member
from tests.cast import Cast, assemble

celery_app.set_default()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--model-examples", type=int, help="so many random stories in tests/sync/model"
    )
    parser.addoption(
        "--write-vectors", action="store_true", help="tests/sync/effects/test_effects.py"
    )
    parser.addoption("--model-shrink", action="store_true", help="shorten a story that fails")


def pytest_configure() -> None:
    # The cast has five passwords a test; a slow hash would be most of the suite's time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Pages are rendered as in development, so that they need no built front end.
    settings.DJANGO_VITE["default"]["dev_mode"] = True
    DjangoViteAssetLoader._instance = None


@pytest.fixture(autouse=True)
def _see_all_workspaces(request: pytest.FixtureRequest) -> None:
    """Let the test's own queries see everything; requests still enter one workspace."""
    wants = {"db", "transactional_db", "live_server", "cast"} & set(request.fixturenames)
    if wants or request.node.get_closest_marker("django_db"):
        request.getfixturevalue(
            "transactional_db" if "transactional_db" in request.fixturenames else "db"
        )
        enter_tenant(EVERY_TENANT)


@pytest.fixture(autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    """Files that tests send go to a folder of their own."""
    there = settings.FILES_ON_DISK["OPTIONS"] | {
        "location": tmp_path_factory.getbasetemp() / "files"
    }
    settings.STORAGES = settings.STORAGES | {"files": settings.FILES_ON_DISK | {"OPTIONS": there}}


@pytest.fixture
def cast(db: None) -> Cast:
    enter_tenant(EVERY_TENANT)
    return assemble()


def browser_of(member: Member) -> Client:
    """A browser in which the member is signed in."""
    client = Client()
    assert member.user is not None
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
    return client
