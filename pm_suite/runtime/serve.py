"""One uvicorn process: web, or the hub of the event streams.

`python -m pm_suite.runtime.serve web --fd 5` on a socket that the supervisor holds,
`… web --host 0.0.0.0` on PORT, `… live --unix PATH` on a Unix socket.
"""

import argparse
import os
import socket
from pathlib import Path

import uvicorn

APPLICATIONS = {"web": "pm_suite.asgi:application", "live": "pm_suite.asgi:live"}
QUEUE = 1024


def main() -> None:
    """Serve until SIGTERM; requests in flight get `--grace` seconds, streams are then cut."""
    options = _options()
    config = uvicorn.Config(
        APPLICATIONS[options.role],
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # Django counts the proxies (TRUSTED_PROXY_COUNT)
        server_header=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=options.grace,
        backlog=QUEUE,
    )
    uvicorn.Server(config).run(sockets=[_listener(options)])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=sorted(APPLICATIONS))
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--fd", type=int, help="an open, bound socket")
    where.add_argument("--host", help="the address to listen on, at PORT")
    where.add_argument("--unix", type=Path, help="the path of a Unix socket to make")
    parser.add_argument("--grace", type=int, default=10, help="seconds for requests in flight")
    return parser.parse_args()


def _listener(options: argparse.Namespace) -> socket.socket:
    if options.unix:
        return _unix_socket(options.unix)
    if options.host:
        return socket.create_server((options.host, int(os.environ.get("PORT") or "8000")))
    return socket.socket(fileno=options.fd)


def _unix_socket(path: Path) -> socket.socket:
    """Listen where we alone may connect; the path of an earlier process is taken over."""
    path.unlink(missing_ok=True)
    before = os.umask(0o177)
    try:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(path))
    finally:
        os.umask(before)
    return listener


if __name__ == "__main__":
    main()
