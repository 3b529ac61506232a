"""Run a program to its end and turn the usual failures into a sentence."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from pm_suite.runtime.problems import Problem

NETWORK_WORDS = (
    "temporary failure in name resolution",
    "name or service not known",
    "nodename nor servname",
    "failed to establish a new connection",
    "network is unreachable",
    "newconnectionerror",
    "proxyerror",
    "connecttimeouterror",
    "readtimeouterror",
    "connection refused",
    "enotfound",
    "eai_again",
    "econnrefused",
    "econnreset",
    "etimedout",
    "enetunreach",
)
SHOWN_LINES = 15


def run_quietly(
    argv: Sequence[str], *, failed: str, cwd: Path, env: Mapping[str, str] | None = None
) -> str:
    """Run `argv`, return what it wrote, and raise Problem with `failed` and the reason."""
    try:
        done = subprocess.run(
            list(argv),
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise Problem(f"{failed}: cannot run {argv[0]}: {error.strerror}.") from None
    if done.returncode != 0:
        raise Problem(f"{failed}: {explain(done.stdout)}")
    return done.stdout


def explain(output: str) -> str:
    """Return the reason in `output` as a sentence, or its last lines when it is an unusual one."""
    text = output.lower()
    if "no space left on device" in text or "enospc" in text:
        return "the disk is full; free some space and start again."
    if "do not match the hashes" in text:
        return "a downloaded package is not the one that the lock names; clear pip's cache."
    if any(word in text for word in NETWORK_WORDS):
        return "there is no connection; check the network or the proxy and start again."
    if "no matching distribution found" in text:
        last = output.strip().splitlines()[-1].removeprefix("ERROR: ")
        return f"the package index does not have what this machine needs ({last})."
    return f"it wrote\n{last_lines(output.splitlines())}"


def last_lines(lines: Sequence[str]) -> str:
    """Return the last lines, indented."""
    return "\n".join(f"  {line}" for line in [*lines][-SHOWN_LINES:])
