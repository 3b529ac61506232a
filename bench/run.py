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

from bench import footprint, streams  # noqa: E402
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
        p50, p95 = streams.move_to_seen(places[1_000], port, ours)
        text = f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"
        met.append(line("move to seen, 200 streams", text, "p95 ≤ 100 ms", p95 <= 0.1))
    return met


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
