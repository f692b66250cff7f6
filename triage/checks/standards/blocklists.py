"""Asking a DNS blocklist, and telling a listing from everything that only looks like one (RFC 5782)."""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import Any

from triage.tools.protocols import Answer, Outcome, Resolver

_LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
_REFUSALS = ipaddress.ip_network("127.255.255.0/24")
_NEVER_LISTED = "127.0.0.1"
_PAGE = re.compile(r"https?://[^\s\"'<>]{1,200}")


class Verdict(StrEnum):
    LISTED = "listed"
    NOT_LISTED = "not_listed"
    REFUSED = "refused"
    """The list will not talk to this resolver, or not about this: nothing is known."""
    NOT_A_LIST = "not_a_list"
    """The zone answers with an address that no list uses, or lists everything: it is dead or parked."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ListAnswer:
    """What one list said. `reason` is the list's own TXT; `page` where an entry is looked up."""

    zone: str
    verdict: Verdict
    answer: Answer
    codes: tuple[str, ...] = ()
    meaning: str = ""
    reason: str = ""
    page: str = ""


async def ask_list(resolver: Resolver, name: str, zone: str, never_listed: str) -> ListAnswer:
    """Ask `zone` for `name`. `never_listed` is a name that no working list holds (RFC 5782 section 5)."""
    answer = await resolver.query(name, "A")
    if not answer.outcome.is_answer:
        return ListAnswer(zone, Verdict.UNKNOWN, answer)
    if not answer.records:
        return ListAnswer(zone, Verdict.NOT_LISTED, answer)
    codes = tuple(code for code in answer.records if _is_listing(code, zone))
    if not codes:
        strange = any(ipaddress.ip_address(code) not in _LOOPBACK for code in answer.records)
        return ListAnswer(zone, Verdict.NOT_A_LIST if strange else Verdict.REFUSED, answer, answer.records)
    text, test = await asyncio.gather(resolver.query(name, "TXT"), resolver.query(never_listed, "A"))
    if test.outcome is Outcome.OK:
        return ListAnswer(zone, Verdict.NOT_A_LIST, answer, codes)
    reason = " ".join(text.records[:2])
    found = _PAGE.search(reason)
    page = found.group(0).rstrip(".,;)") if found else str(_known().get(zone, {}).get("page", ""))
    return ListAnswer(zone, Verdict.LISTED, answer, codes, _meaning(codes, zone), reason, page)


def _is_listing(code: str, zone: str) -> bool:
    address = ipaddress.ip_address(code)
    if address not in _LOOPBACK or address in _REFUSALS or code == _NEVER_LISTED:
        return False
    return code not in _known().get(zone, {}).get("refused", ())


def _meaning(codes: tuple[str, ...], zone: str) -> str:
    rows = _known().get(zone, {}).get("codes", ())
    bits = 0
    for code in codes:
        bits |= int(code.rpartition(".")[2])
    said = [
        row["meaning"]
        for row in rows
        if set(row.get("codes", ())) & set(codes) or ("bit" in row and row["bit"] & bits)
    ]
    return "; ".join(said)


@functools.cache
def _known() -> dict[str, dict[str, Any]]:
    text = resources.files(__package__).joinpath("return_codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
