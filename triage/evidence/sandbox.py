"""Reading with hard limits: every mail is read in a child process that may die without harm.

A child serves many mails; it is replaced after a fault, and after `MAILS_PER_CHILD`.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec

from knowledge.vocabulary import Platform
from triage.evidence.frames import Answer, Request, length_of, pack
from triage.evidence.limits import CPU_SECONDS, MAX_BYTES, MEMORY_BYTES, WALL_SECONDS
from triage.evidence.reading import unreadable
from triage.model import Evidence
from triage.model.typed import from_json

MAILS_PER_CHILD = 1_000
_CHUNK = 1 << 16
_Answered = TypeVar("_Answered")


class Sandbox:
    """Thread-safe; at most `children` processes, started when they are first needed.

    `read` never raises for content: what breaks a limit comes back as one `unreadable` that names it.
    """

    def __init__(
        self, children: int = 2, wall_seconds: float = WALL_SECONDS, command: tuple[str, ...] = ()
    ) -> None:
        self._slots = threading.BoundedSemaphore(children)
        self._wall = wall_seconds
        self._command = command or (sys.executable, "-m", "triage.evidence.child")
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._closed = False

    def start(self) -> None:
        """Have one child ready, so that the first mail need not wait for it."""
        child = self._take()
        self._put_back(child)

    def read(self, raw: bytes, name: str, platform: Platform) -> tuple[Evidence, ...]:
        """As `triage.evidence.reader.read`, in a child. Raises `RuntimeError` after `close`."""
        try:
            return self._ask(lambda child: child.read(raw[: MAX_BYTES + 1], name, platform, self._wall))
        except _Fault as fault:
            return (unreadable(str(fault), len(raw)),)

    def extract(self, raw: bytes, sha256: str) -> bytes | None:
        """As `triage.evidence.files.extract.extract`; `None` also when a limit is met."""
        try:
            return self._ask(lambda child: child.extract(raw[: MAX_BYTES + 1], sha256, self._wall))
        except _Fault:
            return None

    def _ask(self, what: Callable[[_Child], _Answered]) -> _Answered:
        with self._slots:
            child = self._take()
            try:
                found = what(child)
            except BaseException:
                child.end()
                raise
            self._put_back(child)
            return found

    def close(self) -> None:
        """End every child; what is being read just now is let finish by its own thread."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self) -> _Child:
        with self._lock:
            if self._closed:
                raise RuntimeError("the sandbox is closed")
            while self._idle:
                child = self._idle.pop()
                if child.alive():
                    return child
                child.end()
        return _Child(self._command)

    def _put_back(self, child: _Child) -> None:
        with self._lock:
            if not self._closed and child.served < MAILS_PER_CHILD:
                self._idle.append(child)
                return
        child.end()


class _Fault(Exception):
    """Why a reading ended, in words for a person."""


class _Child:
    def __init__(self, command: tuple[str, ...]) -> None:
        self.served = 0
        self._platform: Platform | None = None
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        assert self._process.stdin and self._process.stdout
        self._in = self._process.stdin
        self._out = self._process.stdout
        os.set_blocking(self._in.fileno(), False)
        os.set_blocking(self._out.fileno(), False)

    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._in, self._out):
            with contextlib.suppress(OSError):
                stream.close()

    def read(self, raw: bytes, name: str, platform: Platform, wall: float) -> tuple[Evidence, ...]:
        same = self._platform == platform
        self._platform = platform
        printable = name.encode("utf-8", "replace").decode()
        return self._ask(Request(printable, None if same else platform), raw, wall).evidence

    def extract(self, raw: bytes, sha256: str, wall: float) -> bytes | None:
        return self._ask(Request("", file=sha256), raw, wall).file

    def _ask(self, request: Request, raw: bytes, wall: float) -> Answer:
        self.served += 1
        deadline = time.monotonic() + wall
        try:
            self._send(pack(msgspec.json.encode(request)) + pack(raw), deadline)
            size = length_of(self._receive(4, deadline))
            answer = from_json(self._receive(size, deadline), Answer)
        except (OSError, ValueError, msgspec.MsgspecError, EOFError) as error:
            raise _Fault(self._why(error)) from error
        if answer.fault is not None:
            raise _Fault(_fault_in_words(answer.fault))
        return answer

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait([], [self._in.fileno()], deadline)
            with contextlib.suppress(BlockingIOError):
                view = view[os.write(self._in.fileno(), view[:_CHUNK]) :]

    def _receive(self, size: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._wait([self._out.fileno()], [], deadline)
            with contextlib.suppress(BlockingIOError):
                chunk = os.read(self._out.fileno(), min(size - len(data), 1 << 20))
                if not chunk:
                    raise EOFError
                data += chunk
        return bytes(data)

    def _wait(self, readable: list[int], writable: list[int], deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not any(select.select(readable, writable, [], left)):
            raise TimeoutError

    def _why(self, error: Exception) -> str:
        if isinstance(error, TimeoutError):
            return "reading took too long: stopped"
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(1.0)
            if code == -signal.SIGXCPU:
                return f"reading took more than {CPU_SECONDS} s of computing time: stopped"
            if code < 0:
                return f"the reader was ended by signal {-code} ({signal.strsignal(-code)})"
            return f"the reader ended by itself (status {code})"
        return f"the reader's answer could not be understood ({type(error).__name__})"


def _fault_in_words(fault: str) -> str:
    if fault == "memory":
        return f"reading took more than {MEMORY_BYTES // 1024 // 1024} MB of memory: stopped"
    return f"the reader met an error of its own ({fault}); the bytes are kept"


def _environment() -> dict[str, str]:
    """Where to import from, and nothing else: no secret of the service reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    paths = os.pathsep.join(path for path in sys.path if path)
    return {**kept, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
