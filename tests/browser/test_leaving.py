"""Signing out, and several people at one device: nobody loses unasked, and nobody sees another's rows."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, SAVED, House
from tests.browser.test_offline_shell import add_card, rule

pytestmark = pytest.mark.browser
MadeProject = Callable[[str, list[str]], str]
SIGN_IN = re.compile("/accounts/login/")
DATABASES = "indexedDB.databases().then((all) => all.map((one) => one.name))"
DOORS = "JSON.parse(localStorage.getItem('doors') ?? '[]').map((door) => door.slug)"


def choose_sign_out(page: Page) -> None:
    page.locator(".person-button:visible").click()
    page.get_by_role("menuitem", name="Sign out").click()


def sign_in(context: BrowserContext, email: str) -> Page:
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/w/acme/")
    return page


def test_signing_out_asks_while_something_is_unsent_and_then_leaves_nothing(
    house: House, project: MadeProject
) -> None:
    path = project("Signing out", ["Here before"])
    nadia = house.invite("Nadia", "performer")
    page, other = house.visit(nadia, path), house.visit(nadia, path)
    for tab in (page, other):
        expect(tab.locator(".card-title")).to_have_text(["Here before"])
    nadia.route("**/push", lambda route: route.abort())
    add_card(page, "Not yet sent")
    expect(page.locator("[data-unsent='1']").first).to_be_attached()
    choose_sign_out(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("One change is not sent yet")
    dialog.get_by_role("button", name="Stay").click()
    expect(page.locator(".card-title")).to_have_text(["Here before", "Not yet sent"])
    choose_sign_out(page)
    dialog.get_by_role("button", name="Wait, then sign out").click()
    nadia.unroute("**/push")
    for tab in (page, other):
        expect(tab).to_have_url(SIGN_IN, timeout=60_000)  # it is sent again after a pause
    assert page.evaluate(DATABASES) == []
    assert page.evaluate(DOORS) == []
    nadia.close()
    expect(house.visit(house.olga, path).locator(".card-title")).to_have_text(
        ["Here before", "Not yet sent"]
    )


def test_signing_out_and_losing_what_is_unsent_is_a_choice(
    house: House, project: MadeProject
) -> None:
    path = project("Losing", ["Here before"])
    lena = house.invite("Lena", "performer")
    page = house.visit(lena, path)
    expect(page.locator(".card-title")).to_have_text(["Here before"])
    lena.route("**/push", lambda route: route.abort())
    add_card(page, "Lost")
    expect(page.locator("[data-unsent='1']").first).to_be_attached()
    choose_sign_out(page)
    page.get_by_role("button", name="Sign out and lose it").click()
    expect(page).to_have_url(SIGN_IN)
    assert page.evaluate(DATABASES) == []
    lena.close()


def test_signing_out_on_a_page_of_the_server_leaves_nothing_either(house: House) -> None:
    clara = house.invite("Clara", "performer")
    page = house.visit(clara, "/w/acme/")
    expect(page.locator(SAVED).first).to_be_attached()
    page.goto("/me/")
    assert page.evaluate(DATABASES) != []
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(SIGN_IN)
    assert page.evaluate(DATABASES) == []
    clara.close()


def test_another_person_at_the_device_does_not_see_what_it_keeps(
    house: House, project: MadeProject
) -> None:
    path = project("Shared device", ["Of the first"])
    house.invite("Second", "performer").close()
    context = house.invite("First", "performer")
    page = house.visit(context, path)
    expect(page.locator(".card-title")).to_have_text(["Of the first"])
    rule(page)
    kept = set(page.evaluate(DATABASES))
    page.close()
    # The session ends without anybody signing out.
    context.clear_cookies(name="sessionid")
    page = sign_in(context, "second@example.com")
    expect(page.locator(SAVED).first).to_be_attached()
    assert kept < set(page.evaluate(DATABASES))
    page.close()
    page = sign_in_again(context, "first@example.com")
    assert kept < set(page.evaluate(DATABASES))
    context.close()


def sign_in_again(context: BrowserContext, email: str) -> Page:
    """Without a network right after signing in: only what belongs to that person may open."""
    context.clear_cookies(name="sessionid")
    page = context.new_page()
    page.goto("/accounts/login/?next=/me/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/me/")
    context.set_offline(True)
    page.goto("/")
    page.wait_for_url("**/w/acme/")
    expect(page.locator(".person-button:visible")).to_contain_text("First")
    context.set_offline(False)
    return page


def test_new_person_at_the_device_opens_nothing_without_the_server(
    house: House, project: MadeProject
) -> None:
    path = project("Not for the next", ["Of the first"])
    house.invite("Next", "performer").close()
    context = house.invite("Former", "performer")
    page = house.visit(context, path)
    expect(page.locator(".card-title")).to_have_text(["Of the first"])
    rule(page)
    context.clear_cookies(name="sessionid")
    page.goto("/accounts/login/?next=/me/")
    page.get_by_label("E-mail").fill("next@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/me/")
    context.set_offline(True)
    page.goto(path)
    expect(page.get_by_role("heading")).to_have_text("This workspace is not on this device yet")
    context.close()
