"""`manage.py` with the services and the secret key of this installation."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pm_suite.runtime.children import run_in_foreground
from pm_suite.runtime.console import Console
from pm_suite.runtime.data import InUse, hold_data, read_addresses
from pm_suite.runtime.embedded import STOP_LAST, start_services
from pm_suite.runtime.layout import Layout, socket_folder
from pm_suite.runtime.listeners import web_port
from pm_suite.runtime.roles import product_environment
from pm_suite.runtime.supervisor import Supervisor

STOP_GRACE = 10.0


def manage(layout: Layout, words: Sequence[str]) -> int:
    """Run `manage.py` and return its exit code.

    It joins the product when that is running on the data folder; otherwise the services are
    started for the length of the command.
    """
    try:
        with hold_data(layout):
            return _with_own_services(layout, words)
    except InUse:
        return _manage(layout, words, read_addresses(layout.data))


def _with_own_services(layout: Layout, words: Sequence[str]) -> int:
    console = Console(sys.stderr)
    supervisor = Supervisor(console, layout.logs)
    try:
        sockets = socket_folder(layout.data)
        addresses = start_services(layout, console, supervisor, sockets)
        return _manage(layout, words, addresses)
    finally:
        supervisor.stop(STOP_LAST, grace=STOP_GRACE)


def _manage(layout: Layout, words: Sequence[str], addresses: dict[str, str]) -> int:
    environment = product_environment(layout, addresses, port=web_port())
    program = [str(layout.python), str(layout.checkout / "manage.py"), *words]
    return run_in_foreground(program, env=os.environ | environment, cwd=Path.cwd())
