"""A place without any network: a namespace that has no interface up, with every network call written down."""

from __future__ import annotations

import functools
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import dev

_CALL = re.compile(r"\b(socket|socketpair|connect|bind|sendto|sendmsg|accept4?|listen)\((.*)")


@dataclass(frozen=True, slots=True)
class Told:
    """What a program said, and each of its calls that is about anything but a socket of this computer's own."""

    code: int
    out: str
    err: str
    calls: int
    beyond: tuple[str, ...]


@functools.cache
def namespace() -> tuple[str, ...]:
    """The command that runs another in a fresh network namespace; empty where the system does not allow it."""
    return tuple(dev.without_network())


def watched(
    command: Sequence[str],
    log: Path,
    *,
    environment: Mapping[str, str],
    cwd: Path,
    timeout: float,
    apart: bool = True,
) -> Told:
    """Run a program and its children to the end; `apart` in a namespace without network."""
    inside = namespace() if apart else ()
    strace = ["strace", "-f", "-qq", "-s", "200", "-e", "trace=%network", "-o", str(log)]
    done = subprocess.run(
        [*inside, *strace, *command],
        cwd=cwd,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )
    found = [match for line in log.read_text(errors="replace").splitlines() if (match := _CALL.search(line))]
    return Told(done.returncode, done.stdout, done.stderr, len(found), tuple(filter(None, map(_beyond, found))))


def _beyond(call: re.Match[str]) -> str:
    """The call, if it names another family of sockets than those that stay in this computer."""
    name, args = call.groups()
    if name in ("socket", "socketpair"):
        return "" if args.startswith(("AF_UNIX", "AF_LOCAL")) else call[0]
    families = re.findall(r"sa_family=(\w+)", args)
    return call[0] if any(family not in ("AF_UNIX", "AF_LOCAL") for family in families) else ""
