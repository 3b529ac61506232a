"""PostgreSQL and Valkey on the data folder, for `make run` and for single commands."""

import os
from pathlib import Path

from pm_suite.runtime import valkey
from pm_suite.runtime.accounts import database_account
from pm_suite.runtime.console import Console
from pm_suite.runtime.layout import (
    Layout,
    database_folder,
    database_sockets,
    postgres_programs,
)
from pm_suite.runtime.postgres import Cluster
from pm_suite.runtime.supervisor import Supervisor

STOP_LAST = (("valkey",), ("postgres",))


def start_services(
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
