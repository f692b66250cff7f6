"""One file out of a mail again, by its hash: files are listed when a mail comes, and kept within it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator


def extract(raw: bytes, sha256: str) -> bytes | None:
    """The decoded bytes of the file with this SHA-256 (hex), or `None` when the mail holds no such file."""
    return next((content for content in _files(raw) if hashlib.sha256(content).hexdigest() == sha256), None)


def _files(raw: bytes) -> Iterator[bytes]:
    from triage.evidence.sniff import as_bytes_of_text, is_outlook

    if is_outlook(raw):
        from triage.evidence.outlook import files_of

        yield from files_of(raw)
        return
    from triage.evidence.describe import is_file
    from triage.evidence.mbox import split_mbox
    from triage.evidence.parsed import parse

    mail = next(iter(split_mbox(as_bytes_of_text(raw))), b"")
    for part in parse(mail).parts:
        if is_file(part):
            yield part.content
