"""Whether one role is well, for the health checks of containers: `… runtime.health ROLE`."""

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

BEAT_SILENCE_SECONDS = 600.0  # beat saves its schedule every three minutes
WORKER_SECONDS = 25


def web() -> bool:
    """Whether /livez answers 200 on PORT."""
    port = int(os.environ.get("PORT") or "8000")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/livez", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def live() -> bool:
    """Whether the hub accepts connections on LIVE_SOCKET."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(4)
        return connection.connect_ex(os.environ["LIVE_SOCKET"]) == 0


def worker() -> bool:
    """Whether the worker of this machine answers a ping over the broker."""
    address = f"celery@{socket.gethostname()}"
    ping = ["celery", "-A", "pm_suite", "inspect", "ping", "--destination", address]
    try:
        done = subprocess.run(ping, capture_output=True, timeout=WORKER_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def beat() -> bool:
    """Whether beat has saved its schedule lately."""
    folder = Path(os.environ["PM_SUITE_DATA"]) / "beat"
    saved = [path.stat().st_mtime for path in folder.glob("schedule*")]
    return bool(saved) and time.time() - max(saved) < BEAT_SILENCE_SECONDS


ROLES = {"web": web, "live": live, "worker": worker, "beat": beat}


def main() -> int:
    """Return 0 when the role is well and 1 when it is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=sorted(ROLES))
    return 0 if ROLES[parser.parse_args().role]() else 1


if __name__ == "__main__":
    sys.exit(main())
