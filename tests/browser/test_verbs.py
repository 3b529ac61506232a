"""A task's life between two people in Chromium: handed in, accepted, returned, and what a performer may not do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import SAVED, House

pytestmark = pytest.mark.browser
MakeProject = Callable[[str, list[str]], str]


def panel(page: Page) -> Locator:
    return page.locator(".task-panel")


def card(page: Page, column: str, title: str) -> Locator:
    return page.get_by_role("region", name=column).locator("a.card", has_text=title)


@pytest.fixture
def controlled(house: House, pavel: BrowserContext, project: MakeProject) -> Callable[[str], str]:
    """A function that makes a project with acceptance and one card that Olga has given to Pavel."""

    def make(name: str) -> str:
        path = project(name, ["Report"])
        page = house.visit(house.olga, path)
        page.get_by_role("button", name="Project menu").click()
        page.get_by_role("menuitem", name="Ask authors to accept what is done").click()
        card(page, "To do", "Report").click()
        panel(page).get_by_role("button", name="Performer:").click()
        page.get_by_role("option", name="Pavel").click()
        expect(page.locator(SAVED).first).to_be_attached()
        page.close()
        return path

    return make


def test_one_hands_in_and_the_other_accepts(
    house: House, pavel: BrowserContext, controlled: Callable[[str], str]
) -> None:
    path = controlled("Accepted")
    his, hers = house.visit(pavel, f"{path}/1"), house.visit(house.olga, f"{path}/1")
    panel(his).get_by_role("button", name="Start", exact=True).click()
    panel(his).get_by_role("button", name="Hand in", exact=True).click()
    expect(panel(his)).to_contain_text("Handed in just now, waits for Olga.")
    expect(panel(hers)).to_contain_text("waits for you.")
    panel(hers).get_by_role("button", name="Accept", exact=True).click()
    expect(panel(his)).to_contain_text("Accepted by Olga just now.")
    expect(card(his, "Done", "Report")).to_have_count(1)


def test_performer_drops_in_done_is_told_why_not_and_the_card_goes_back(
    house: House, pavel: BrowserContext, controlled: Callable[[str], str]
) -> None:
    page = house.visit(pavel, controlled("Refused"))
    expect(card(page, "To do", "Report")).to_have_attribute("draggable", "true")
    card(page, "To do", "Report").drag_to(page.get_by_role("region", name="Done"))
    expect(page.get_by_text("accepts this task as done. Hand it in instead.")).to_be_visible()
    expect(card(page, "To do", "Report")).to_be_visible()
    expect(card(page, "Done", "Report")).to_have_count(0)


def test_card_dragged_out_of_review_asks_why_and_counts_rework(
    house: House, pavel: BrowserContext, controlled: Callable[[str], str]
) -> None:
    path = controlled("Returned")
    his = house.visit(pavel, f"{path}/1")
    panel(his).get_by_role("button", name="Start", exact=True).click()
    his.keyboard.press("h")
    expect(panel(his)).to_contain_text("waits for Olga.")
    hers = house.visit(house.olga, path)
    expect(card(hers, "Review", "Report")).to_have_attribute("draggable", "true")
    card(hers, "Review", "Report").drag_to(hers.get_by_role("region", name="In progress"))
    dialog = hers.get_by_role("dialog", name="Return the task")
    expect(dialog.get_by_role("button", name="Return", exact=True)).to_be_disabled()
    dialog.get_by_label("Reason").fill("The figures of May are missing.")
    dialog.get_by_role("button", name="Return", exact=True).click()
    expect(card(hers, "In progress", "Report")).to_be_visible()
    expect(panel(his)).to_contain_text("Returned once.")
    expect(panel(his).locator(".comment")).to_contain_text(["The figures of May are missing."])


def test_task_that_was_put_away_is_brought_back_from_the_archive(
    house: House, project: MakeProject
) -> None:
    path = project("Archive", ["Kept"])
    page = house.visit(house.olga, f"{path}/1")
    panel(page).get_by_role("button", name="More to do").click()
    page.get_by_role("menuitem", name="Put away").click()
    expect(page.locator("a.card")).to_have_count(0)
    expect(page.locator(SAVED).first).to_be_attached()
    page.get_by_role("button", name="Project menu").click()
    page.get_by_role("menuitem", name="Archived tasks").click()
    dialog = page.get_by_role("dialog", name="Archive")
    dialog.get_by_role("button", name="Bring back: Kept").click()
    expect(dialog).to_contain_text("Nothing is put away.")
    page.keyboard.press("Escape")
    expect(card(page, "To do", "Kept")).to_be_visible()
