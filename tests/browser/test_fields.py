"""Custom fields in Chromium: a lead makes them, a task holds them, the card shows what was chosen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House
from tests.browser.test_task import MakeProject, panel, written

pytestmark = pytest.mark.browser


def make_field(page: Page, name: str, kind: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("New field", exact=True).fill(name)
    dialog.get_by_label("Kind").select_option(label=kind)
    dialog.get_by_role("button", name="Add", exact=True).last.click()
    expect(dialog.get_by_label(f"Name of {name}", exact=True)).to_be_visible()


def open_fields(page: Page) -> None:
    page.get_by_role("button", name="Project menu").click()
    page.get_by_role("menuitem", name="Fields of the tasks").click()


def make_three(page: Page) -> None:
    open_fields(page)
    make_field(page, "Budget", "Money")
    make_field(page, "Phase", "One choice")
    make_field(page, "Spec", "Link")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("New option of Phase").fill("Draft")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Option Draft", exact=True)).to_be_visible()
    dialog.get_by_label("Show on cards").first.check()
    dialog.get_by_role("button", name="Move Spec up").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def test_fields_are_filled_and_shown_on_the_card(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, project("Fields", ["Poster", "Flyer"]))
    make_three(page)
    page.get_by_role("link", name="Poster").click()
    panel(page).get_by_label("Budget", exact=True).fill("1250.5")
    page.keyboard.press("Enter")
    panel(page).get_by_role("button", name="Phase:").click()
    page.get_by_role("option", name="Draft").click()
    panel(page).get_by_label("Spec", exact=True).fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("alert")).to_contain_text("a link starts with https://")
    panel(page).get_by_label("Spec", exact=True).fill("https://example.com/spec")
    page.keyboard.press("Enter")
    written(page)
    page.reload()
    expect(panel(page).get_by_label("Budget", exact=True)).to_have_value("1250.5")
    expect(panel(page).get_by_role("button", name="Phase:")).to_contain_text("Draft")
    expect(panel(page).get_by_role("link", name="Open Spec")).to_have_attribute(
        "rel", "noopener noreferrer"
    )
    expect(page.locator(".card-field")).to_contain_text("1,250.5")
    panel(page).get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Field", exact=True).click()
    page.get_by_role("option", name="Phase: Draft").click()
    expect(page.locator("[data-task]")).to_have_count(1)


def test_field_is_removed_and_comes_back_with_its_values(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, project("Undone", ["Poster"]))
    make_three(page)
    page.get_by_role("link", name="Poster").click()
    panel(page).get_by_label("Budget", exact=True).fill("1250.5")
    page.keyboard.press("Enter")
    panel(page).get_by_role("button", name="Close", exact=True).click()
    open_fields(page)
    page.get_by_role("button", name="Remove Budget", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("One task has a value of it")
    page.get_by_role("button", name="Remove the field").click()
    expect(page.locator(".card-field")).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".card-field")).to_contain_text("1,250.5")


def test_tag_is_put_below_another_and_found_by_it(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, project("Trees", ["Poster", "Flyer"]))
    page.get_by_role("link", name="Poster").click()
    panel(page).get_by_role("button", name="Tags:").click()
    for name in ("Print", "Offset"):
        page.get_by_role("combobox", name="Tags").fill(name)
        page.keyboard.press("Enter")
    page.get_by_role("option", name="Print").click()
    page.keyboard.press("Escape")
    panel(page).get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Project menu").click()
    page.get_by_role("menuitem", name="Tags of the workspace").click()
    page.get_by_label("Above Offset").select_option(label="below Print")
    # The tree is drawn anew before somebody types into it.
    expect(page.get_by_role("dialog").get_by_role("textbox").first).to_have_value("Print")
    page.get_by_label("Name of Print").fill("Paper")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name of Paper")).to_be_visible()
    written(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("option", name="Paper").click()
    expect(page.locator("[data-task]")).to_have_count(1)
