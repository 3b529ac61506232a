"""`make test`: the Python, front-end and browser suites on services of their own."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from pm_suite.runtime import frontend
from pm_suite.runtime.children import run_in_foreground
from pm_suite.runtime.console import Console
from pm_suite.runtime.layout import Layout
from pm_suite.runtime.problems import Problem
from pm_suite.runtime.services import temporary_services

SUITES = ("python", "frontend", "browser")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Outcome:
    """What one suite came to."""

    suite: str
    passed: bool
    words: str


def test(layout: Layout, suites: Sequence[str]) -> int:
    """Run `suites` (all of SUITES when empty), end with a line each, return 1 if any failed."""
    console = Console()
    frontend.install_packages(layout, console)
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="pm-suite-reports-") as reports:
        for suite in suites or SUITES:
            console.say(f"\n{console.strong(f'Tests: {suite}')}")
            report = Path(reports) / f"{suite}.xml"
            try:
                outcomes.append(_run(layout, suite, report, console))
            except Problem as problem:
                outcomes.append(Outcome(suite, False, f"FAILED: {problem}"))
    console.say()
    for outcome in outcomes:
        console.say(f"{outcome.suite:<10}{outcome.words}")
    passed = all(outcome.passed for outcome in outcomes)
    console.say("All tests passed." if passed else "Some tests FAILED.")
    return 0 if passed else 1


def _run(layout: Layout, suite: str, report: Path, console: Console) -> Outcome:
    began = time.monotonic()
    if suite == "browser" and find_browser() is None:
        if os.environ.get("CI"):
            return Outcome(suite, False, "FAILED: there is no Chromium, and in CI there must be")
        return Outcome(suite, True, "skipped: there is no Chromium on this machine")
    if suite == "frontend":
        code = _vitest(layout, report)
    else:
        frontend.build(layout, console)
        with temporary_services(layout) as addresses:
            code = _pytest(layout, suite, report, _environment(addresses))
    counts = counts_of(report)
    verdict = "passed" if code == 0 else f"FAILED (exit code {code})"
    return Outcome(suite, code == 0, f"{verdict}: {counts}, {time.monotonic() - began:.0f} s")


def find_browser() -> str | None:
    """Return the path of Chromium: CHROMIUM, or what the machine has."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).exists():
            raise Problem(f"CHROMIUM is {named} and there is no such file.")
        return named
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _environment(addresses: Mapping[str, str]) -> dict[str, str]:
    browser = find_browser()
    return {**os.environ, **addresses, **({"CHROMIUM": browser} if browser else {})}


def _pytest(layout: Layout, suite: str, report: Path, environment: Mapping[str, str]) -> int:
    what = ["tests/browser"] if suite == "browser" else ["tests", "--ignore=tests/browser"]
    argv = [str(layout.python), "-m", "pytest", "-q", f"--junitxml={report}", *what]
    return run_in_foreground(argv, env=environment, cwd=layout.checkout)


def _vitest(layout: Layout, report: Path) -> int:
    reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={report}"]
    plain = {} if sys.stdout.isatty() else {"NO_COLOR": "1"}  # CI would force colours into logs
    return run_in_foreground(
        ["npx", "vitest", "run", *reporters],
        env=frontend.node_environment(layout) | plain,
        cwd=layout.checkout / "frontend",
    )


def counts_of(report: Path) -> str:
    """Return the counts of a JUnit report in words."""
    if not report.exists():
        return "no report was written"
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    bad = sum(
        1 for case in cases if case.find("failure") is not None or case.find("error") is not None
    )
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    words = [f"{len(cases) - bad - skipped} passed", f"{bad} failed", f"{skipped} skipped"]
    return ", ".join(word for word in words if not word.startswith("0 ")) or "no tests"
