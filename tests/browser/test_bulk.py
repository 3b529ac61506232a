"""Many cards at once in Chromium: chosen by keys, mouse and finger, changed together, and brought back by one undo."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import SAVED, House
from tests.browser.test_board import card, column, titles
from tests.browser.test_touch import HOLD_MS, Finger, phone

__all__ = ["phone"]
pytestmark = pytest.mark.browser
MakeProject = Callable[[str, list[str]], str]
CARDS = ["One", "Two", "Three", "Four"]


def bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selected cards")


def test_cards_chosen_by_mouse_move_together_and_one_undo_brings_all_back(
    house: House, pavel: BrowserContext, project: MakeProject
) -> None:
    path = project("Crowd", CARDS)
    page, other = house.visit(house.olga, path), house.visit(pavel, path)
    card(page, "One").click(modifiers=["ControlOrMeta"])
    card(page, "Three").click(modifiers=["Shift"])
    expect(bar(page)).to_contain_text("3 selected")
    card(page, "Two").click(modifiers=["ControlOrMeta"])
    expect(bar(page)).to_contain_text("2 selected")
    bar(page).get_by_role("button", name="Move", exact=True).click()
    page.get_by_role("menuitem", name="In progress").click()
    expect(titles(page, "In progress")).to_have_text(["One", "Three"])
    expect(titles(other, "In progress")).to_have_text(["One", "Three"])
    expect(page.get_by_text("Moved 2 tasks to In progress.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(titles(page, "To do")).to_have_text(CARDS)
    expect(titles(other, "To do")).to_have_text(CARDS)


def test_cards_are_chosen_and_changed_by_keys(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, project("Keys together", CARDS))
    card(page, "One").focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    expect(card(page, "Two")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(card(page, "Three")).to_be_focused()
    page.keyboard.press("Shift+X")
    expect(bar(page)).to_contain_text("3 selected")
    bar(page).get_by_role("button", name="Priority").press("Enter")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator(".card .priority-0")).to_have_count(3)
    expect(page.locator(SAVED).first).to_be_attached()
    page.reload()
    expect(page.locator(".card .priority-0")).to_have_count(3)
    card(page, "Two").focus()
    page.keyboard.press("x")
    expect(bar(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar(page)).not_to_be_attached()


def test_a_whole_column_goes_to_the_trash_without_a_connection_and_comes_back(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, project("Column", CARDS))
    expect(titles(page, "To do")).to_have_text(CARDS)
    expect(page.locator(SAVED).first).to_be_attached()
    column(page, "To do").hover()
    page.get_by_role("button", name="Menu of To do").click()
    page.get_by_role("menuitem", name="Select all cards in it").click()
    expect(bar(page)).to_contain_text("4 selected")
    house.olga.set_offline(True)
    try:
        bar(page).get_by_role("button", name="Move to trash").click()
        expect(page.locator("a.card")).to_have_count(0)
        expect(bar(page)).not_to_be_attached()
        page.get_by_role("button", name="Undo").click()
    finally:
        house.olga.set_offline(False)
    expect(titles(page, "To do")).to_have_text(CARDS)


def test_what_somebody_may_not_change_is_told_by_name_and_the_rest_changes(
    house: House, pavel: BrowserContext, project: MakeProject
) -> None:
    page = house.visit(pavel, project("Told", ["First", "Second"]))
    column(page, "To do").get_by_role("button", name="Add a card", exact=True).click()
    page.get_by_label("Title of the new card").fill("Mine")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(SAVED).first).to_be_attached()
    for title in ("First", "Second", "Mine"):
        card(page, title).click(modifiers=["ControlOrMeta"])
    bar(page).get_by_role("button", name="Put away").click()
    expect(page.get_by_role("alert")).to_contain_text("TOL-1, TOL-2 stay as they are.")
    expect(page.get_by_role("alert")).to_contain_text("puts this task away")
    expect(titles(page, "To do")).to_have_text(["First", "Second"])


def test_a_long_press_chooses_and_then_a_tap_does(
    house: House, phone: BrowserContext, project: MakeProject
) -> None:
    page = house.visit(phone, project("Fingers", CARDS))
    finger = Finger(page)
    for title, held in (("One", HOLD_MS), ("Two", 30)):
        expect(card(page, title)).to_be_visible()
        box = card(page, title).bounding_box()
        assert box is not None
        finger.down(box["x"] + 30, box["y"] + 12)
        page.wait_for_timeout(held)
        finger.up()
    expect(bar(page)).to_contain_text("2 selected")
    bar(page).get_by_role("button", name="Due").tap()
    page.get_by_role("button", name="Tomorrow").tap()
    expect(page.locator(".card-due")).to_have_count(2)
