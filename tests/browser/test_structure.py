"""Checklists in Chromium: several of them, for people and days, items that become subtasks."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import House
from tests.browser.test_task import MakeProject, panel, written

pytestmark = pytest.mark.browser


def checklist(page: Page, name: str) -> Locator:
    return panel(page).get_by_role("region", name=name, exact=True)


def add(page: Page, name: str, *texts: str) -> None:
    for text in texts:
        checklist(page, name).get_by_placeholder("Add an item").fill(text)
        page.keyboard.press("Enter")


def test_second_checklist_is_named_and_takes_items_of_the_first(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, f"{project('Lists', ['Trip'])}/1")
    add(page, "Checklist", "Tent", "Stove")
    panel(page).get_by_role("button", name="Add a checklist").click()
    page.get_by_label("Name of the checklist").fill("On the way")
    page.keyboard.press("Enter")
    expect(checklist(page, "On the way")).to_be_visible()
    checklist(page, "Checklist").get_by_label("Item", exact=True).last.focus()
    page.keyboard.press("Alt+ArrowDown")
    written(page)
    page.reload()
    expect(checklist(page, "On the way").get_by_label("Item", exact=True)).to_have_value("Stove")
    expect(checklist(page, "Checklist").get_by_label("Item", exact=True)).to_have_value("Tent")


def test_item_gets_a_person_and_a_day_becomes_a_subtask_and_comes_back(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, f"{project('Promote', ['Party'])}/1")
    add(page, "Checklist", "Cake")
    panel(page).get_by_role("button", name="Performer: nobody, Cake").click()
    page.get_by_role("option", name="Olga").click()
    panel(page).get_by_role("button", name="Due: none, Cake").click()
    page.get_by_label("Day").fill("2031-03-05")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(panel(page).get_by_role("button", name="Performer: Olga, Cake")).to_be_visible()
    panel(page).get_by_role("button", name="Actions: Cake").click()
    page.get_by_role("menuitem", name="Make it a subtask").click()
    subtask = panel(page).get_by_role("checkbox", name="Done: Cake")
    expect(subtask).to_be_visible()
    expect(panel(page).get_by_label("Item", exact=True)).to_have_count(0)
    written(page)
    page.get_by_role("button", name="Undo").click()
    expect(subtask).to_have_count(0)
    written(page)
    page.reload()
    expect(panel(page).get_by_role("button", name="Performer: Olga, Cake")).to_be_visible()
    expect(panel(page).get_by_label("Item", exact=True)).to_have_value("Cake")
