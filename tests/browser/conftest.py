"""The whole product as `make run` starts it, and people with browsers of their own."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from pm_suite.runtime.suites import find_browser
from tests.runtime.product import Product

PASSWORD = "correct horse battery"
SAVED = ".sync[data-unsent='0'][data-connection='live']"
WIDE: ViewportSize = {"width": 1920, "height": 1000}


@dataclass
class House:
    """The product with a workspace whose owner is Olga; others join by invitation."""

    address: str
    browser: Browser
    olga: BrowserContext

    def visit(self, context: BrowserContext, path: str) -> Page:
        """A new tab at an address; an error in its console fails the test that opened it."""
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"The page failed: {error}"))
        page.goto(f"{self.address}{path}")
        return page

    def invitation(self, role: str) -> str:
        """The address of a link by which somebody may join."""
        page = self.visit(self.olga, "/w/acme/people/")
        page.locator("select[name=role]").last.select_option(role)
        page.get_by_role("button", name="Make an invitation link").click()
        link = page.locator("#link").inner_text()
        page.close()
        return link.removeprefix(self.address)

    def join(self, context: BrowserContext, name: str, role: str) -> str:
        """Let somebody join with a browser; gives the e-mail address to sign in with."""
        guest = self.visit(context, self.invitation(role))
        email = f"{name.lower()}@example.com"
        guest.get_by_label("Your name").fill(name)
        guest.get_by_label("E-mail").fill(email)
        guest.get_by_label("Password").fill(PASSWORD)
        guest.get_by_role("button", name="Join").click()
        guest.wait_for_url("**/w/acme/")
        guest.close()
        return email

    def invite(self, name: str, role: str) -> BrowserContext:
        """A person who has joined by a link that Olga made."""
        context = self.browser.new_context(viewport=WIDE, base_url=self.address)
        self.join(context, name, role)
        return context


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip("There is no Chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house(chromium: Browser) -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="pm-suite-data-", dir="/tmp"))
    folder.chmod(0o711)
    product = Product(folder / "data")
    product.start()
    address = f"http://localhost:{product.port}"
    olga = chromium.new_context(viewport=WIDE, base_url=address)
    found = House(address, chromium, olga)
    page = found.visit(olga, "/")
    page.get_by_label("Your name").fill("Olga")
    page.get_by_label("E-mail").fill("olga@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Workspace").fill("Acme")
    page.get_by_role("button", name="Create your workspace").click()
    page.wait_for_url("**/w/acme/")
    page.close()
    yield found
    olga.close()
    product.stop()
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _close_tabs(house: House) -> Iterator[None]:
    """Leave no tab open: each that is visible holds one of the browser's six connections."""
    yield
    for context in house.browser.contexts:
        for page in context.pages:
            page.close(run_before_unload=False)


@pytest.fixture(scope="session")
def pavel(house: House) -> Iterator[BrowserContext]:
    context = house.invite("Pavel", "performer")
    yield context
    context.close()


@pytest.fixture
def project(house: House) -> Callable[[str, list[str]], str]:
    """A function that makes a project with cards in To do and gives the path of its board."""

    def make(name: str, titles: list[str]) -> str:
        page = house.visit(house.olga, "/w/acme/")
        page.get_by_role("button", name="New project").first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_role("button", name="Create").click()
        page.wait_for_url("**/w/acme/p/*")
        column = page.get_by_role("region", name="To do")
        column.get_by_role("button", name="Add a card", exact=True).click()
        for title in titles:
            page.get_by_label("Title of the new card").fill(title)
            page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        expect(page.locator(SAVED).first).to_be_attached()
        path = page.url.removeprefix(house.address)
        page.close()
        return path

    return make
