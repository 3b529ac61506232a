"""`make run`: from a bare checkout to a running product, step by step, and its orderly end."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from pm_suite.runtime import frontend, valkey
from pm_suite.runtime.accounts import database_account
from pm_suite.runtime.console import Console
from pm_suite.runtime.install import install
from pm_suite.runtime.layout import (
    Layout,
    database_folder,
    database_sockets,
    postgres_programs,
    private_folder,
    socket_folder,
)
from pm_suite.runtime.listeners import live_answers, open_listeners, web_answers, web_port
from pm_suite.runtime.postgres import Cluster
from pm_suite.runtime.problems import Problem
from pm_suite.runtime.roles import Product, product_environment, web_name
from pm_suite.runtime.supervisor import Supervisor
from pm_suite.runtime.upkeep import collect_static, migrate

START_SECONDS = 60.0
STOP_GRACE = 1.5
LEAST_BYTES = 32 * 1024 * 1024
MOST_WORKERS = 64


def run(layout: Layout) -> int:
    """Install, build, start and supervise until Ctrl-C or SIGTERM; return the exit code."""
    console = Console()
    supervisor = Supervisor(console, layout.logs)
    listeners: list[socket.socket] = []
    started = False
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores the end of the terminal
            signal.signal(number, _interrupt)
    try:
        with _data_folder(layout):
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
        **_start_services(layout, console, supervisor, sockets),
    }
    environment = product_environment(layout, addresses, port=port)
    migrate(layout, environment, console)
    collect_static(layout, environment, console)
    product = Product(layout, environment, Path(addresses["LIVE_SOCKET"]))
    with console.step("Starting web, live, worker and beat"):
        supervisor.start(product.live())
        for slot, listener in enumerate(listeners):
            supervisor.start(product.web(slot, listener))
        supervisor.start(product.worker())
        supervisor.start(product.beat())
        _wait_for_answers(supervisor, listeners[0], product.live_socket)
    address = console.strong(f"http://localhost:{port}")
    console.say(f"\nPM Suite is running at {address}  (Ctrl-C stops it)\n")


def _start_services(
    layout: Layout, console: Console, supervisor: Supervisor, sockets: Path
) -> dict[str, str]:
    """Start what the environment does not name, and return the addresses."""
    addresses = {}
    if not os.environ.get("REDIS_URL"):
        with console.step("Starting Valkey"):
            addresses["REDIS_URL"] = _start_valkey(layout, supervisor)
    if not os.environ.get("DATABASE_URL"):
        addresses["DATABASE_URL"] = _start_postgres(layout, console, supervisor, sockets)
    return addresses


def _start_valkey(layout: Layout, supervisor: Supervisor) -> str:
    binary = valkey.find_binary(layout.site_packages)
    server = valkey.new_server(binary, layout.data / "valkey")
    supervisor.start(server.program())
    server.wait_until_ready(supervisor.check_started)
    return server.url


def _start_postgres(layout: Layout, console: Console, supervisor: Supervisor, sockets: Path) -> str:
    account = database_account()
    cluster = Cluster(
        programs=postgres_programs(layout.site_packages, account),
        data=database_folder(layout.data, account),
        sockets=database_sockets(sockets, account),
        account=account,
    )
    is_new = not cluster.exists()
    if is_new:
        with console.step("Making the database"):
            cluster.create()
    with console.step("Starting PostgreSQL"):
        cluster.wait_for_earlier_server()
        supervisor.start(cluster.program())
        cluster.wait_until_ready(supervisor.check_started)
        if is_new:
            cluster.prepare()
    if cluster.data.parent != layout.data:
        console.say(
            f"  The database is kept in {cluster.data}: {layout.data} is closed to its user."
        )
    return cluster.url


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
    order = [["beat"], ["worker"], [*webs, "live"], ["valkey"], ["postgres"]]
    with contextlib.suppress(KeyboardInterrupt):
        supervisor.stop(order, grace=STOP_GRACE)
    console.say(f"Stopped in {time.monotonic() - began:.1f} s.")


@contextlib.contextmanager
def _data_folder(layout: Layout) -> Iterator[None]:
    """Hold the data folder for us alone; the system lets go of it however we end."""
    try:
        layout.data.mkdir(parents=True, exist_ok=True)
        lock = (layout.data / "lock").open("a+")
    except OSError as error:
        raise Problem(
            f"{layout.data} cannot be the data folder ({error.strerror}); change its owner, or set"
            " PM_SUITE_DATA to a folder of yours."
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Problem(
                f"PM Suite already runs on the data in {layout.data} (process {lock.read()});"
                " stop it first, or set PM_SUITE_DATA to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        _check_space(layout.data)
        yield


def _check_space(data: Path) -> None:
    free = shutil.disk_usage(data).free
    if free < LEAST_BYTES:
        raise Problem(
            f"The disk of {data} is full ({free // 2**20} MB left); free some space and start"
            " again."
        )


def _host() -> str:
    return os.environ.get("HOST") or "127.0.0.1"


def _web_workers() -> int:
    text = os.environ.get("WEB_WORKERS") or "1"
    if not text.isdigit() or not 0 < int(text) <= MOST_WORKERS:
        raise Problem(f"WEB_WORKERS is {text!r}; write a number between 1 and {MOST_WORKERS}.")
    return int(text)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
