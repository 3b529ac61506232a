"""A person with a browser on a disk of its own, which can be closed, opened again and taken into a tunnel."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psutil
from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

from pm_suite.runtime.suites import find_browser
from tests.browser.conftest import WIDE, House

KEPT = ".sync[data-unsaved='0']"
CONTROLLED = """
new Promise((done) => {
    const look = () => (navigator.serviceWorker.controller ? done() : setTimeout(look, 50));
    look();
})
"""
SENT = ".sync[data-unsent='0'][data-connection='live']"


@dataclass
class Traveller:
    """A browser profile in a folder; `context` is there while the browser is open."""

    house: House
    folder: Path
    is_online: bool = True
    context: BrowserContext = field(init=False)
    email: str = field(init=False)

    def __post_init__(self) -> None:
        self.open()
        # One house has many travellers.
        self.email = self.house.join(self.context, f"Tanya{uuid4().hex[:6]}", "performer")

    def open(self) -> None:
        """Start the browser on what it kept."""
        self.context = self.house.browser.browser_type.launch_persistent_context(
            str(self.folder),
            executable_path=find_browser(),
            headless=True,
            viewport=WIDE,
            base_url=self.house.address,
        )
        self.context.set_offline(not self.is_online)

    def close(self) -> None:
        self.context.close()

    def kill(self) -> None:
        """End the browser as a battery does that runs out: no page hears of it."""
        mine = f"--user-data-dir={self.folder}"
        for process in psutil.process_iter(["cmdline"]):
            if mine in (process.info["cmdline"] or []):
                process.kill()
        with suppress(Error):
            self.context.close()
        self.open()

    def reopen(self) -> None:
        """Close the browser and start it again."""
        self.close()
        self.open()

    def visit(self, path: str) -> Page:
        return self.house.visit(self.context, path)

    def go(self, *, online: bool) -> None:
        """Into the tunnel, or out of it."""
        self.is_online = online
        self.context.set_offline(not online)


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def titles(page: Page, name: str) -> Locator:
    return column(page, name).locator(".card-title")


def card(page: Page, title: str) -> Locator:
    return page.locator("a.card", has_text=title)


def sent(page: Page) -> None:
    """Wait until the server has everything."""
    expect(page.locator(SENT).first).to_be_attached(timeout=30_000)


def kept(page: Page) -> None:
    """Wait until everything is on the device."""
    expect(page.locator(KEPT).first).to_be_attached()


def works_offline(page: Page) -> None:
    """Wait until the service worker has the application and the device its rows."""
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.evaluate(CONTROLLED)
    sent(page)


def board_of(page: Page) -> dict[str, list[str]]:
    """The titles in each column, in order."""
    return {
        name: column(page, name).locator(".card-title").all_inner_texts()
        for name in ("Backlog", "To do", "In progress", "Review", "Done")
    }
