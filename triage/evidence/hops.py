"""Which way did a mail take? `Received` fields (RFC 5321 section 4.4) of all common servers, oldest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from triage.evidence.dates import parse_date
from triage.evidence.hosts import find_ip, normal_ip
from triage.evidence.limits import MAX_HOPS
from triage.model import Hop

_TOKENS = re.compile(r"[();]|[^\s();]+")
_CLAUSES = frozenset({"from", "by", "via", "with", "id", "for"})
_NAMED = re.compile(r"\b(?:helo|ehlo)[ =]+([^\s()\[\];,]{1,255})", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}")
_BRACKETED = re.compile(r"\[([^\[\]\s]{2,60})\]")
_NO_NAME = frozenset({"unknown", "localhost.", "UNKNOWN", "Unknown"})


@dataclass
class _Clauses:
    words: dict[str, list[str]] = field(default_factory=dict)
    comments: dict[str, list[str]] = field(default_factory=dict)
    date: str = ""


def read_hops(received: Sequence[str]) -> tuple[tuple[Hop, ...], list[str]]:
    """`received`: the fields' values, topmost first, as they stand in the header. Hops come oldest first."""
    problems = []
    if len(received) > MAX_HOPS:
        problems.append(f"more than {MAX_HOPS} Received fields: only the topmost were read")
    hops = [read_hop(value) for value in reversed(received[:MAX_HOPS])]
    skewed = 0
    timed: list[Hop] = []
    last: datetime | None = None
    for hop in hops:
        delay: float | None = None
        if hop.at is not None:
            if last is not None:
                delay = (hop.at - last).total_seconds()
                skewed += delay < 0
            last = hop.at
        timed.append(hop if delay is None else _with_delay(hop, max(delay, 0.0)))
    if skewed:
        problems.append(
            f"clocks disagree: {skewed} of {len(hops)} hops run backwards in time, their delay counts as 0"
        )
    return tuple(timed), problems


def _with_delay(hop: Hop, delay_s: float) -> Hop:
    return Hop(hop.from_, hop.by, hop.ip, hop.with_, hop.at, delay_s)


@lru_cache(maxsize=512)
def read_hop(value: str) -> Hop:
    """One `Received` value. What it does not say is `None`."""
    clauses = _split(value[:4_096])
    told = " ".join(clauses.words.get("with", [])) or None
    return Hop(
        from_=_from_name(clauses),
        by=_host(clauses.words.get("by", [])),
        ip=_from_ip(clauses),
        with_=told,
        at=parse_date(clauses.date),
    )


def reverse_name(value: str) -> str | None:
    """The name that the server itself found for the address it was connected from.

    `None` where the line says nothing of it; empty where there is none, or where it may be forged.
    """
    clauses = _split(value[:4_096])
    comments = " ".join(clauses.comments.get("from", [])).lower()
    if "unknown" in comments or "may be forged" in comments:
        return ""
    return None if _NAMED.search(comments) else _reverse_name(clauses)


@lru_cache(maxsize=64)
def _split(value: str) -> _Clauses:
    """Words and comments by clause; the date is what follows the last semicolon outside of comments."""
    found = _Clauses()
    clause, depth = "", 0
    comment: list[str] = []
    date_at = -1
    for match in _TOKENS.finditer(value):
        piece = match.group()
        if piece == "(":
            depth += 1
            comment.append(piece)
        elif piece == ")" and depth:
            depth -= 1
            comment.append(piece)
            if not depth:
                found.comments.setdefault(clause, []).append(" ".join(comment))
                comment = []
        elif depth:
            comment.append(piece)
        elif piece == ";":
            date_at = match.end()
        elif piece.lower() in _CLAUSES and piece.lower() not in found.words:
            clause = piece.lower()
            found.words[clause] = []
        elif date_at < 0:
            found.words.setdefault(clause, []).append(piece)
    if comment:
        found.comments.setdefault(clause, []).append(" ".join(comment))
    found.date = value[date_at:] if date_at >= 0 else value[-60:]
    return found


def _host(words: list[str]) -> str | None:
    """The first word that can be a host's name or address."""
    for word in words:
        text = word.strip("[],<>").rstrip(".")
        if normal_ip(text.removeprefix("IPv6:")) or _NAME.fullmatch(text):
            return text.lower()
    return None


def _from_name(clauses: _Clauses) -> str | None:
    if "from" not in clauses.words:
        return None
    name = _host([word for word in clauses.words["from"] if word not in _NO_NAME])
    if name and normal_ip(name) is None:
        return name
    said = _NAMED.search(" ".join(clauses.comments.get("from", [])))
    if said:
        return _host([said.group(1)]) or name
    return name or _reverse_name(clauses)


def _reverse_name(clauses: _Clauses) -> str | None:
    for comment in clauses.comments.get("from", []):
        words = [word for word in comment.strip("() ").split() if "." in word and "@" not in word]
        name = _host([word for word in words if normal_ip(word.strip("[]")) is None][:1])
        if name:
            return name
    return None


def _from_ip(clauses: _Clauses) -> str | None:
    """The address that the connection came from: what the server noted, before what the client said."""
    if "from" not in clauses.words:
        return None
    comments = " ".join(clauses.comments.get("from", []))
    words = " ".join(clauses.words["from"])
    inside = " ".join(_BRACKETED.findall(comments)) if "[" in comments else ""
    return (find_ip(inside) if inside else None) or find_ip(comments) or find_ip(words)
