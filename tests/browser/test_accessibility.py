"""Every screen asked by axe-core: contrast, names, roles and focus, in the light and in the dark theme."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import House

pytestmark = pytest.mark.browser
FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
ASK = "axe.run(document)"
Theme = Literal["light", "dark"]


def serious_faults(page: Page) -> list[str]:
    """Rules that the page breaks badly, each with the first element that does."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    page.evaluate(AXE.read_text())
    found = page.evaluate(ASK)
    assert len(found["passes"]) > 5
    return [
        f"{fault['id']}: {fault['nodes'][0]['target']}"
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]


@pytest.fixture
def board(project: Callable[[str, list[str]], str]) -> str:
    return project("Seen by all", ["Due and urgent", "Plain"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screens_of_the_application_have_no_serious_fault(
    house: House, board: str, theme: Theme
) -> None:
    for path, shown in (
        ("/w/acme/", "h1"),
        (board, "section.column"),
        (f"{board}/1", "aside.task-panel textarea"),
        ("/w/acme/sync/", "h1"),
        ("/w/acme/people/", "h1"),
        ("/w/acme/import/", "h1"),
        ("/w/acme/settings/", "h1"),
        ("/me/", "h1"),
    ):
        page = house.olga.new_page()
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.goto(path)
        expect(page.locator(shown).first).to_be_visible()
        assert serious_faults(page) == [], path
        page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_before_the_door_have_no_serious_fault(
    house: House, chromium: Browser, theme: Theme
) -> None:
    context = chromium.new_context(base_url=house.address, color_scheme=theme)
    for path in ("/accounts/login/", "/accounts/password/reset/", "/nothing-here/", "/offline/"):
        page = house.visit(context, path)
        expect(page.get_by_role("heading").first).to_be_visible()
        assert serious_faults(page) == [], path
    context.close()
