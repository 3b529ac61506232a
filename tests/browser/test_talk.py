"""Talking about a task in Chromium: mentions, answers, reactions, drafts, and ways back."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import SAVED, House
from tests.browser.test_accessibility import serious_faults

pytestmark = pytest.mark.browser
MakeProject = Callable[[str, list[str]], str]


def panel(page: Page) -> Locator:
    return page.locator(".task-panel")


def form(page: Page) -> Locator:
    return panel(page).get_by_role("textbox", name="Write a comment")


def say(page: Page, text: str) -> None:
    form(page).fill(text)
    form(page).press("Control+Enter")
    expect(panel(page).get_by_role("article").filter(has_text=text)).to_be_visible()


def written(page: Page) -> None:
    expect(page.locator(SAVED).first).to_be_attached()


def test_mention_by_keyboard_answer_and_reaction_reach_the_other(
    house: House, pavel: BrowserContext, project: MakeProject
) -> None:
    path = f"{project('Talk', ['Plan'])}/1"
    page = house.visit(house.olga, path)
    form(page).click()
    page.keyboard.type("Ask @pav")
    page.keyboard.press("Enter")
    page.keyboard.type("today.")
    expect(form(page)).to_have_value("Ask @Pavel today.")
    page.keyboard.press("Control+Enter")
    other = house.visit(pavel, path)
    expect(panel(other).locator(".mention.is-me")).to_have_text("@Pavel")
    panel(other).get_by_role("button", name="Answer Olga").click()
    other.keyboard.type("Tomorrow.")
    other.keyboard.press("Control+Enter")
    panel(other).get_by_role("button", name="React to the comment of Olga").click()
    other.keyboard.press("ArrowRight")
    other.keyboard.press("Enter")
    expect(panel(page).locator(".thread-replies")).to_contain_text("Tomorrow.")
    expect(panel(page).get_by_role("button", name="❤️ 1, from Pavel")).to_be_visible()


def test_deleted_comment_keeps_its_place_and_comes_back(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, f"{project('Undo', ['Plan'])}/1")
    say(page, "Question")
    panel(page).get_by_role("button", name="Answer Olga").click()
    page.keyboard.type("My own answer")
    page.keyboard.press("Control+Enter")
    panel(page).get_by_role("button", name="Change or delete this comment").first.click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(panel(page)).to_contain_text("This comment was deleted.")
    page.get_by_role("button", name="Undo", exact=True).first.click()
    expect(panel(page).get_by_role("article").filter(has_text="Question").first).to_be_visible()
    written(page)


def test_drafts_survive_a_reload(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, f"{project('Drafts', ['Plan'])}/1")
    say(page, "First")
    written(page)
    form(page).fill("Not yet sent")
    panel(page).get_by_role("button", name="Answer Olga").click()
    page.keyboard.type("Half an answer")
    panel(page).get_by_role("button", name="Add a description").click()
    page.keyboard.type("Half a plan")
    page.wait_for_timeout(400)
    page.reload()
    expect(panel(page).get_by_role("textbox", name="Description")).to_have_value("Half a plan")
    expect(form(page)).to_have_value("Not yet sent")
    expect(panel(page).get_by_role("textbox", name="Answer Olga")).to_have_value("Half an answer")


def test_earlier_versions_of_comment_and_description_are_read_and_restored(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, f"{project('Versions', ['Plan'])}/1")
    say(page, "We ship on Monday")
    panel(page).get_by_role("button", name="Change or delete this comment").click()
    page.get_by_role("menuitem", name="Edit").click()
    editor = panel(page).get_by_role("textbox", name="Change the comment")
    editor.fill("We ship on Friday")
    editor.press("Control+Enter")
    written(page)
    panel(page).get_by_role("button", name="edited").click()
    expect(page.get_by_role("dialog").locator("del")).to_contain_text("Monday")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    for text in ("One plan", "Another plan"):
        ghost = panel(page).get_by_role("button", name="Add a description")
        (ghost if text == "One plan" else panel(page).locator(".description-edit")).click()
        panel(page).get_by_role("textbox", name="Description").fill(text)
        page.keyboard.press("Control+Enter")
        expect(panel(page).locator(".description-text")).to_have_text(text)
    written(page)
    panel(page).get_by_role("button", name="Versions").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Restore this version").click()
    expect(panel(page).locator(".description-text")).to_have_text("One plan")


def test_change_is_undone_from_the_activity(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, f"{project('Activity', ['Draft'])}/1")
    title = panel(page).get_by_role("textbox", name="Title")
    title.fill("Final")
    title.press("Enter")
    written(page)
    panel(page).get_by_role("button", name="Undo: renamed it to “Final”").click()
    expect(title).to_have_value("Draft")
    panel(page).get_by_role("button", name="Comments", exact=True).click()
    expect(panel(page)).to_contain_text("Nothing of this kind.")


@pytest.mark.usefixtures("pavel")
def test_mention_is_picked_by_a_finger_on_a_phone(
    house: House, chromium: Browser, project: MakeProject
) -> None:
    path = f"{project('Phone', ['Plan'])}/1"
    phone = chromium.new_context(
        storage_state=house.olga.storage_state(),
        base_url=house.address,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    page = house.visit(phone, path)
    form(page).tap()
    page.keyboard.type("@pav")
    page.get_by_role("option", name="Pavel").tap()
    page.keyboard.type("look")
    expect(form(page)).to_have_value("@Pavel look")
    panel(page).get_by_role("button", name="Comment", exact=True).tap()
    expect(panel(page).locator(".mention")).to_have_text("@Pavel")
    phone.close()


@pytest.mark.usefixtures("pavel")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_talk_and_activity_have_no_serious_fault(
    house: House, project: MakeProject, theme: Literal["light", "dark"]
) -> None:
    page = house.visit(house.olga, f"{project('Seen', ['Plan'])}/1")
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    say(page, "Hello")
    panel(page).get_by_role("button", name="React to the comment of Olga").click()
    page.get_by_role("button", name="Hooray").click()
    panel(page).get_by_role("button", name="Answer Olga").click()
    page.keyboard.type("@")
    expect(page.get_by_role("listbox", name="People to mention")).to_be_visible()
    assert serious_faults(page) == []
