"""One uvicorn process: web on a socket that the supervisor holds, or the live hub on a Unix socket.

Run by the supervisor inside .venv as `python -m pm_suite.runtime.serve web --fd 5` and
`python -m pm_suite.runtime.serve live --unix PATH`.
"""

import argparse
import os
import socket
from pathlib import Path

import uvicorn

APPLICATIONS = {"web": "pm_suite.asgi:application", "live": "pm_suite.asgi:live"}
GRACE_SECONDS = 1


def main() -> None:
    """Serve until SIGTERM; requests in flight get a second to end, streams are then cut."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=sorted(APPLICATIONS))
    parser.add_argument("--fd", type=int, help="an open, bound socket")
    parser.add_argument("--unix", type=Path, help="the path of a Unix socket to make")
    options = parser.parse_args()
    config = uvicorn.Config(
        APPLICATIONS[options.role],
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # Django counts the proxies (TRUSTED_PROXY_COUNT)
        server_header=False,
        timeout_keep_alive=60,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    listener = _unix_socket(options.unix) if options.unix else socket.socket(fileno=options.fd)
    uvicorn.Server(config).run(sockets=[listener])


def _unix_socket(path: Path) -> socket.socket:
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
