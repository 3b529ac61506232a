"""Many tabs of one browser: over HTTP/1.1 it has six connections for all of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SAVED, House

pytestmark = pytest.mark.browser


def test_seventh_tab_works_and_sees_what_the_first_does(
    house: House, project: Callable[[str, list[str]], str]
) -> None:
    path = project("Seven tabs", ["Seen everywhere"])
    tabs = [house.visit(house.olga, path) for _ in range(7)]
    for tab in tabs:
        expect(tab.locator(SAVED).first).to_be_attached()
    tabs[0].locator("a.card").first.press("]")
    for tab in tabs:
        moved = tab.get_by_role("region", name="In progress", exact=True).locator(".card-title")
        expect(moved).to_have_text(["Seen everywhere"])
