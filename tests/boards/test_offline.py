"""What opens the application without the server: the shell, the worker, the web manifest, the cookie that says who."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import resolve
from django_vite.core.asset_loader import DjangoViteAssetLoader

from boards import offline
from pm_suite.lib.build import build
from tests.api.matrix_pages import PAGES
from tests.cast import PASSWORD, Cast
from tests.conftest import browser_of

ICONS = Path(__file__).resolve().parents[2] / "frontend" / "public" / "icons"
MANIFEST: dict[str, dict[str, Any]] = {
    "src/app.tsx": {
        "file": "assets/app-11111111.js",
        "isEntry": True,
        "css": ["assets/app-22222222.css"],
        "dynamicImports": ["src/late.tsx"],
    },
    "src/late.tsx": {"file": "assets/late-33333333.js", "isDynamicEntry": True},
    "src/first.ts": {"file": "assets/first-44444444.js", "isEntry": True},
    "src/pages.ts": {"file": "assets/pages-55555555.js", "isEntry": True},
    "src/sw.ts": {"file": "assets/sw-66666666.js", "isEntry": True},
}


def forget_build() -> None:
    build.cache_clear()
    offline.version.cache_clear()
    DjangoViteAssetLoader._instance = None


@pytest.fixture
def built(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """A small build of the front end, which this process serves."""
    (tmp_path / "assets").mkdir()
    for chunk in MANIFEST.values():
        for name in (chunk["file"], *chunk.get("css", [])):
            (tmp_path / name).write_text(f"/* {name} */")
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    before = settings.DJANGO_VITE
    settings.DJANGO_VITE = {
        "default": {"dev_mode": False, "manifest_path": tmp_path / "manifest.json"}
    }
    forget_build()
    yield tmp_path
    settings.DJANGO_VITE = before
    forget_build()


def told(source: str) -> Any:
    """What the server writes before the worker's own source."""
    return json.loads(source.split("\n")[0].removeprefix("self.BUILD = ").removesuffix(";"))


def worker() -> Any:
    return told(Client().get("/sw.js").content.decode())


def test_worker_is_told_every_file_of_the_build_but_itself(built: Path) -> None:
    assert worker()["assets"] == [
        "/static/assets/app-11111111.js",
        "/static/assets/app-22222222.css",
        "/static/assets/first-44444444.js",
        "/static/assets/late-33333333.js",
        "/static/assets/pages-55555555.js",
    ]


def test_worker_is_asked_for_anew_each_time(built: Path) -> None:
    answer = Client().get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.content.endswith(b"/* assets/sw-66666666.js */")


@pytest.mark.parametrize("name", ["assets/late-33333333.js", "assets/sw-66666666.js"])
def test_version_changes_with_any_file(built: Path, name: str) -> None:
    before = worker()["version"]
    (built / name).write_text("/* another */")
    forget_build()
    assert worker()["version"] != before


def test_pages_that_the_worker_keeps_say_of_which_build_they_are(built: Path) -> None:
    told = worker()
    for path in (told["shell"], told["offline"]):
        answer = Client().get(path)
        assert answer.headers["X-Build"] == told["version"]
        assert answer.headers["Cache-Control"] == "no-cache"


def test_worker_of_a_checkout_that_was_not_built_says_so() -> None:
    answer = Client().get("/sw.js")
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        404,
        "text/plain; charset=utf-8",
    )
    assert "has not been built" in answer.content.decode()


def test_worker_that_is_switched_off_removes_itself(settings: LazySettings, cast: Cast) -> None:
    settings.SERVICE_WORKER = False
    assert "registration.unregister()" in Client().get("/sw.js").content.decode()
    assert "data-worker" not in browser_of(cast.olga).get("/w/acme/").content.decode()
    assert "data-worker" not in Client().get("/shell/").content.decode()


def test_worker_answers_the_addresses_of_the_application_and_no_other() -> None:
    screens = re.compile(offline.screens())
    ids = {"slug": "acme", "token": "x"}
    spelled = {path for ask in PAGES if (path := at(ask.address or ask.route, ids))}
    assert {path for path in spelled if screens.search(path)} == {
        path for path in spelled if offline.is_screen(resolve(path).url_name)
    }
    assert screens.search("/w/acme/p/WEB/12")


def at(route: str, ids: dict[str, str]) -> str:
    """An address of the route; empty when it needs more than a workspace."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids.get(found[1], "<"), route)
    return "" if set(path) & set("<^(") else f"/{path}"


def test_shell_is_the_same_for_everybody(cast: Cast) -> None:
    page = Client().get("/shell/").content
    browser = browser_of(cast.olga)
    browser.get("/w/acme/")
    answer = browser.get("/shell/")
    assert answer.content == page
    assert answer.cookies == {}
    for word in ("Olga", "Acme", "acme", "csrf", "nonce"):
        assert word not in page.decode()


def test_installed_application_has_icons_that_exist() -> None:
    answer = Client().get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/",
        "/",
        "standalone",
    )
    named = {icon["src"] for icon in manifest["icons"]}
    kept = {f"/static/icons/{path.name}" for path in ICONS.iterdir()}
    assert kept - named == {"/static/icons/apple-touch-icon.png"}
    assert named <= kept
    for name in re.findall(r"/static/icons/[\w.-]+", Client().get("/shell/").content.decode()):
        assert name in kept


def test_cookie_says_who_has_signed_in_until_they_sign_out(cast: Cast) -> None:
    browser = Client()
    sign_in = {"login": "olga@example.com", "password": PASSWORD}
    assert cast.olga.user is not None
    person = browser.post("/accounts/login/", sign_in).cookies["person"]
    assert person.value == str(cast.olga.user.pk)
    assert not person["httponly"]
    assert "person" not in browser.get("/me/").cookies
    assert browser.post("/accounts/logout/").cookies["person"].value == ""


def test_cookie_of_a_session_that_ended_goes_with_the_next_page(cast: Cast) -> None:
    browser = browser_of(cast.olga)
    browser.get("/me/")
    del browser.cookies["sessionid"]
    assert browser.get("/accounts/login/").cookies["person"].value == ""
