"""The usual failures of an installation become one sentence."""

import sys
from pathlib import Path

import pytest

from pm_suite.runtime.commands import explain, run_quietly
from pm_suite.runtime.problems import Problem


def test_no_network_is_a_sentence(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--isolated", "--retries=1", "download", "--no-deps"]
    closed = ["--index-url", "http://127.0.0.1:9/simple", "some-package"]
    with pytest.raises(Problem, match=r"^Packages failed: there is no connection; check the net"):
        run_quietly([*pip, *closed], failed="Packages failed", cwd=tmp_path)


def test_a_package_that_the_index_lacks_is_named(tmp_path: Path) -> None:
    nothing = ["--no-index", "--find-links", str(tmp_path), "some-package"]
    pip = [sys.executable, "-m", "pip", "--isolated", "download", "--no-deps", *nothing]
    with pytest.raises(Problem, match=r"No matching distribution found for some-package\)\.$"):
        run_quietly(pip, failed="Packages failed", cwd=tmp_path)


def test_a_full_disk_is_a_sentence() -> None:
    said = explain("ERROR: Could not install packages: [Errno 28] No space left on device\n")
    assert said == "the disk is full; free some space and start again."


def test_a_wrong_hash_is_a_sentence() -> None:
    said = explain("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.")
    assert said == "a downloaded package is not the one that the lock names; clear pip's cache."


def test_an_unknown_failure_shows_its_last_lines(tmp_path: Path) -> None:
    program = "import sys; [print(f'line {i}') for i in range(100)]; sys.exit(3)"
    with pytest.raises(Problem) as raised:
        run_quietly([sys.executable, "-c", program], failed="It failed", cwd=tmp_path)
    lines = str(raised.value).splitlines()
    assert (lines[0], lines[1], lines[-1]) == ("It failed: it wrote", "  line 85", "  line 99")


def test_a_missing_program_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"^It failed: cannot run no-such: No such file or directory"):
        run_quietly(["no-such"], failed="It failed", cwd=tmp_path)
