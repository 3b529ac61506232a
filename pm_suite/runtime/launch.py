"""`make run`: from a bare checkout to a running product, step by step, and its orderly end."""

import contextlib
import os
import signal
import socket
import time
from pathlib import Path

from pm_suite.runtime import frontend
from pm_suite.runtime.console import Console
from pm_suite.runtime.data import hold_data, write_addresses
from pm_suite.runtime.embedded import STOP_LAST, start_services
from pm_suite.runtime.install import install
from pm_suite.runtime.layout import Layout, private_folder, socket_folder
from pm_suite.runtime.listeners import live_answers, open_listeners, web_answers, web_port
from pm_suite.runtime.problems import Problem
from pm_suite.runtime.roles import Product, product_environment, web_name
from pm_suite.runtime.supervisor import Supervisor
from pm_suite.runtime.upkeep import collect_static, migrate

START_SECONDS = 60.0
STOP_GRACE = 1.5
MOST_WORKERS = 64


def run(layout: Layout) -> int:
    """Install, build, start and supervise until Ctrl-C or SIGTERM; return the exit code."""
    console = Console()
    supervisor = Supervisor(console, layout.logs)
    listeners: list[socket.socket] = []
    started = False
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)  # a shell starts background jobs with it ignored
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup ignores it on purpose
        signal.signal(signal.SIGHUP, _interrupt)
    try:
        with hold_data(layout):
            console.say(console.strong("PM Suite is starting"))
            port = web_port()
            listeners = open_listeners(_host(), port, _web_workers())
            install(layout, "run", console)
            frontend.build(layout, console)
            try:
                _start(layout, console, supervisor, listeners, port)
                started = True
                supervisor.run()
            finally:
                _stop(console, supervisor, len(listeners))
    except KeyboardInterrupt:
        if not started:
            console.say("Stopped before it was running; `make run` goes on from here.")
    return 0


def _start(
    layout: Layout,
    console: Console,
    supervisor: Supervisor,
    listeners: list[socket.socket],
    port: int,
) -> None:
    sockets = socket_folder(layout.data)
    addresses = {
        "LIVE_SOCKET": str(private_folder(sockets / "app") / "live.sock"),
        **start_services(layout, console, supervisor, sockets),
    }
    write_addresses(layout.data, addresses)
    environment = product_environment(layout, addresses, port=port)
    migrate(layout, environment, console)
    collect_static(layout, environment, console)
    product = Product(layout, environment, Path(addresses["LIVE_SOCKET"]))
    with console.step("Starting web and live"):
        supervisor.start(product.live())
        for slot, listener in enumerate(listeners):
            supervisor.start(product.web(slot, listener))
        _wait_for_answers(supervisor, listeners[0], product.live_socket)
    # After the first answer: they would take the processors from it.
    supervisor.start(product.worker())
    supervisor.start(product.beat())
    address = console.strong(f"http://localhost:{port}")
    console.say(f"\nPM Suite is running at {address}  (Ctrl-C stops it)\n")


def _wait_for_answers(supervisor: Supervisor, listener: socket.socket, live: Path) -> None:
    """Return when web and live answer; raise Problem when a process dies before that."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        supervisor.check_started()
        if web_answers(listener) and live_answers(live):
            return
        time.sleep(0.05)
    raise Problem(f"The web process did not answer within {START_SECONDS:.0f} seconds.")


def _stop(console: Console, supervisor: Supervisor, web_processes: int) -> None:
    """Stop in the order in which nobody misses what is gone; a second Ctrl-C kills the rest."""
    began = time.monotonic()
    if not supervisor.has_children():
        return
    console.say("\nStopping …")
    webs = [web_name(slot) for slot in range(web_processes)]
    order = [["beat", "worker"], [*webs, "live"], *STOP_LAST]
    with contextlib.suppress(KeyboardInterrupt):
        supervisor.stop(order, grace=STOP_GRACE)
    console.say(f"Stopped in {time.monotonic() - began:.1f} s.")


def _host() -> str:
    return os.environ.get("HOST") or "127.0.0.1"


def _web_workers() -> int:
    text = os.environ.get("WEB_WORKERS") or "1"
    if not text.isdigit() or not 0 < int(text) <= MOST_WORKERS:
        raise Problem(f"WEB_WORKERS is {text!r}; write a number between 1 and {MOST_WORKERS}.")
    return int(text)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
