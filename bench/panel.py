"""A task with 200 comments, 50 subtasks and 1,000 lines of activity: from the server, and from the device."""

import json
import statistics

from playwright.sync_api import BrowserContext, sync_playwright

from bench import device
from bench.fill import Place
from bench.measures import interleaved
from bench.servers import Browser, session_cookie
from pm_suite.lib.tenancy import enter_tenant
from pm_suite.runtime.suites import find_browser
from sync.objects import HISTORY, OLDER
from tasks.actions.comments import add_comment, react
from tasks.actions.tasks import change_task, create_task
from tasks.models import Task

COMMENTS, SUBTASKS, LINES = 200, 50, 1000
OLDER_PAGES = (LINES - HISTORY) // OLDER
WORDS = (
    "The **figures** of the last release are in; see [the sheet](https://example.com/sheet). " * 3
)
OPEN = """
(href) => new Promise((done) => {
    const began = performance.now();
    new MutationObserver((_, observer) => {
        if (document.querySelectorAll(".comments article").length < 15) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    }).observe(document, { childList: true, subtree: true });
    document.querySelector(`a.card[href$="${href}"]`).click();
})
"""


def busy_task(place: Place) -> Task:
    """A task at the top of the first column, with all that on it."""
    enter_tenant(place.member.workspace_id)
    actor, stage = place.member, place.stages[0]
    top = Task.objects.filter(stage=stage).order_by("rank", "id")[0]
    stage.project = place.project
    task = create_task(actor=actor, stage=stage, title="Busy", before=top.id)
    for number in range(SUBTASKS):
        create_task(actor=actor, stage=stage, title=f"Part {number}", fields={"parent_id": task.id})
    task.refresh_from_db()
    asked = add_comment(task, actor=actor, body=WORDS)
    for number in range(1, COMMENTS):
        answers = asked.id if number % 3 == 0 else None
        comment = add_comment(task, actor=actor, body=f"{number} {WORDS}", reply_to_id=answers)
        react(comment, actor=actor, emoji="👍")
    for number in range(LINES - COMMENTS):
        change_task(task, actor=actor, fields={"priority": number % 5})
    return task


def ratio(task: Task, ours: Browser, plain: Browser, runs: int) -> tuple[float, float]:
    """Seconds of the product and of the hand-written application for the task and all its activity, page by page."""
    path = f"/panel?task={task.id}&workspace={task.workspace_id}"

    def product() -> None:
        history = json.loads(ours.get(f"{ours.base}/object/task/{task.id}"))["history"]
        for _ in range(OLDER_PAGES):
            lowest = min(entry["v"] for entry in history)
            older = ours.get(f"{ours.base}/history/task/{task.id}?before={lowest}")
            history = json.loads(older)["history"]

    def written() -> None:
        history = json.loads(plain.get(path))["history"]
        for _ in range(OLDER_PAGES):
            lowest = min(entry["v"] for entry in history)
            history = json.loads(plain.get(f"{path}&before={lowest}"))

    taken = interleaved(runs, product, written)
    return taken[0], taken[1]


def open_from_device(place: Place, task: Task) -> tuple[float, float] | None:
    """Milliseconds from the press on the card to the comments, without the server; and the longest frame while
    the activity is read to its end. None where there is no Chromium."""
    executable = find_browser()
    if executable is None:
        return None
    board = f"/w/{place.member.workspace.slug}/p/{place.project.key}"
    assert place.member.user is not None
    cookie = session_cookie(place.member.user)
    with device.product() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, headless=True)
        try:
            context = device.context_of(chromium, address, cookie)
            longest = _read_all(context, f"{board}/{task.number}")
            context.set_offline(True)
            taken = [_open(context, board, f"{board}/{task.number}") for _ in range(device.RUNS)]
            return statistics.median(taken), longest
        finally:
            chromium.close()


def _read_all(context: BrowserContext, path: str) -> float:
    """Open the task with the server there, so that the device has it, and show older activity until there is none."""
    page = context.new_page()
    page.goto(path)
    page.locator(".comments article").nth(14).wait_for(timeout=60_000)
    page.evaluate(device.CONTROLLED)
    page.wait_for_timeout(3_000)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": device.THROTTLE})
    page.evaluate("window.longFrames.length = 0")
    older = page.get_by_role("button", name="Show older")
    while older.count():
        older.click()
        page.wait_for_timeout(500)
    frames: list[float] = page.evaluate("window.longFrames")
    page.close()
    return max(frames, default=0)


def _open(context: BrowserContext, board: str, path: str) -> float:
    _, page = device.first_card(context, board, throttle=device.THROTTLE)
    page.wait_for_timeout(2_000)
    taken: float = page.evaluate(OPEN, path)
    page.close()
    return taken
