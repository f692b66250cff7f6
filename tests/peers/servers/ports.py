"""Ports of this machine for real servers."""

from __future__ import annotations

import contextlib
import socket

HOST = "127.0.0.1"


def is_open(port: int) -> bool:
    """Whether somebody answers there."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on right now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for item in sockets:
            item.bind((HOST, 0))
        return [item.getsockname()[1] for item in sockets]
    finally:
        for item in sockets:
            item.close()


def free_port() -> int:
    """A port that nobody listens on right now."""
    return free_ports(1)[0]
