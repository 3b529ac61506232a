"""An export is brought in through the browser: preview, progress, the board, and its undoing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House

pytestmark = pytest.mark.browser
EXPORT = Path(__file__).resolve().parents[1] / "integrations" / "data" / "board.json"


def test_export_is_previewed_imported_opened_and_undone(house: House) -> None:
    page = house.visit(house.olga, "/w/acme/import/")
    page.locator("input[type=file]").set_input_files(EXPORT)
    page.get_by_role("button", name="Look inside").click()
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_role("link", name="Open the board")).to_be_visible(timeout=30_000)
    run = page.url
    page.get_by_role("link", name="Open the board").click()
    expect(page).to_have_url(re.compile("/w/acme/p/"))
    expect(page.locator("a.card").first).to_be_visible()
    page.goto(run)
    page.get_by_text("Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("This import was undone.")).to_be_visible()


def test_file_that_is_no_export_gets_a_sentence(house: House, tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text('{"cards": "none"}')
    page = house.visit(house.olga, "/w/acme/import/")
    page.locator("input[type=file]").set_input_files(odd)
    page.get_by_role("button", name="Look inside").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert len(page.get_by_role("alert").first.inner_text()) > 20
