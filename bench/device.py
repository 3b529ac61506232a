"""A board of 10,000 cards in Chromium: from an empty device, from the device on a slow CPU, scrolled and dragged."""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench.fill import Place
from bench.servers import ROOT, free_port, session_cookie, wait_for
from pm_suite.runtime.suites import find_browser

THROTTLE = 4
RUNS = 5
FIRST_CARD = """
new MutationObserver((_, observer) => {
    if (!document.querySelector("a.card")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.firstCard = performance.now())));
}).observe(document, { childList: true, subtree: true });
"""
WAIT_FOR_CARD = """
new Promise((done) => {
    const look = () => (window.firstCard ? done(window.firstCard) : setTimeout(look, 20));
    look();
})
"""
CONTROLLED = """
new Promise((done) => {
    const look = () => (navigator.serviceWorker.controller ? done() : setTimeout(look, 50));
    look();
})
"""
LONG_FRAMES = """
window.longFrames = [];
new PerformanceObserver((list) => {
    for (const frame of list.getEntries()) window.longFrames.push(frame.duration);
}).observe({ type: "long-animation-frame" });
"""
"""The browser reports each frame that took more than 50 ms."""
SAVED = ".sync[data-unsent='0'][data-connection='live']"


@dataclass
class Opened:
    """Milliseconds to the first card, and the frames of more than 50 ms while scrolling and dragging."""

    empty: float
    from_device: float
    long_frames: list[float]


@contextmanager
def product() -> Iterator[str]:
    """The product as `make run` starts it, on the bench's services; gives its address."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="pm-suite-bench-") as folder:
        environment = os.environ | {"PORT": str(port), "PM_SUITE_DATA": folder}
        process = subprocess.Popen(
            [sys.executable, "-m", "pm_suite.runtime", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(port, 120)
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def open_board(place: Place) -> Opened | None:
    """Open, scroll and drag the place's board in Chromium; None where there is no Chromium."""
    executable = find_browser()
    if executable is None:
        return None
    path = f"/w/{place.member.workspace.slug}/p/{place.project.key}"
    assert place.member.user is not None
    # Before the browser is there: beside its event loop Django asks no database.
    cookie = session_cookie(place.member.user)
    with product() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, headless=True)
        try:
            return _measure(chromium, address, path, cookie)
        finally:
            chromium.close()


def _measure(chromium: Chromium, address: str, path: str, cookie: str) -> Opened:
    empty = []
    for _ in range(RUNS):
        context = context_of(chromium, address, cookie)
        empty.append(first_card(context, path)[0])
        context.close()
    context = context_of(chromium, address, cookie)
    _, page = first_card(context, path)
    page.evaluate(CONTROLLED)
    page.locator(SAVED).first.wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(5_000)
    page.close()
    known = []
    for _ in range(RUNS):
        taken, page = first_card(context, path, throttle=THROTTLE)
        known.append(taken)
        page.close()
    frames = _frames(context, path)
    context.close()
    return Opened(statistics.median(empty), statistics.median(known), frames)


def context_of(chromium: Chromium, address: str, cookie: str) -> BrowserContext:
    context = chromium.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    context.add_init_script(FIRST_CARD)
    context.add_init_script(LONG_FRAMES)
    return context


def first_card(context: BrowserContext, path: str, throttle: int = 1) -> tuple[float, Page]:
    page = context.new_page()
    if throttle > 1:
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.goto(path, wait_until="commit")
    return float(page.evaluate(WAIT_FOR_CARD)), page


def _frames(context: BrowserContext, path: str) -> list[float]:
    """Scroll a column of thousands of cards with the wheel, and drag a card through two columns, at the throttle."""
    _, page = first_card(context, path, throttle=THROTTLE)
    page.wait_for_timeout(3_000)
    page.evaluate("window.longFrames.length = 0")
    box = page.locator("a.card").first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    for _ in range(60):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(16)
    page.wait_for_timeout(500)
    page.mouse.move(x, y + 120)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(x + step * 9, y + 120 + step % 5)
        page.wait_for_timeout(16)
    page.mouse.up()
    page.wait_for_timeout(1_000)
    frames: list[float] = page.evaluate("window.longFrames")
    page.close()
    return frames
