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


def test_subtasks_are_a_tree_that_keys_and_pickers_rearrange(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, f"{project('Tree', ['House', 'Garden'])}/1")
    for title in ("Walls", "Roof"):
        panel(page).get_by_placeholder("Add a subtask").fill(title)
        page.keyboard.press("Enter")
    panel(page).get_by_role("button", name="Roof").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    walls = panel(page).get_by_role("button", name="Subtasks of Walls")
    expect(walls).to_have_attribute("aria-expanded", "true")
    walls.click()
    expect(panel(page).get_by_role("checkbox", name="Done: Roof")).to_have_count(0)
    walls.click()
    panel(page).get_by_role("checkbox", name="Done: Roof").click()
    expect(panel(page).get_by_text("1 of 2", exact=True)).to_be_visible()
    panel(page).get_by_role("button", name="Part of: None").click()
    page.get_by_role("combobox", name="Part of").fill("gard")
    page.keyboard.press("Enter")
    expect(panel(page).locator(".task-parent")).to_have_text("Garden")
    written(page)
    page.reload()
    panel(page).locator(".task-parent").click()
    expect(panel(page).get_by_text("1 of 3", exact=True)).to_be_visible()


def test_blocked_task_is_marked_until_what_blocks_it_is_done(
    house: House, project: MakeProject
) -> None:
    path = project("Blocked", ["Paint", "Sand"])
    page = house.visit(house.olga, f"{path}/1")
    panel(page).get_by_role("button", name="Link a task").click()
    page.get_by_role("combobox", name="Task to link").fill("sand")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("group", name="Blocked by")).to_contain_text("Sand")
    expect(page.locator(".card", has_text="Paint")).to_contain_text("Blocked by one task")
    written(page)
    panel(page).get_by_role("group", name="Blocked by").get_by_role(
        "button", name="Sand"
    ).first.click()
    panel(page).get_by_label("Kind of link").select_option("blocked_by")
    panel(page).get_by_role("button", name="Link a task").click()
    page.get_by_role("combobox", name="Task to link").fill("paint")
    page.keyboard.press("Enter")
    expect(page.get_by_text("would wait for each other for ever")).to_be_visible()
    panel(page).get_by_role("button", name="Stage:").click()
    page.get_by_role("menuitemradio", name="Done", exact=True).click()
    expect(page.locator(".card", has_text="Paint")).not_to_contain_text("Blocked")
    written(page)
