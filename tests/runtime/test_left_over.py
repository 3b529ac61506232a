"""A database whose server was killed: its children may linger, and the next start waits for them."""

import signal
import subprocess
import sys
import threading

import psutil
import pytest

from pm_suite.runtime.children import kill_session, start
from pm_suite.runtime.postgres import Cluster
from pm_suite.runtime.problems import Problem


def served(cluster: Cluster) -> subprocess.Popen[bytes]:
    """Start the cluster's server; raise Problem when it ends instead."""
    server = start(cluster.program(), subprocess.DEVNULL)

    def is_alive() -> None:
        if server.poll() is not None:
            raise Problem("It ended.")

    cluster.wait_until_ready(is_alive)
    return server


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells where a process works.")
def test_children_of_a_killed_server_are_waited_for(cluster: Cluster) -> None:
    cluster.create()
    cluster.sockets.mkdir(parents=True)
    cluster.account.own(cluster.sockets)
    server = served(cluster)
    [child, *_] = psutil.Process(server.pid).children()
    # It hears of its parent's death only when it goes on.
    child.send_signal(signal.SIGSTOP)
    server.kill()
    server.wait()
    with pytest.raises(Problem, match="It ended"):
        served(cluster)
    goes_on = threading.Timer(0.5, child.send_signal, [signal.SIGCONT])
    goes_on.start()
    cluster.wait_for_earlier_server()
    kill_session(served(cluster))
