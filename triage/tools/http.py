"""One HTTP request with a deadline for all of it, a cap on its size, no redirects and no cookies."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from triage.tools.lookups import Ended

DEADLINE_S = 5.0
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Target:
    """Where a request goes. `address`: the IP address to connect to; without it the system looks it up."""

    scheme: str
    host: str
    port: int
    path: str
    address: str | None = None

    @property
    def host_field(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return name if self.port == usual else f"{name}:{self.port}"


@dataclass(frozen=True)
class HttpAnswer:
    status: int
    body: bytes
    content_type: str = ""


@dataclass(frozen=True)
class HttpTrouble:
    ended: Ended
    why: str


@dataclass(frozen=True)
class Limits:
    deadline_s: float = DEADLINE_S
    most_bytes: int = MOST_BYTES
    peer_allowed: Callable[[str], bool] | None = None
    """Asked with the address that was really connected to, before a byte is sent."""
    tls: ssl.SSLContext | None = field(default=None, compare=False)


def request(
    target: Target,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: Limits | None = None,
) -> HttpAnswer | HttpTrouble:
    """Ask once, and read the answer. Blocks for at most the deadline; raises nothing."""
    limits = limits or Limits()
    until = time.monotonic() + limits.deadline_s
    try:
        with _connected(target, limits, until) as plain, _cut_off(plain, until):
            if limits.peer_allowed and not limits.peer_allowed(str(plain.getpeername()[0])):
                return HttpTrouble(Ended.REFUSED, "it led to an address that may not be connected to")
            answer = _talk(_secured(plain, target, limits), target, method, dict(headers or {}), body, limits)
            if time.monotonic() >= until:  # cut off, which looks like the end of the page
                raise TimeoutError
            return answer
    except ssl.SSLCertVerificationError as error:
        return HttpTrouble(Ended.UNREACHABLE, f"its certificate does not hold: {error.verify_message}")
    except TimeoutError:
        return HttpTrouble(Ended.TIMEOUT, f"no whole answer within {limits.deadline_s:g} s")
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= until:
            return HttpTrouble(Ended.TIMEOUT, f"no whole answer within {limits.deadline_s:g} s")
        return HttpTrouble(*_trouble(error))


def _trouble(error: Exception) -> tuple[Ended, str]:
    if isinstance(error, http.client.HTTPException):
        return Ended.BROKEN, "what it answered is not HTTP"
    said = error.strerror if isinstance(error, OSError) else None
    return Ended.UNREACHABLE, f"it cannot be reached: {said or 'the connection broke'}"


@contextlib.contextmanager
def _connected(target: Target, limits: Limits, until: float) -> Iterator[socket.socket]:
    place = (target.address or target.host, target.port)
    plain = socket.create_connection(place, timeout=limits.deadline_s)
    plain.settimeout(max(0.001, until - time.monotonic()))
    try:
        yield plain
    finally:
        plain.close()


@contextlib.contextmanager
def _cut_off(plain: socket.socket, until: float) -> Iterator[None]:
    """A timeout of the socket counts each byte anew: this one counts the whole."""

    def cut() -> None:
        with contextlib.suppress(OSError):
            cut_end.shutdown(socket.SHUT_RDWR)

    cut_end = plain.dup()  # TLS takes the socket's own handle over
    timer = threading.Timer(max(0.001, until - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        cut_end.close()


def _secured(plain: socket.socket, target: Target, limits: Limits) -> socket.socket:
    if target.scheme == "http":
        return plain
    context = limits.tls or ssl.create_default_context()
    return context.wrap_socket(plain, server_hostname=target.host)


def _talk(
    link: socket.socket,
    target: Target,
    method: str,
    headers: dict[str, str],
    body: bytes | None,
    limits: Limits,
) -> HttpAnswer | HttpTrouble:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = link
    try:
        fixed = {"Host": target.host_field, "Accept-Encoding": "identity", "Connection": "close"}
        connection.request(method, target.path, body=body, headers={**fixed, **headers})
        answer = connection.getresponse()
        read = answer.read(limits.most_bytes + 1)
        if len(read) > limits.most_bytes:
            return HttpTrouble(Ended.BROKEN, f"it is larger than {limits.most_bytes:,} bytes")
        if answer.length:
            return HttpTrouble(Ended.BROKEN, "it ended in the middle")
        return HttpAnswer(answer.status, read, answer.getheader("Content-Type") or "")
    finally:
        connection.close()
