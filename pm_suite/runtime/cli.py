"""The commands: install, build, run, manage, services, test, check."""

import argparse
import errno
import sys
from collections.abc import Sequence

from pm_suite.runtime import frontend
from pm_suite.runtime.administration import manage
from pm_suite.runtime.checks import check
from pm_suite.runtime.console import Console
from pm_suite.runtime.install import install
from pm_suite.runtime.launch import run
from pm_suite.runtime.layout import Layout, this_layout
from pm_suite.runtime.problems import Problem
from pm_suite.runtime.services import run_with_services
from pm_suite.runtime.suites import SUITES, test

INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a Problem is a sentence on stderr and code 1."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options, this_layout())
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        print(f"\n{_sentence(error)}", file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m pm_suite.runtime", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="install, build, start and supervise the product")
    installing = commands.add_parser("install", help="bring .venv and node_modules to the locks")
    installing.add_argument("lock", nargs="?", choices=["run", "dev"], default="dev")
    services = commands.add_parser("services", help="run a command with throw-away services")
    services.add_argument("--durable", action="store_true", help="keep fsync on")
    services.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    managing = commands.add_parser("manage", help="manage.py on the data of this installation")
    managing.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND")
    testing = commands.add_parser("test", help="run the tests")
    testing.add_argument("suites", nargs="*", choices=[*SUITES, []], metavar="SUITE")
    commands.add_parser("check", help="run the linters")
    commands.add_parser("build", help="build the front end when its sources have changed")
    return parser


def _run(options: argparse.Namespace, layout: Layout) -> int:
    if options.command == "run":
        return run(layout)
    if options.command == "services":
        return _services(options, layout)
    if options.command == "manage":
        install(layout, "run", Console(sys.stderr))
        return manage(layout, options.words)
    install(layout, getattr(options, "lock", "dev"), Console())
    if options.command in ("install", "build"):
        make = frontend.build if options.command == "build" else frontend.install_packages
        make(layout, Console())
        return 0
    return test(layout, options.suites) if options.command == "test" else check(layout)


def _services(options: argparse.Namespace, layout: Layout) -> int:
    words = options.words[1:] if options.words[:1] == ["--"] else options.words
    if not words:
        raise Problem("Name a command: python3 -m pm_suite.runtime services -- COMMAND")
    return run_with_services(layout, words, durable=options.durable)


def _sentence(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full at {error.filename}; free some space and start again."
    return f"You may not write to {error.filename}; change its owner or run as its owner."
