"""Days without a connection in Chromium: everything goes on, nothing is lost, and what collided is shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, House
from tests.browser.travel import (
    Traveller,
    board_of,
    card,
    column,
    kept,
    sent,
    titles,
    works_offline,
)

pytestmark = pytest.mark.browser
MakeProject = Callable[[str, list[str]], str]


@pytest.fixture
def traveller(house: House, tmp_path: Path) -> Iterator[Traveller]:
    """A performer whose browser keeps its data in a folder."""
    person = Traveller(house, tmp_path)
    yield person
    person.close()


def add_cards(page: Page, where: str, names: list[str]) -> None:
    column(page, where).get_by_role("button", name="Add a card", exact=True).click()
    for name in names:
        page.get_by_label("Title of the new card").fill(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def rename(page: Page, old: str, new: str) -> None:
    card(page, old).click()
    title = page.locator(".task-panel").get_by_role("textbox", name="Title")
    title.fill(new)
    title.press("Enter")
    page.keyboard.press("Escape")
    expect(card(page, new)).to_be_visible()


def in_panel(page: Page, title: str, comments: list[str], items: list[str]) -> None:
    card(page, title).click()
    panel = page.locator(".task-panel")
    for item in items:
        panel.get_by_placeholder("Add an item").fill(item)
        panel.get_by_placeholder("Add an item").press("Enter")
    for item in items[:2]:
        panel.get_by_role("checkbox", name=item).check()
    for comment in comments:
        panel.get_by_label("Write a comment").fill(comment)
        panel.get_by_label("Write a comment").press("Control+Enter")
        expect(panel.get_by_text(comment)).to_be_visible()
    page.keyboard.press("Escape")


def test_a_day_in_the_tunnel_arrives_whole(
    house: House, traveller: Traveller, project: MakeProject
) -> None:
    path = project("Tunnel day", ["One", "Two", "Three", "Four", "Five"])
    page = prepared(traveller, path)
    traveller.go(online=False)
    work_for_a_day(page)
    before = board_of(page)
    page.reload()
    expect(titles(page, "In progress")).to_have_text(before["In progress"])
    assert board_of(page) == before
    page.close()
    traveller.reopen()
    page = traveller.visit(path)
    expect(titles(page, "Backlog")).to_have_text(before["Backlog"])
    card(page, "Two").click()
    expect(page.locator(".task-panel").get_by_text("Third word")).to_be_visible()
    page.keyboard.press("Escape")
    # Two who write within half a minute of each other are taken to see each other's words.
    page.wait_for_timeout(30_000)
    olga = house.visit(house.olga, path)
    edit_meanwhile(olga)
    traveller.go(online=True)
    sent(page)
    expect(titles(page, "To do")).to_contain_text(["Six, by Olga"])
    expect(titles(olga, "Backlog")).to_have_count(10)
    expect(titles(olga, "In progress")).to_have_count(4)
    assert board_of(page) == board_of(olga)
    use_mine(page)
    expect(card(olga, "Four, by Tanya")).to_be_visible()


def prepared(traveller: Traveller, path: str) -> Page:
    """The board, open and on the device, with one task that was looked into."""
    page = traveller.visit(path)
    expect(titles(page, "To do")).to_have_count(5)
    card(page, "Two").click()
    expect(page.locator(".task-panel").get_by_placeholder("Add an item")).to_be_visible()
    page.keyboard.press("Escape")
    works_offline(page)
    return page


def work_for_a_day(page: Page) -> None:
    """Thirty edits of every kind."""
    add_cards(page, "Backlog", [f"Idea {letter}" for letter in "ABCDEFGHIJ"])
    for title in ("One", "Two", "Three"):
        card(page, title).first.press("]")
    rename(page, "Four", "Four, by Tanya")
    rename(page, "Idea A", "Idea A, better")
    in_panel(page, "Two", ["First word", "Second word", "Third word"], ["a", "b", "c", "d"])
    in_panel(page, "Idea B", ["A thought"], ["x", "y", "z"])
    kept(page)


def edit_meanwhile(olga: Page) -> None:
    rename(olga, "Four", "Four, by Olga")
    card(olga, "Five").first.press("]")
    add_cards(olga, "To do", ["Six, by Olga"])
    sent(olga)


def use_mine(page: Page) -> None:
    """Find the title that collided, and take one's own."""
    expect(card(page, "Four, by Olga")).to_be_visible()
    mine = page.locator(".sync-ask").first
    expect(mine).to_have_text("1 to decide")
    mine.click()
    choice = page.locator("[data-conflict=title]")
    expect(choice).to_contain_text("Four, by Tanya")
    choice.get_by_role("button", name="Use mine").click()
    expect(page.locator("[data-conflict]")).to_have_count(0)


def test_browser_killed_in_the_middle_of_an_edit_keeps_what_was_saved(
    traveller: Traveller, project: MakeProject
) -> None:
    path = project("Killed", ["Survivor"])
    page = traveller.visit(path)
    expect(titles(page, "To do")).to_have_text(["Survivor"])
    works_offline(page)
    # The browser writes down its service workers when it likes; by another day it has.
    page.close()
    traveller.reopen()
    page = traveller.visit(path)
    works_offline(page)
    traveller.go(online=False)
    add_cards(page, "To do", ["Typed a moment ago"])
    kept(page)
    column(page, "To do").get_by_role("button", name="Add a card", exact=True).click()
    page.get_by_label("Title of the new card").fill("Half a sen")
    traveller.kill()
    page = traveller.visit(path)
    expect(titles(page, "To do")).to_have_text(["Survivor", "Typed a moment ago"])
    traveller.go(online=True)
    sent(page)
    page.reload()
    expect(titles(page, "To do")).to_have_text(["Survivor", "Typed a moment ago"])


def test_second_tab_goes_on_when_the_first_one_dies(
    house: House, traveller: Traveller, project: MakeProject
) -> None:
    path = project("Two tabs", ["Shared"])
    first = traveller.visit(path)
    sent(first)
    second = traveller.visit(path)
    expect(titles(second, "To do")).to_have_text(["Shared"])
    add_cards(first, "To do", ["From the first"])
    expect(titles(second, "To do")).to_have_text(["Shared", "From the first"])
    first.close()
    add_cards(second, "To do", ["From the second"])
    sent(second)
    olga = house.visit(house.olga, path)
    expect(titles(olga, "To do")).to_have_text(["Shared", "From the first", "From the second"])
    card(olga, "Shared").first.press("]")
    expect(titles(second, "In progress")).to_have_text(["Shared"])


def test_access_taken_while_offline_keeps_own_edits_and_purges_the_rest(
    house: House, traveller: Traveller, project: MakeProject
) -> None:
    path = project("Secret soon", ["Not for you"])
    page = traveller.visit(path)
    expect(titles(page, "To do")).to_have_text(["Not for you"])
    works_offline(page)
    traveller.go(online=False)
    add_cards(page, "To do", ["My own words"])
    kept(page)
    make_private(house, path)
    traveller.go(online=True)
    expect(page.get_by_text("There is no such project here")).to_be_visible(timeout=30_000)
    page.goto("/w/acme/sync/")
    expect(page.get_by_role("region", name="Could not be saved")).to_contain_text("My own words")
    expect(page.get_by_text("Not for you")).to_have_count(0)


def make_private(house: House, path: str) -> None:
    """Let only the project's own people see it, as Olga would by the API."""
    page = house.visit(house.olga, path)
    status = page.evaluate(
        """async (key) => {
            const csrf = document.cookie.match(/csrftoken=([^;]+)/)[1];
            const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
            const list = await (await fetch("/api/v1/projects?workspace=acme")).json();
            const { id } = list.results.find((one) => one.key === key);
            const body = JSON.stringify({ visibility: "private" });
            return (await fetch(`/api/v1/projects/${id}`, { method: "PATCH", headers, body })).status;
        }""",
        path.rsplit("/", 1)[1],
    )
    assert status == 200
    page.close()


def test_signed_out_while_offline_keeps_everything_until_the_same_person_is_back(
    traveller: Traveller, project: MakeProject
) -> None:
    path = project("Signed out", ["Still here"])
    page = traveller.visit(path)
    expect(titles(page, "To do")).to_have_text(["Still here"])
    works_offline(page)
    traveller.go(online=False)
    add_cards(page, "To do", ["Written without a session"])
    kept(page)
    traveller.context.clear_cookies(name="sessionid")
    traveller.go(online=True)
    banner = page.get_by_role("alert").filter(has_text="You have been signed out")
    expect(banner).to_be_visible(timeout=30_000)
    expect(titles(page, "To do")).to_have_text(["Still here", "Written without a session"])
    with traveller.context.expect_page() as opened:
        banner.get_by_role("link", name="Sign in again").click()
    login = opened.value
    login.get_by_label("E-mail").fill(traveller.email)
    login.get_by_label("Password").fill(PASSWORD)
    login.get_by_role("button", name="Sign in").click()
    login.wait_for_url("**/w/acme/")
    login.close()
    page.bring_to_front()
    page.get_by_role("button", name="I have signed in").click()
    sent(page)
    page.reload()
    expect(titles(page, "To do")).to_have_text(["Still here", "Written without a session"])
