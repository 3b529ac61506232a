"""Files in Chromium: dragged, pasted, several at once, taken offline and sent after a reload."""

import base64
import re
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import House
from tests.browser.test_task import MakeProject, panel
from tests.browser.travel import Traveller, card, kept, sent, works_offline
from tests.make import png
from tests.tasks.pictures import empty_png

pytestmark = pytest.mark.browser

GIVE = """async ([target, kind, files]) => {
    // Listeners are there behind the paint.
    for (let frames = 0; frames < 3; frames += 1) await new Promise((drawn) => requestAnimationFrame(drawn));
    const data = new DataTransfer();
    for (const [name, type, text] of files) {
        const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        data.items.add(new File([bytes], name, { type }));
    }
    const element = document.querySelector(target);
    const more = { bubbles: true, cancelable: true };
    if (kind === "paste") element.dispatchEvent(new ClipboardEvent("paste", { ...more, clipboardData: data }));
    else for (const step of ["dragenter", "dragover", "drop"])
        element.dispatchEvent(new DragEvent(step, { ...more, dataTransfer: data }));
}"""


def give(page: Page, target: str, kind: str, *given: tuple[str, str, bytes]) -> None:
    """Drop or paste files on an element, as a browser does it."""
    expect(files(page)).to_be_visible()
    spelled = [[name, type_, base64.b64encode(content).decode()] for name, type_, content in given]
    page.evaluate(GIVE, [target, kind, spelled])


def files(page: Page) -> Locator:
    return panel(page).get_by_role("region", name="Files")


def names(page: Page) -> list[str]:
    return files(page).locator(".file-name").all_inner_texts()


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def thumbs(page: Page) -> Any:
    """How many pictures are drawn."""
    return (
        files(page)
        .locator(".file-thumb img")
        .evaluate_all("(all) => all.filter((one) => one.complete && one.naturalWidth > 0).length")
    )


def test_files_are_dropped_picked_looked_at_and_saved(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, f"{project('Drops', ['Draw it'])}/1")
    expect(files(page)).to_be_visible()
    picture, second = ("one.png", "image/png", png(900, 600)), ("two.png", "image/png", png(60, 90))
    give(page, ".task-panel", "drop", picture, second, ("plan.pdf", "", b"%PDF-1.7\n%\xe2\xe3"))
    expect(files(page).get_by_role("listitem")).to_have_count(3)
    with page.expect_file_chooser() as chooser:
        files(page).get_by_role("button", name="Add files").click()
    chooser.value.set_files([payload("notes.txt", b"Hello"), payload("more.txt", b"Hello again")])
    expect(files(page).get_by_role("listitem")).to_have_count(5)
    sent(page)
    expect(files(page)).to_contain_text("900 × 600")
    page.reload()
    expect(files(page).get_by_role("listitem")).to_have_count(5)
    expect(files(page).locator(".file-thumb img")).to_have_count(2, timeout=15_000)
    files(page).get_by_role("button", name="one.png", exact=True).click()
    light = page.get_by_role("dialog", name="one.png")
    expect(light.get_by_role("img", name="one.png")).to_be_visible(timeout=15_000)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="two.png")).to_contain_text("2 of 2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(panel(page)).to_be_visible()
    with page.expect_download() as saved:
        files(page).get_by_role("link", name="plan.pdf", exact=True).click()
    assert saved.value.suggested_filename == "plan.pdf"
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")


def test_pasted_screenshot_hangs_on_the_task_and_stands_in_the_text(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, f"{project('Pastes', ['Look at it'])}/1")
    panel(page).get_by_role("button", name="Add a description").click()
    page.get_by_label("Description").fill("See: ")
    give(
        page,
        "textarea[aria-label='Description']",
        "paste",
        ("image.png", "image/png", png(300, 200)),
    )
    expect(page.get_by_label("Description")).to_have_value(
        re.compile(r"^See: !\[Screenshot .+\.png\]\(file:[-0-9a-f]{36}\)$")
    )
    page.keyboard.press("Control+Enter")
    expect(panel(page).locator(".description .md-file img")).to_be_visible(timeout=15_000)
    sent(page)
    page.reload()
    shown = panel(page).locator(".description .md-file img")
    expect(shown).to_be_visible(timeout=15_000)
    assert shown.evaluate("(one) => one.naturalWidth") == 300
    give(page, "body", "paste", ("image.png", "image/png", png(30, 20)))
    expect(files(page).get_by_role("listitem")).to_have_count(2)


def test_file_that_is_removed_comes_back(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, f"{project('Removes', ['Keep it'])}/1")
    give(page, ".task-panel", "drop", ("one.png", "image/png", png(90, 60)))
    sent(page)
    files(page).get_by_role("listitem").hover()
    files(page).get_by_role("button", name="Remove file one.png").click()
    expect(files(page).get_by_role("listitem")).to_have_count(0)
    sent(page)
    page.get_by_role("button", name="Undo").click()
    sent(page)
    page.reload()
    expect(files(page).get_by_role("button", name="one.png", exact=True)).to_be_visible()
    expect(files(page).locator(".file-thumb img")).to_be_visible(timeout=15_000)


def test_file_that_the_server_does_not_take_says_why(house: House, project: MakeProject) -> None:
    page = house.visit(house.olga, f"{project('Bombs', ['Refuse it'])}/1")
    give(page, ".task-panel", "drop", ("bomb.png", "image/png", empty_png(20_000, 20_000)))
    expect(files(page)).to_contain_text("at most 50 million points", timeout=15_000)
    files(page).get_by_role("button", name="Forget bomb.png").click()
    expect(files(page).get_by_role("listitem")).to_have_count(0)


def test_largest_file_goes_through_and_a_cut_line_leaves_nothing(
    house: House, project: MakeProject
) -> None:
    page = house.visit(house.olga, f"{project('Large', ['Carry it'])}/1")
    expect(files(page)).to_be_visible()
    before = usage(house)
    files(page).locator("input[type=file]").set_input_files(payload("large.bin", bytes(25 * 2**20)))
    expect(files(page)).to_contain_text("File · 26 MB", timeout=30_000)
    sent(page)
    assert usage(house) == before + 25 * 2**20
    cut_line(house, page)
    assert usage(house) == before + 25 * 2**20


def usage(house: House) -> int:
    answer = house.olga.request.get(f"{house.address}/api/v1/file-usage?workspace=acme")
    return int(answer.json()["bytes"])


def cut_line(house: House, page: Page) -> None:
    """Send half of a file, and hang up."""
    link = files(page).get_by_role("link", name="Save large.bin").get_attribute("href")
    cookies = {str(one.get("name")): str(one.get("value")) for one in house.olga.cookies()}
    head = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": cookies["csrftoken"],
        "Content-Length": str(2 * 2**20),
    }
    assert link is not None
    line = HTTPConnection(urlsplit(house.address).netloc)
    line.putrequest("PUT", f"{link.rsplit('/', 1)[0]}/{uuid4()}?name=half.bin")
    for name, value in head.items():
        line.putheader(name, value)
    line.endheaders(bytes(2**20))
    line.close()


def test_files_wait_offline_through_a_reload_and_are_sent_when_there_is_a_connection(
    house: House, project: MakeProject, tmp_path: Path
) -> None:
    path = project("Tunnel files", ["Take along"])
    tanya = Traveller(house, tmp_path)
    page = tanya.visit(path)
    works_offline(page)
    card(page, "Take along").click()
    give(page, ".task-panel", "drop", ("before.png", "image/png", png(90, 60)))
    expect(files(page).locator("button .file-thumb img, button.file-thumb img")).to_be_visible()
    sent(page)
    tanya.go(online=False)
    give(
        page,
        ".task-panel",
        "drop",
        ("one.png", "image/png", png(90, 60)),
        ("b.txt", "text/plain", b"B"),
    )
    expect(files(page)).to_contain_text("waits on this device")
    kept(page)
    page.reload()
    expect(files(page).get_by_role("listitem")).to_have_count(3)
    # The picture that was looked at, and the one that waits.
    expect(files(page).locator(".file-thumb img")).to_have_count(2, timeout=15_000)
    assert thumbs(page) == 2
    tanya.go(online=True)
    sent(page)
    expect(files(page)).not_to_contain_text("waits on this device")
    olga = house.visit(house.olga, f"{path}/1")
    expect(files(olga).get_by_role("listitem")).to_have_count(3)
    assert sorted(names(olga)) == ["b.txt", "before.png", "one.png"]
    tanya.close()
