"""Tasks that come again in Chromium: set in the panel, closed, skipped, stopped, and closed without a connection."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House
from tests.browser.test_task import MakeProject, fact, written
from tests.browser.travel import Traveller, card, column, works_offline

pytestmark = pytest.mark.browser
WEDNESDAY = date(2031, 3, 5)
Opened = Callable[[str, str], Page]


@pytest.fixture
def opened(house: House, project: MakeProject) -> Opened:
    """A function that makes a project with one card of a due date and opens it."""

    def make(name: str, due: str) -> Page:
        page = house.visit(house.olga, f"{project(name, ['Report'])}/1")
        set_due(page, due)
        return page

    return make


@pytest.fixture
def traveller(house: House, tmp_path: Path) -> Iterator[Traveller]:
    person = Traveller(house, tmp_path)
    yield person
    person.close()


def set_due(page: Page, day: str) -> None:
    fact(page, "Due").click()
    page.get_by_label("Day").fill(day)
    page.get_by_role("button", name="Set", exact=True).click()


def choose(page: Page, name: str) -> None:
    fact(page, "Repeat").click()
    page.get_by_label("Repeat").get_by_text(name, exact=True).click()


def close(page: Page) -> None:
    fact(page, "Stage").click()
    page.get_by_role("menuitemradio", name="Done").click()


def test_weekly_task_is_closed_and_the_next_stands_a_week_later(opened: Opened) -> None:
    page = opened("Weekly", "2031-03-05")
    choose(page, "Every week on Wed")
    expect(fact(page, "Repeat")).to_contain_text("Every week on Wed")
    expect(fact(page, "Repeat")).to_contain_text("Next: Mar 12, 2031")
    expect(column(page, "To do").get_by_role("img", name="Repeats")).to_have_count(1)
    close(page)
    following = column(page, "To do").locator("a.card", has_text="Report")
    expect(following).to_contain_text("Mar 12, 2031")
    written(page)
    expect(fact(page, "Repeat")).to_contain_text("A later one is there.")
    choose(page, "Show all of them …")
    dialog = page.get_by_role("dialog", name="All of them")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    expect(dialog.get_by_role("listitem").first).to_contain_text("To do")
    expect(dialog.get_by_role("listitem").last).to_contain_text("Done")
    dialog.get_by_role("listitem").first.get_by_role("button").click()
    expect(fact(page, "Due")).to_contain_text("Mar 12, 2031")
    expect(fact(page, "Repeat")).to_contain_text("Next: Mar 19, 2031")


def test_after_completion_is_counted_from_the_day_on_which_it_was_done(opened: Opened) -> None:
    page = opened("After", "2031-03-05")
    choose(page, "7 days after completion")
    written(page)
    close(page)
    written(page)
    column(page, "To do").locator("a.card", has_text="Report").click()
    fact(page, "Due").click()
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    week = date.fromisoformat(today) + timedelta(days=7)
    assert abs((date.fromisoformat(page.get_by_label("Day").input_value()) - week).days) <= 1


def test_the_31st_leaves_months_out_and_the_last_day_does_not(opened: Opened) -> None:
    page = opened("Months", "2031-01-31")
    choose(page, "Every month on the 31st")
    expect(fact(page, "Repeat")).to_contain_text("Next: Mar 31, 2031")
    choose(page, "Every month on the last day")
    expect(fact(page, "Repeat")).to_contain_text("Next: Feb 28, 2031")


def test_a_time_is_skipped_taken_back_and_the_repeating_stopped(opened: Opened) -> None:
    page = opened("Skipped", "2031-03-05")
    choose(page, "Every week on Wed")
    expect(fact(page, "Repeat")).to_contain_text("Next: Mar 12, 2031")
    choose(page, "Skip to the next")
    expect(fact(page, "Due")).to_contain_text("Mar 12, 2031")
    expect(fact(page, "Repeat")).to_contain_text("Next: Mar 19, 2031")
    choose(page, "Take the last skip back")
    expect(fact(page, "Due")).to_contain_text("Mar 5, 2031")
    written(page)
    choose(page, "Stop repeating")
    expect(fact(page, "Repeat")).to_contain_text("Stopped")
    expect(page.get_by_role("img", name="Repeats")).to_have_count(0)
    close(page)
    written(page)
    expect(column(page, "To do").locator("a.card")).to_have_count(0)


def test_form_shows_dates_around_days_off_and_refusals_in_sentences(opened: Opened) -> None:
    page = opened("Form", "2031-03-05")
    choose(page, "Custom …")
    form = page.get_by_role("dialog", name="Repeat the task")
    form.get_by_label("Every", exact=True).fill("2")
    form.get_by_role("button", name="Mon").click()
    upcoming = form.get_by_role("status", name="The next dates")
    expect(upcoming).to_contain_text("Every 2 weeks on Mon, Wed")
    expect(upcoming.get_by_role("listitem").nth(1)).to_have_text("Mon, Mar 17, 2031")
    form.get_by_label("Days off").select_option("skip")
    form.get_by_label("Holidays of").fill("XX")
    expect(form.get_by_role("alert")).to_contain_text(".")
    expect(form.get_by_role("button", name="Repeat", exact=True)).to_be_disabled()
    form.get_by_label("Holidays of").fill("de-by")
    form.get_by_label("Every", exact=True).fill("0")
    expect(form.get_by_role("alert")).to_have_text("INTERVAL is a whole number from 1 to 999.")
    form.get_by_label("Every", exact=True).fill("2")
    expect(form.get_by_role("alert")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 700})
    form.get_by_role("button", name="Repeat", exact=True).click()
    expect(fact(page, "Repeat")).to_contain_text("Every 2 weeks on Mon, Wed")
    expect(fact(page, "Repeat")).to_contain_text("Next: Mar 17, 2031")


def test_task_closed_without_a_connection_is_followed_at_once(
    house: House, traveller: Traveller, project: MakeProject
) -> None:
    path = project("Tunnel", ["Report"])
    page = traveller.visit(f"{path}/1")
    set_due(page, WEDNESDAY.isoformat())
    choose(page, "Every week on Wed")
    expect(fact(page, "Repeat")).to_contain_text("Next: Mar 12, 2031")
    works_offline(page)
    traveller.go(online=False)
    close(page)
    expect(column(page, "To do").locator("a.card")).to_contain_text("Mar 12, 2031")
    traveller.go(online=True)
    written(page)
    other = house.visit(house.olga, path)
    expect(card(other, "Report")).to_have_count(2)
    expect(column(other, "To do").locator("a.card")).to_contain_text("Mar 12, 2031")
