"""Which addresses does a field name (RFC 5322 section 3.4)? One pass, no recursion.

Written here because the standard library's reading has CVE-2023-27043 (Python 3.11.7) and recurses into
comments. What could be read in two ways counts as no address, and is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from triage.evidence.encoded_words import decode_words
from triage.evidence.limits import MAX_ADDRESSES

_ADDRESS = re.compile(
    r'(?:[^\s@<>()",;:\\\[\]]{1,256}|"[^"\r\n]{1,256}")@(?:[^\s@<>()",;:\\\[\]]{1,255}|\[[0-9A-Za-z.:]{2,50}\])'
)
_AROUND_AT = re.compile(r"[ \t]{1,9}@[ \t]{0,9}|@[ \t]{1,9}")
# What is plain text, what opens a quoted string, a comment or an address, and what ends a mailbox.
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[()<>,;:]|\[[^\[\]<>,;()"]*\]|[^"()<>,;:\\\[]+|.', re.DOTALL)


@dataclass(frozen=True)
class Mailbox:
    """One mailbox of a field: `address` is `None` when it could be read in two ways or is none."""

    name: str
    address: str | None
    trouble: str | None = None


def read_mailboxes(value: str) -> list[Mailbox]:
    """Every mailbox of a raw (still encoded) field value, groups flattened, empty places left out."""
    found: list[Mailbox] = []
    words: list[str] = []
    angles: list[str] = []
    comments: list[str] = []
    depth, angle = 0, False

    def close() -> None:
        if "".join(words).strip() or angles or comments:
            found.append(_mailbox(words, angles, comments))
        words.clear()
        angles.clear()
        comments.clear()

    for piece in _TOKENS.findall(value):
        if depth or piece == "(":
            depth += (piece == "(") - (piece == ")")
            comments.append(piece)
        elif piece == "<":
            angle = True
            angles.append("")
        elif piece == ">" and angle:
            angle = False
        elif angle and (piece not in (",", ";") or angles[-1].startswith("@")):
            angles[-1] += piece
        elif piece in (",", ";"):
            angle = False
            close()
            if len(found) >= MAX_ADDRESSES:
                break
        elif piece == ":":
            words.clear()
        else:
            words.append(piece)
    close()
    return found


def only_address(value: str) -> str | None:
    """The address of a field that may hold one only; `None` where there is none, or more than one."""
    boxes = read_mailboxes(value)
    return boxes[0].address if len(boxes) == 1 else None


def clean_address(text: str) -> str | None:
    """`local@domain` with its domain in lower case, or `None` when this is no address."""
    text = _AROUND_AT.sub("@", text.strip())
    if text.startswith("@") and ":" in text:
        text = text.partition(":")[2]  # a source route, obsolete (RFC 5321 appendix C)
    if not _ADDRESS.fullmatch(text):
        return None
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower().rstrip('.')}"


def _mailbox(words: list[str], angles: list[str], comments: list[str]) -> Mailbox:
    text = "".join(words).strip()
    if not angles:
        address = clean_address(text)
        trouble = None
        if address is None and "@" in text:
            trouble = "could be read in two ways"
        return Mailbox(_name("".join(comments)[1:-1]) if address else _name(text), address, trouble)
    address = clean_address(angles[0])
    claimed = _ADDRESS.findall(text) if not text.startswith('"') else []
    if len(angles) > 1 or any(clean_address(other) != address for other in claimed):
        return Mailbox(_name(text), None, "could be read in two ways")
    return Mailbox(_name(text or "".join(comments)[1:-1]), address)


def _name(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('\\"', '"')
    return decode_words(text)[0].strip().strip("\"'").strip()
