"""Without the server: what opens from the device, what says that it cannot, and how the kept build is renewed."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import PASSWORD, SAVED, WIDE, House
from tests.runtime.product import ROOT, Product

pytestmark = pytest.mark.browser
MadeProject = Callable[[str, list[str]], str]
COMES_TO_RULE = """new Promise((ruled) => {
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) ruled();
    else serviceWorker.addEventListener("controllerchange", () => ruled());
})"""
COMES_TO_LEAVE = """(async () => {
    const { serviceWorker } = navigator;
    while (await serviceWorker.getRegistration()) {
        await (await serviceWorker.getRegistration())?.update().catch(() => undefined);
        await new Promise((resume) => setTimeout(resume, 100));
    }
})()"""

KEPT = """(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(caches_.map((cache) => cache.keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
})()"""


def rule(page: Page) -> None:
    """Wait until the service worker has kept the build and rules the page."""
    page.evaluate(COMES_TO_RULE)


@pytest.fixture
def offline(house: House) -> Iterator[Callable[[], None]]:
    """A function that takes Olga's network away until the test ends."""
    yield lambda: house.olga.set_offline(True)
    house.olga.set_offline(False)


def test_board_opens_from_the_device(
    house: House, project: MadeProject, offline: Callable[[], None]
) -> None:
    path = project("Kept shell", ["Here again"])
    page = house.visit(house.olga, path)
    rule(page)
    offline()
    page.reload()
    expect(page.locator(".card-title")).to_have_text(["Here again"])
    page.locator("a.card").click()
    expect(page.locator("aside.task-panel textarea").first).to_be_visible()
    house.olga.set_offline(False)
    expect(page.locator(SAVED).first).to_be_attached()


def test_start_address_opens_the_last_workspace_without_the_server(
    house: House, offline: Callable[[], None]
) -> None:
    page = house.visit(house.olga, "/w/acme/")
    rule(page)
    offline()
    page.goto("/")
    page.wait_for_url("**/w/acme/")


def test_page_of_the_server_says_what_is_missing_and_leads_back(
    house: House, offline: Callable[[], None]
) -> None:
    page = house.visit(house.olga, "/w/acme/")
    rule(page)
    offline()
    for path, words in (
        ("/w/acme/people/", "People needs a connection"),
        ("/me/", "Your account needs a connection"),
        ("/somewhere/else/", "This page needs a connection"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading")).to_have_text(words)
    page.get_by_role("link", name="Back to the boards").click()
    page.wait_for_url("**/w/acme/")
    expect(page.locator(".shell-side")).to_be_visible()


def test_page_of_the_server_comes_when_the_connection_does(
    house: House, offline: Callable[[], None]
) -> None:
    page = house.visit(house.olga, "/w/acme/")
    rule(page)
    offline()
    page.goto("/w/acme/people/")
    expect(page.get_by_role("heading")).to_have_text("People needs a connection")
    house.olga.set_offline(False)
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()


def test_workspace_that_this_device_never_opened_says_that_it_needs_a_connection_once(
    house: House, offline: Callable[[], None]
) -> None:
    page = house.visit(house.olga, "/w/acme/")
    rule(page)
    offline()
    page.goto("/w/other/")
    expect(page.get_by_role("heading")).to_have_text("This workspace is not on this device yet")


def test_address_of_no_workspace_says_so_from_the_kept_shell(house: House) -> None:
    page = house.visit(house.olga, "/w/acme/")
    rule(page)
    page.goto("/w/other/")
    expect(page.get_by_role("heading")).to_have_text("Not here")
    page.get_by_role("link", name="Back to your work").click()
    page.wait_for_url("**/w/acme/")


def test_worker_keeps_the_build_and_nothing_of_anybody(house: House) -> None:
    page = house.visit(house.olga, "/w/acme/")
    rule(page)
    page.goto("/w/acme/people/")
    kept = page.evaluate(KEPT)
    pages = {path for path in kept if not path.startswith(("/static/assets/", "/static/icons/"))}
    assert pages == {"/shell/", "/offline/", "/rules"}
    assert any("TaskPanel" in path for path in kept)


def test_chosen_theme_rules_a_page_that_is_kept_for_everybody(house: House) -> None:
    page = house.visit(house.olga, "/w/acme/")
    rule(page)
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.goto("/offline/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.evaluate("localStorage.removeItem('theme')")


@dataclass
class Versions:
    """A product of its own, whose front end can be built anew, and a person with a board in it."""

    product: Product
    context: BrowserContext
    board: str = ""

    def stop(self) -> None:
        """Stop, and wait for PostgreSQL's own children too: a new server finds their memory in use."""
        tree = self.product.tree()
        self.product.stop()
        assert psutil.wait_procs(tree, timeout=20)[1] == []

    def build_another(self) -> None:
        """Stop, change the sources, start again; the server has the files of the new build alone."""
        self.stop()
        shutil.rmtree(self.product.data / "static")
        late = self.product.checkout / "frontend" / "src" / "features" / "task" / "TaskPanel.tsx"
        late.write_text(late.read_text() + "\nexport const another = Math.random();\n")
        early = self.product.checkout / "frontend" / "src" / "app.tsx"
        early.write_text(early.read_text() + '\ndocument.documentElement.dataset.build = "2";\n')
        self.product.start()

    def open(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"The page failed: {error}"))
        page.goto(self.board or "/")
        return page


def copy_of_checkout(folder: Path) -> Path:
    """The sources as they stand, with the environment and the packages that are installed."""
    copy = folder / "checkout"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    os.symlink(ROOT / ".venv", copy / ".venv")
    os.symlink(ROOT / "frontend" / "node_modules", copy / "frontend" / "node_modules")
    shutil.copytree(ROOT / "frontend" / "dist", copy / "frontend" / "dist")
    return copy


@pytest.fixture
def versions(chromium: Browser) -> Iterator[Versions]:
    folder = Path(tempfile.mkdtemp(prefix="pm-suite-versions-", dir="/tmp"))
    folder.chmod(0o711)
    product = Product(folder / "data", checkout=copy_of_checkout(folder))
    product.start()
    context = chromium.new_context(viewport=WIDE, base_url=f"http://localhost:{product.port}")
    made = Versions(product, context)
    page = made.open()
    page.get_by_label("Your name").fill("Nina")
    page.get_by_label("E-mail").fill("nina@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Workspace").fill("Acme")
    page.get_by_role("button", name="Create your workspace").click()
    page.wait_for_url("**/w/acme/")
    page.get_by_role("button", name="New project").first.click()
    page.get_by_role("dialog").get_by_label("Name").fill("Versions")
    page.get_by_role("dialog").get_by_role("button", name="Create").click()
    page.wait_for_url("**/w/acme/p/*")
    add_card(page, "First")
    expect(page.locator(".card-title")).to_have_text(["First"])
    expect(page.locator(SAVED).first).to_be_attached()
    rule(page)
    made.board = re.sub(r"^https?://[^/]+", "", page.url)
    page.close()
    yield made
    context.close()
    product.stop()
    shutil.rmtree(folder)


def add_card(page: Page, title: str) -> None:
    column = page.get_by_role("region", name="To do")
    column.get_by_role("button", name="Add a card", exact=True).click()
    page.get_by_label("Title of the new card").fill(title)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


BUILD = "document.documentElement.dataset.build ?? '1'"
LINE = ".update-line"


def find_update(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update())")
    expect(page.locator(LINE)).to_contain_text("A new version is ready")


def test_update_waits_for_the_queue_and_leaves_the_other_tab_alone(versions: Versions) -> None:
    busy, other = versions.open(), versions.open()
    for page in (busy, other):
        expect(page.locator(SAVED).first).to_be_attached()
    versions.build_another()
    busy.route("**/push", lambda route: route.abort())
    add_card(busy, "Not yet sent")
    find_update(busy)
    busy.get_by_role("button", name="Use it now").click()
    expect(busy.locator(LINE)).to_contain_text("as soon as your changes are saved")
    busy.wait_for_timeout(1500)
    assert busy.evaluate(BUILD) == "1"
    with busy.expect_navigation():
        busy.unroute("**/push")
    expect(busy.locator(".card-title")).to_have_text(["First", "Not yet sent"])
    assert busy.evaluate(BUILD) == "2"
    # The other tab was never reloaded, and still finds a part of its own version that it loads only now.
    expect(other.locator(LINE)).to_contain_text("A new version is ready")
    assert other.evaluate(BUILD) == "1"
    other.locator("a.card").first.click()
    expect(other.locator("aside.task-panel textarea").first).to_be_visible()
    other.get_by_role("button", name="Use it now").click()
    expect(other.locator("html")).to_have_attribute("data-build", "2")


def test_version_that_the_server_refuses_is_renewed_by_itself_and_keeps_its_queue(
    versions: Versions,
) -> None:
    page = versions.open()
    expect(page.locator(SAVED).first).to_be_attached()
    versions.build_another()
    page.route("**/push", refuse_version)
    add_card(page, "Made with the old version")
    expect(page.locator("html")).to_have_attribute("data-build", "2", timeout=30_000)
    expect(page.locator(".card-title")).to_have_text(["First", "Made with the old version"])
    page.unroute("**/push")
    page.reload()
    expect(page.locator(SAVED).first).to_be_attached()
    expect(page.locator(".card-title")).to_have_text(["First", "Made with the old version"])


def refuse_version(route: Route) -> None:
    route.fulfill(
        status=426,
        headers={"X-Sync-Protocol": "1", "Content-Type": "application/problem+json"},
        body=json.dumps(
            {"status": 426, "code": "schema_too_old", "detail": "Load the page again."}
        ),
    )


def test_worker_that_is_switched_off_leaves_with_what_it_kept(versions: Versions) -> None:
    versions.stop()
    versions.product.start(SERVICE_WORKER="0")
    page = versions.open()
    page.evaluate(COMES_TO_LEAVE)
    assert page.evaluate("caches.keys()") == []
    page.goto("/w/acme/")
    expect(page.locator(SAVED).first).to_be_attached()
    assert page.evaluate("navigator.serviceWorker.controller") is None
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
