"""Fingers on the board: hold a card and carry it; a finger that goes on at once scrolls."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import House
from tests.browser.test_board import card, column, titles

pytestmark = pytest.mark.browser
MakeProject = Callable[[str, list[str]], str]
HOLD_MS = 600


@pytest.fixture
def phone(house: House, chromium: Browser) -> Iterator[BrowserContext]:
    """Olga's phone."""
    context = chromium.new_context(
        storage_state=house.olga.storage_state(),
        base_url=house.address,
        viewport={"width": 820, "height": 900},
        has_touch=True,
    )
    yield context
    context.close()


class Finger:
    """One finger on a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)

    def _tell(self, kind: str, points: list[dict[str, float]]) -> None:
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def down(self, x: float, y: float) -> None:
        self.x, self.y = x, y
        self._tell("touchStart", [{"x": x, "y": y}])

    def go(self, x: float, y: float) -> None:
        for step in range(1, 11):
            share = step / 10
            at = {"x": self.x + (x - self.x) * share, "y": self.y + (y - self.y) * share}
            self._tell("touchMove", [at])
            self.page.wait_for_timeout(16)
        self.x, self.y = x, y

    def up(self) -> None:
        self._tell("touchEnd", [])


def spot(page: Page, title: str) -> tuple[float, float]:
    box = card(page, title).bounding_box()
    assert box is not None
    return box["x"] + 40, box["y"] + 20


def test_held_card_is_carried_to_another_column(
    house: House, phone: BrowserContext, project: MakeProject
) -> None:
    page = house.visit(phone, project("Fingers", ["Carry me", "Stay"]))
    finger = Finger(page)
    target = column(page, "Backlog").bounding_box()
    assert target is not None
    finger.down(*spot(page, "Carry me"))
    page.wait_for_timeout(HOLD_MS)
    expect(page.locator(".card-ghost")).to_have_count(1)
    finger.go(target["x"] + 90, target["y"] + 300)
    finger.up()
    expect(titles(page, "Backlog")).to_have_text(["Carry me"])
    expect(page.locator(".card-ghost")).to_have_count(0)
    expect(page.locator("aside.task-panel")).to_have_count(0)


def test_held_card_is_carried_within_its_column(
    house: House, phone: BrowserContext, project: MakeProject
) -> None:
    page = house.visit(phone, project("Order by finger", ["First", "Second", "Third"]))
    finger = Finger(page)
    x, y = spot(page, "First")
    finger.down(*spot(page, "Third"))
    page.wait_for_timeout(HOLD_MS)
    finger.go(x, y - 12)
    finger.up()
    expect(titles(page, "To do")).to_have_text(["Third", "First", "Second"])


def test_finger_that_goes_on_at_once_moves_no_card(
    house: House, phone: BrowserContext, project: MakeProject
) -> None:
    page = house.visit(phone, project("Scroll", ["Lies here", "And here"]))
    finger = Finger(page)
    x, y = spot(page, "Lies here")
    finger.down(x, y)
    finger.go(x - 200, y)
    page.wait_for_timeout(HOLD_MS)
    finger.up()
    expect(page.locator(".card-ghost")).to_have_count(0)
    expect(titles(page, "To do")).to_have_text(["Lies here", "And here"])


def test_short_touch_opens_the_card(
    house: House, phone: BrowserContext, project: MakeProject
) -> None:
    page = house.visit(phone, project("Tap", ["Open me"]))
    page.touchscreen.tap(*spot(page, "Open me"))
    expect(page.locator("aside.task-panel")).to_be_visible()
