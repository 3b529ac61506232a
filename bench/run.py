"""`make bench`: the product against the budgets of its design, on throw-away services."""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pm_suite.settings")
os.environ.setdefault("SECRET_KEY", "key-of-the-bench")
os.environ.setdefault("ALLOWED_HOSTS", "*")

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from bench import crowd, device, footprint, journal, panel, streams  # noqa: E402
from bench.fill import Place, fill  # noqa: E402
from bench.measures import Writer, snapshot_queries, snapshot_ratio  # noqa: E402
from bench.servers import Browser, served  # noqa: E402
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant  # noqa: E402

SIZES = {1_000: 30, 10_000: 10}
"""Tasks on the board → runs."""


def line(what: str, value: str, budget: str, is_met: bool) -> bool:
    """Print one figure beside its budget."""
    print(f"{'ok  ' if is_met else 'OVER'}  {what:<52} {value:>34}   budget {budget}", flush=True)
    return is_met


def bench_http(places: dict[int, Place]) -> list[bool]:
    """Snapshots, moves, creations and live events over HTTP."""
    met = []
    with (
        tempfile.TemporaryDirectory(prefix="pms-") as folder,
        served("pm_suite.asgi:live", socket_path=f"{folder}/live"),
        served("pm_suite.asgi:application", LIVE_SOCKET=f"{folder}/live") as port,
        served("bench.baseline:application") as plain_port,
    ):
        for size, place in places.items():
            ours, plain = Browser(port, place.member), Browser(plain_port, place.member)
            product, written = snapshot_ratio(place, ours, plain, SIZES[size])
            text = f"{product * 1000:.0f} ms / {written * 1000:.0f} ms = {product / written:.2f}"
            met.append(line(f"snapshot of {size:,} tasks", text, "≤ 2.00", product / written <= 2))
        writer = Writer(
            places[1_000],
            ours := Browser(port, places[1_000].member),
            Browser(plain_port, places[1_000].member),
        )
        for what, (product, written) in zip(
            ("move a card", "create a task"), writer.ratios(150), strict=True
        ):
            text = f"{product * 1000:.1f} ms / {written * 1000:.1f} ms = {product / written:.2f}"
            met.append(line(what, text, "≤ 3.00", product / written <= 3))
        met += bench_panel(places[1_000], ours, writer.plain)
        product, written = writer.bulk_ratio(15)
        text = f"{product * 1000:.0f} ms / {written * 1000:.0f} ms = {product / written:.2f}"
        met.append(line("bulk edit of 1,000 tasks", text, "≤ 5.00", product / written <= 5))
        p50, p95 = streams.move_to_seen(places[1_000], port, ours)
        text = f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"
        met.append(line("move to seen, 200 streams", text, "p95 ≤ 100 ms", p95 <= 0.1))
        bench_crowd(places[10_000], port)
    return met


def bench_panel(place: Place, ours: Browser, plain: Browser) -> list[bool]:
    """A task with much on it: opened, and its whole activity read."""
    task = panel.busy_task(place)
    product, written = panel.ratio(task, ours, plain, 30)
    text = f"{product * 1000:.0f} ms / {written * 1000:.0f} ms = {product / written:.2f}"
    met = [line("a task of 200 comments, 1,000 lines", text, "≤ 2.50", product / written <= 2.5)]
    opened = panel.open_from_device(place, task)
    if opened is not None:
        taken, longest = opened
        known = f"{taken:.0f} ms"
        met.append(line("the same from the device, 4× slower", known, "≤ 600 ms", taken <= 600))
        frame = f"longest frame {longest:.0f} ms"
        met.append(line("its 1,000 lines read, 4× slower", frame, "≤ 200 ms", longest <= 200))
    return met


def bench_crowd(place: Place, port: int) -> None:
    """What has no budget of its own, to be read beside the others: how much one workspace takes in."""
    for writers in (1, 8, 32):
        rate = crowd.throughput(place, port, writers)
        print(
            f"      push, {writers} browsers in one workspace: {rate:.0f} mutations/s", flush=True
        )
    rate = crowd.throughput(place, port, 8, batch=50)
    print(f"      push, 8 browsers with 50 at a time: {rate:.0f} mutations/s", flush=True)
    whole, sent = crowd.coming_back(place, port)
    text = f"all agree after {whole:.1f} s, each has sent its own after {sent:.1f} s (median)"
    print(f"      50 browsers come back at once with 20 edits each: {text}", flush=True)


def bench_journal(place: Place) -> bool:
    """A pull in a journal of three million entries."""
    journal.grow(place)
    taken = journal.pull_milliseconds(place)
    what = f"pull, {journal.BEHIND} of {journal.ENTRIES:,} entries behind"
    return line(what, f"{taken:.1f} ms in PostgreSQL", "≤ 20 ms", taken <= 20)


def bench_device(place: Place) -> list[bool]:
    """The large board in a browser."""
    opened = device.open_board(place)
    if opened is None:
        print("      the board in a browser: skipped, there is no Chromium on this machine")
        return []
    frames = opened.long_frames
    worst = f"{len(frames)} frames over 50 ms, the longest {max(frames, default=0):.0f} ms"
    empty, known = f"{opened.empty:.0f} ms", f"{opened.from_device:.0f} ms"
    return [
        line("10,000 cards from an empty device", empty, "≤ 1,000 ms", opened.empty <= 1000),
        line(
            "10,000 cards from the device, 4× slower", known, "≤ 500 ms", opened.from_device <= 500
        ),
        line("scroll and drag in them, 4× slower", worst, "none over 50 ms", not frames),
    ]


def main() -> int:
    """Run everything; the exit code says whether every budget was met."""
    call_command("migrate", verbosity=0)
    enter_tenant(EVERY_TENANT)
    places = {}
    for size in SIZES:
        enter_tenant(EVERY_TENANT)
        places[size] = fill(size)
    enter_tenant(EVERY_TENANT)
    met = []
    for size, place in places.items():
        count = snapshot_queries(place)
        enter_tenant(EVERY_TENANT)
        met.append(line(f"queries of a snapshot of {size:,} tasks", str(count), "≤ 5", count <= 5))
    met += bench_http(places)
    enter_tenant(EVERY_TENANT)
    met += bench_device(places[10_000])
    enter_tenant(EVERY_TENANT)
    met.append(bench_journal(places[1_000]))
    if footprint.dist_exists():
        total, files = footprint.first_view()
        for name, size in files:
            print(f"        {name}: {size / 1000:.1f} kB")
        text = f"{total / 1000:.1f} kB gzip"
        met.append(line("JavaScript of the first board view", text, "≤ 80 kB", total <= 80_000))
    memory, parts = footprint.idle_memory()
    text = ", ".join(f"{name} {size:.0f}" for name, size in sorted(parts.items()))
    print(f"        {text}")
    met.append(
        line("idle memory of the whole tree (PSS)", f"{memory:.0f} MB", "≤ 512 MB", memory <= 512)
    )
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
