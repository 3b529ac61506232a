"""The commands: install, run, services, test, check, lock."""

import argparse
import sys
from collections.abc import Sequence

from pm_suite.runtime.layout import this_layout
from pm_suite.runtime.problems import Problem
from pm_suite.runtime.services import run_with_services


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; a Problem is one sentence on stderr and code 1."""
    options = _parser().parse_args(arguments)
    try:
        return _services(options)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m pm_suite.runtime", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    services = commands.add_parser("services", help="run a command with throw-away services")
    services.add_argument("--durable", action="store_true", help="keep fsync on")
    services.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    return parser


def _services(options: argparse.Namespace) -> int:
    words = options.words[1:] if options.words[:1] == ["--"] else options.words
    return run_with_services(this_layout(), words, durable=options.durable)
