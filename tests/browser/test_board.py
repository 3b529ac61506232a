"""The board in Chromium: drags, keys, refusals and undo, seen by one person and by two."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import SAVED, House

pytestmark = pytest.mark.browser
MakeProject = Callable[[str, list[str]], str]


def column(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def card(page: Page, title: str) -> Locator:
    return page.locator("a.card", has_text=title)


def titles(page: Page, name: str) -> Locator:
    return column(page, name).locator(".card-title")


def drag(page: Page, source: Locator, target: Locator, *, y: float = 0.5) -> None:
    """Drag with the mouse, in steps, as a hand does."""
    expect(source).to_have_attribute("draggable", "true")
    start, end = source.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 8, start["y"] + start["height"] / 2 + 8)
    x, height = end["x"] + end["width"] / 2, end["y"] + end["height"] * y
    page.mouse.move(x, height, steps=12)
    page.wait_for_timeout(80)
    page.mouse.up()


def test_drag_in_one_browser_appears_in_the_other(
    house: House, pavel: BrowserContext, project: MakeProject
) -> None:
    path = project("Two browsers", ["Write the brief", "Draw the logo"])
    mine, theirs = house.visit(house.olga, path), house.visit(pavel, path)
    expect(titles(theirs, "To do")).to_have_text(["Write the brief", "Draw the logo"])
    drag(mine, card(mine, "Write the brief"), column(mine, "In progress"))
    expect(titles(mine, "In progress")).to_have_text(["Write the brief"])
    expect(titles(theirs, "In progress")).to_have_text(["Write the brief"])
    expect(titles(theirs, "To do")).to_have_text(["Draw the logo"])
    expect(card(theirs, "Write the brief")).to_contain_text("Olga moved this")


def test_drag_within_a_column_changes_the_order_and_survives_a_reload(
    house: House, project: MakeProject
) -> None:
    path = project("Order", ["First", "Second", "Third"])
    page = house.visit(house.olga, path)
    drag(page, card(page, "Third"), card(page, "First"), y=0.2)
    expect(titles(page, "To do")).to_have_text(["Third", "First", "Second"])
    expect(page.locator(SAVED).first).to_be_attached()
    page.reload()
    expect(titles(page, "To do")).to_have_text(["Third", "First", "Second"])


def test_card_is_moved_by_keyboard_and_each_step_is_announced(
    house: House, project: MakeProject
) -> None:
    path = project("Keyboard", ["Lift me", "Stay here"])
    page = house.visit(house.olga, path)
    card(page, "Lift me").focus()
    said = page.locator("[aria-live]")
    page.keyboard.press("Space")
    expect(said.filter(has_text="Lift me").first).to_be_attached()
    page.keyboard.press("ArrowRight")
    expect(said.filter(has_text="In progress").first).to_be_attached()
    page.keyboard.press("Space")
    expect(titles(page, "In progress")).to_have_text(["Lift me"])
    expect(card(page, "Lift me")).to_be_focused()


def test_lifted_card_goes_back_on_escape(house: House, project: MakeProject) -> None:
    path = project("Escape", ["Stays", "Also stays"])
    page = house.visit(house.olga, path)
    page.set_viewport_size({"width": 1440, "height": 900})
    card(page, "Also stays").focus()
    for _ in range(3):
        for key in ("Space", "ArrowRight", "ArrowRight", "Escape"):
            page.keyboard.press(key)
        expect(titles(page, "To do")).to_have_text(["Stays", "Also stays"])
        expect(card(page, "Also stays")).to_be_focused()
        expect(card(page, "Also stays")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_lifted_card_goes_back_when_the_focus_goes_elsewhere(
    house: House, project: MakeProject
) -> None:
    path = project("Elsewhere", ["Left hanging", "Other"])
    page = house.visit(house.olga, path)
    card(page, "Left hanging").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(titles(page, "In progress")).to_have_text(["Left hanging"])
    page.get_by_placeholder("Filter").click()
    expect(titles(page, "To do")).to_have_text(["Left hanging", "Other"])


def test_last_move_is_undone_by_key(house: House, project: MakeProject) -> None:
    path = project("Undo", ["There and back", "Other"])
    page = house.visit(house.olga, path)
    drag(page, card(page, "There and back"), column(page, "Done"))
    expect(titles(page, "Done")).to_have_text(["There and back"])
    page.keyboard.press("Control+z")
    expect(titles(page, "To do")).to_have_text(["There and back", "Other"])
    expect(titles(page, "Done")).to_have_count(0)


FILL_UP = """async () => {
    const csrf = /csrftoken=([^;]+)/.exec(document.cookie)[1];
    const headers = {"X-Workspace": "acme", "X-CSRFToken": csrf, "Content-Type": "application/json"};
    const projects = await (await fetch("/api/v1/projects", {headers})).json();
    const project = projects.results.find((one) => one.name === "Full column");
    const path = `/api/v1/projects/${project.id}/stages`;
    const stages = await (await fetch(path, {headers})).json();
    const stage = (stages.results ?? stages).find((one) => one.name === "To do");
    const body = JSON.stringify({wip_limit: 1, wip_hard: true});
    return (await fetch(`/api/v1/stages/${stage.id}`, {method: "PATCH", headers, body})).status;
}"""


def fill_up(page: Page) -> int:
    """Let To do hold one card and no more; returns the status."""
    return int(page.evaluate(FILL_UP))


SET_ACCEPTANCE = """async () => {
    const csrf = /csrftoken=([^;]+)/.exec(document.cookie)[1];
    const list = await (await fetch("/api/v1/projects", {headers: {"X-Workspace": "acme"}})).json();
    const project = list.results.find((one) => one.name === "Acceptance");
    const answer = await fetch(`/api/v1/projects/${project.id}`, {
        method: "PATCH",
        headers: {"X-Workspace": "acme", "X-CSRFToken": csrf, "Content-Type": "application/json"},
        body: JSON.stringify({acceptance: true}),
    });
    return answer.status;
}"""


def test_refused_move_brings_the_card_back_with_a_sentence(
    house: House, pavel: BrowserContext, project: MakeProject
) -> None:
    path = project("Acceptance", ["Olga accepts this"])
    assert house.visit(house.olga, path).evaluate(SET_ACCEPTANCE) == 200
    page = house.visit(pavel, path)
    drag(page, card(page, "Olga accepts this"), column(page, "Done"))
    sentence = "Only the author or a project lead accepts this task as done."
    expect(page.get_by_text(sentence).first).to_be_visible()
    expect(titles(page, "To do")).to_have_text(["Olga accepts this"])
    expect(titles(page, "Done")).to_have_count(0)


def test_pasted_list_makes_a_card_of_each_line(house: House, project: MakeProject) -> None:
    path = project("Paste", ["One"])
    page = house.visit(house.olga, path)
    column(page, "Backlog").get_by_role("button", name="Add a card", exact=True).click()
    page.get_by_label("Title of the new card").evaluate(
        """(field) => {
            const data = new DataTransfer();
            data.setData("text/plain", "Alpha\\n- Beta\\n\\nGamma");
            const options = {clipboardData: data, bubbles: true, cancelable: true};
            field.dispatchEvent(new ClipboardEvent("paste", options));
        }"""
    )
    page.get_by_role("button", name="Add 3", exact=True).click()
    expect(titles(page, "Backlog")).to_have_text(["Alpha", "Beta", "Gamma"])


def test_task_is_opened_and_changed_in_place(
    house: House, pavel: BrowserContext, project: MakeProject
) -> None:
    path = project("Panel", ["Rename me"])
    page, theirs = house.visit(house.olga, path), house.visit(pavel, path)
    card(page, "Rename me").click()
    expect(page).to_have_url(re.compile(r"/p/[A-Z0-9]+/1$"))
    panel = page.locator("aside.task-panel")
    title = panel.get_by_role("textbox", name="Title")
    title.fill("A better name")
    title.press("Enter")
    expect(card(theirs, "A better name")).to_be_visible()
    page.keyboard.press("Escape")
    expect(titles(page, "To do")).to_have_text(["A better name"])


def test_card_stays_where_it_was_dropped_while_the_connection_is_away(
    house: House, project: MakeProject
) -> None:
    path = project("Tunnel", ["Carry on"])
    page = house.visit(house.olga, path)
    expect(card(page, "Carry on")).to_be_visible()
    house.olga.set_offline(True)
    drag(page, card(page, "Carry on"), column(page, "In progress"))
    expect(titles(page, "In progress")).to_have_text(["Carry on"])
    expect(page.locator(SAVED)).to_have_count(0)
    house.olga.set_offline(False)
    expect(page.locator(SAVED).first).to_be_attached(timeout=15_000)
    page.reload()
    expect(titles(page, "In progress")).to_have_text(["Carry on"])


def test_title_that_is_too_long_stays_in_the_form(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, project("Long titles", []))
    column(page, "To do").get_by_role("button", name="Add a card", exact=True).click()
    field = page.get_by_label("Title of the new card")
    field.fill("x" * 1200)
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="at most 1000 characters")).to_be_visible()
    expect(field).to_have_value("x" * 1200)
    expect(titles(page, "To do")).to_have_count(0)


def test_refused_card_comes_back_into_the_form(house: House, project: MakeProject) -> None:
    path = project("Full column", ["The only one"])
    page = house.visit(house.olga, path)
    column(page, "To do").get_by_role("button", name="Add a card", exact=True).click()
    page.route("**/push", lambda route: route.abort())
    page.get_by_label("Title of the new card").fill("One too many")
    page.keyboard.press("Enter")
    expect(titles(page, "To do")).to_have_text(["The only one", "One too many"])
    page.keyboard.press("Escape")
    assert fill_up(page) == 200
    page.unroute("**/push")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_label("Title of the new card")).to_have_value("One too many", timeout=15_000)
    expect(titles(page, "To do")).to_have_text(["The only one"])


@pytest.mark.parametrize("width", [390, 2560])
def test_board_fits_its_width(house: House, project: MakeProject, width: int) -> None:
    path = project(f"Width {width}", ["A card with a long title " * 6])
    page = house.visit(house.olga, path)
    page.set_viewport_size({"width": width, "height": 900})
    expect(titles(page, "To do")).to_have_count(1)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
