"""The task panel in Chromium: every field in place, seen by one person and by two."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import SAVED, House

pytestmark = pytest.mark.browser
MakeProject = Callable[[str, list[str]], str]


def panel(page: Page) -> Locator:
    return page.locator(".task-panel")


def fact(page: Page, name: str) -> Locator:
    """The value of a fact, such as the stage, as the button that changes it."""
    return panel(page).get_by_role("button", name=f"{name}:")


def written(page: Page) -> None:
    expect(page.locator(SAVED).first).to_be_attached()


def test_fields_changed_in_place_are_there_after_a_reload(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, f"{project('In place', ['Draft'])}/1")
    title = panel(page).get_by_role("textbox", name="Title")
    title.fill("Final")
    title.press("Enter")
    fact(page, "Priority").click()
    page.get_by_role("menuitemradio", name="High").click()
    fact(page, "Due").click()
    page.get_by_label("Day").fill("2031-03-05")
    page.get_by_role("button", name="Set", exact=True).click()
    fact(page, "Tags").click()
    page.keyboard.type("Launch")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    written(page)
    page.reload()
    expect(panel(page).get_by_role("textbox", name="Title")).to_have_value("Final")
    expect(fact(page, "Priority")).to_contain_text("High")
    expect(fact(page, "Due")).to_contain_text("2031")
    expect(fact(page, "Tags")).to_contain_text("Launch")


def test_checklist_is_added_ticked_and_ordered(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, f"{project('Checklist', ['Pack'])}/1")
    add = panel(page).get_by_placeholder("Add an item")
    for text in ("Tent", "Stove"):
        add.fill(text)
        add.press("Enter")
    panel(page).get_by_role("checkbox", name="Tent").check()
    panel(page).get_by_role("button", name="Actions: Stove").click()
    page.get_by_role("menuitem", name="Move up").click()
    written(page)
    page.reload()
    items = panel(page).get_by_role("textbox", name="Item", exact=True)
    expect(items).to_have_count(2)
    expect(items.first).to_have_value("Stove")
    expect(panel(page).get_by_role("checkbox", name="Tent")).to_be_checked()
    expect(panel(page)).to_contain_text("1 of 2")


def test_comment_of_one_appears_to_the_other_and_runs_nothing(
    house: House, pavel: BrowserContext, project: MakeProject
) -> None:
    path = f"{project('Comments', ['Talk'])}/1"
    mine, theirs = house.visit(house.olga, path), house.visit(pavel, path)
    expect(panel(theirs).get_by_role("textbox", name="Write a comment")).to_be_visible()
    box = panel(mine).get_by_role("textbox", name="Write a comment")
    box.fill(
        "**Mind** [this](javascript:alert(1)) <img src=x onerror=alert(1)> "
        "![plan](https://example.com/plan.png) [docs](https://example.com/docs)"
    )
    box.press("Control+Enter")
    comment = panel(theirs).locator(".comment .md")
    expect(comment.locator("strong")).to_have_text("Mind")
    expect(comment.locator("img, script, [onerror]")).to_have_count(0)
    expect(comment.locator("a")).to_have_count(1)
    expect(comment.locator("a")).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(comment.get_by_role("button", name="Show plan")).to_be_visible()


def test_trashed_task_comes_back_by_undo(house: House, project: MakeProject) -> None:
    path = project("Trash", ["Thrown away"])
    page = house.visit(house.olga, f"{path}/1")
    panel(page).get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Move to trash").click()
    expect(page.locator("a.card")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("a.card", has_text="Thrown away")).to_be_visible()


def test_escape_closes_the_panel_and_returns_to_the_card(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, project("Focus", ["Come back"]))
    card = page.locator("a.card", has_text="Come back")
    card.focus()
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(card).to_be_focused()


def test_panel_covers_a_phone_and_nothing_under_it_is_reached(
    house: House, project: MakeProject
) -> None:
    path = project("Phone", ["Small screen"])
    page = house.olga.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{house.address}{path}/1")
    expect(panel(page)).to_have_css("width", "390px")
    expect(page.locator("[inert] a.card", has_text="Small screen")).to_have_count(1)
    panel(page).get_by_role("button", name="Close").click()
    expect(page.locator("a.card", has_text="Small screen")).to_be_visible()
    expect(page.locator("[inert]")).to_have_count(0)
