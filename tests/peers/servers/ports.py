"""Ports of this machine for real servers."""

from __future__ import annotations

import contextlib
import random
import socket

HOST = "127.0.0.1"
_LOWEST, _HIGHEST = 15_000, 32_000
_given: set[int] = set()


def is_open(port: int) -> bool:
    """Whether somebody answers there."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def free_ports(count: int) -> list[int]:
    """Ports on which nobody is right now, over TCP and UDP, and none twice in a run.

    They lie below those that systems give to clients (32768 on Linux): a server that is stopped and started
    again would find its port taken by somebody's connection.
    """
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(_LOWEST, _HIGHEST)
        if port not in _given and _is_free(port):
            _given.add(port)
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        try:
            tcp.bind((HOST, port))
            udp.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on right now."""
    return free_ports(1)[0]
