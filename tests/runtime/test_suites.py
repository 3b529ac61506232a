"""`make test` says what each suite came to, and is strict about the browser in CI."""

from pathlib import Path

import pytest

from pm_suite.runtime.suites import counts_of
from tests.runtime.product import environment, runtime

REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><failure message="no"/></testcase>
<testcase name="d"><error message="no"/></testcase>
<testcase name="e"><skipped message="later"/></testcase>
</testsuite></testsuites>"""


def without_browser(**changes: str) -> dict[str, str]:
    kept = {k: v for k, v in environment().items() if k not in {"CI", "CHROMIUM", "PATH"}}
    return {**kept, "PATH": "/nowhere", **changes}


def test_a_missing_browser_is_an_error_in_ci() -> None:
    done = runtime("test", "browser", env=without_browser(CI="true"))
    assert done.returncode == 1
    assert "browser   FAILED: there is no Chromium, and in CI there must be" in done.stdout


def test_a_missing_browser_is_a_skip_elsewhere() -> None:
    done = runtime("test", "browser", env=without_browser())
    assert done.returncode == 0
    assert "browser   skipped: there is no Chromium on this machine" in done.stdout


def test_a_browser_that_was_named_must_exist() -> None:
    done = runtime("test", "browser", env=without_browser(CHROMIUM="/nowhere/chromium"))
    assert done.returncode == 1
    sentence = "CHROMIUM is /nowhere/chromium and there is no such file."
    assert f"browser   FAILED: {sentence}" in done.stdout


def test_counts_of_a_report_are_words(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert counts_of(report) == "2 passed, 2 failed, 1 skipped"


@pytest.mark.parametrize("text", [None, "<testsuites/>"])
def test_a_suite_without_tests_says_so(tmp_path: Path, text: str | None) -> None:
    report = tmp_path / "report.xml"
    if text is not None:
        report.write_text(text)
    assert counts_of(report) == ("no tests" if text else "no report was written")
