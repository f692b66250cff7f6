"""The disposable process that reads strangers' mail under hard limits: `python -m triage.evidence.child`.

It is given bytes on standard input and answers on standard output; it opens no file, forks nothing, and ends
when its parent does.
"""

from __future__ import annotations

import contextlib
import resource
import sys
import time
from typing import BinaryIO

import msgspec

from knowledge.vocabulary import Platform
from triage.evidence.files.extract import extract
from triage.evidence.frames import Answer, Request, pack, read_frame
from triage.evidence.limits import CPU_SECONDS, MEMORY_BYTES
from triage.evidence.reader import read
from triage.model.typed import from_json


def main() -> None:
    limit()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def limit() -> None:
    """No more memory than allowed, no core, no file, no further process."""
    wanted = [
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ]
    for what, most in wanted:
        # A system may hold its own, lower limit, or not know this one (macOS: address space).
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    platform = Platform("", "")
    while (head := read_frame(source)) is not None and (raw := read_frame(source)) is not None:
        request = from_json(head, Request)
        platform = request.platform or platform
        sink.write(pack(_answer(raw, request, platform)))
        sink.flush()


def _answer(raw: bytes, request: Request, platform: Platform) -> bytes:
    _allow_cpu_time()
    try:
        if request.file is not None:
            return msgspec.json.encode(Answer(file=extract(raw, request.file)))
        return msgspec.json.encode(Answer(read(raw, request.name, platform)))
    except MemoryError:
        return msgspec.json.encode(Answer(fault="memory"))
    except Exception as error:  # the parent names it; the mail behind it is kept
        return msgspec.json.encode(Answer(fault=type(error).__name__))


def _allow_cpu_time() -> None:
    """Time for one more mail; beyond it the kernel ends this process."""
    with contextlib.suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + CPU_SECONDS + 1, hard))


if __name__ == "__main__":
    main()
