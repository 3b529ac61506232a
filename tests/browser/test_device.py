"""What the browser keeps on the device: it opens without a network, and nothing that was typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SAVED, House

pytestmark = pytest.mark.browser

READ = """
async () => {
  const { name } = (await indexedDB.databases()).find((one) => one.name.startsWith("pm-suite:"));
  const db = await new Promise((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  const all = (store) => new Promise((resolve) => {
    const request = db.transaction(store).objectStore(store).getAll();
    request.onsuccess = () => resolve(request.result);
  });
  const [outbox, acked, packs] = await Promise.all([all("outbox"), all("acked"), all("packs")]);
  const audited = await new Promise((resolve) => {
    const request = db.transaction("meta").objectStore("meta").get("audit");
    request.onsuccess = () => resolve(request.result ?? 0);
  });
  db.close();
  return { outbox: outbox.length, acked: acked.length, audited, packs: packs.map((pack) => pack.model) };
}
"""


def device_of(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(READ)
    return found


def titles(page: Page, column: str) -> Any:
    return page.get_by_role("region", name=column, exact=True).locator(".card-title")


def test_edit_is_on_the_device_before_it_is_sent_and_remembered_after(
    house: House, project: Callable[[str, list[str]], str]
) -> None:
    path = project("Device", ["Typed offline"])
    page = house.visit(house.olga, path)
    expect(page.locator(SAVED).first).to_be_attached()
    assert {"stage", "project"} <= set(device_of(page)["packs"])
    before = device_of(page)
    page.route("**/push", lambda route: route.abort())
    page.locator("a.card").first.press("]")
    expect(titles(page, "In progress")).to_have_text(["Typed offline"])
    page.wait_for_function(f"({READ})().then(({{ outbox }}) => outbox === 1)")
    page.unroute("**/push")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(SAVED).first).to_be_attached()
    after = device_of(page)
    assert (after["outbox"], after["acked"]) == (0, before["acked"] + 1)


def test_tab_killed_in_mid_edit_loses_nothing(
    house: House, project: Callable[[str, list[str]], str]
) -> None:
    path = project("Killed", ["Survives"])
    page = house.visit(house.olga, path)
    expect(page.locator(SAVED).first).to_be_attached()
    page.route("**/push", lambda route: route.abort())
    page.locator("a.card").first.press("]")
    page.wait_for_function(f"({READ})().then(({{ outbox }}) => outbox === 1)")
    page.close(run_before_unload=False)
    again = house.visit(house.olga, path)
    expect(titles(again, "In progress")).to_have_text(["Survives"])
    expect(again.locator(SAVED).first).to_be_attached()
    assert device_of(again)["outbox"] == 0


def test_second_tab_sends_when_the_one_that_led_is_gone(
    house: House, project: Callable[[str, list[str]], str]
) -> None:
    path = project("Heirs", ["Handed on"])
    leader = house.visit(house.olga, path)
    expect(leader.locator(SAVED).first).to_be_attached()
    heir = house.visit(house.olga, path)
    expect(heir.locator(SAVED).first).to_be_attached()
    leader.close()
    heir.locator("a.card").first.press("]")
    expect(titles(heir, "In progress")).to_have_text(["Handed on"])
    expect(heir.locator(SAVED).first).to_be_attached()
    assert device_of(heir)["outbox"] == 0


LONG_AGO = """
async () => {
  const { name } = (await indexedDB.databases()).find((one) => one.name.startsWith("pm-suite:"));
  const db = await new Promise((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  await new Promise((resolve) => {
    const tx = db.transaction("meta", "readwrite");
    tx.objectStore("meta").put(1, "audit");
    tx.oncomplete = resolve;
  });
  db.close();
}
"""


def test_weekly_comparison_finds_the_device_equal_to_the_server(
    house: House, project: Callable[[str, list[str]], str]
) -> None:
    path = project("Compared", ["One", "Two “quoted”", "Три"])
    page = house.visit(house.olga, path)
    expect(page.locator(SAVED).first).to_be_attached()
    page.locator("a.card").first.press("]")
    expect(page.locator(SAVED).first).to_be_attached()
    page.evaluate(LONG_AGO)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    with page.expect_response("**/audit?**") as answered:
        page.reload()
    assert answered.value.json()["models"]["task"]["count"] >= 3
    page.wait_for_function(f"({READ})().then(({{ audited }}) => audited > 1)")
    assert said == []
