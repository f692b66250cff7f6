"""Which accounts of the platform a mail is about, and what they are: the ground of all account checks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.vocabulary import Platform
from triage.checks.standards.names import ascii_domain, domain_of
from triage.model import Facts, Finding
from triage.tools.protocols import Account, AccountAnswer, Tools

NEEDS = ("recipient", "sender")
_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x20]{1,64}@[^\s@]{1,253}")
_MOST = 3
_STATE_WORDS = {"disabled": "switched off", "suspended": "suspended"}


@dataclass(frozen=True)
class Known:
    """One address of the mail with what was said of it."""

    address: str
    side: str
    """`recipient` or `sender`."""
    sure: bool
    """Whether it certainly should live on the platform."""
    answer: AccountAnswer

    @property
    def account(self) -> Account | None:
        return self.answer.account


async def known_accounts(facts: Facts, platform: Platform, tools: Tools) -> tuple[Known, ...]:
    """What the directory says of the addresses that live here, or may; nothing without a directory."""
    if tools.accounts is None:
        return ()
    wanted = _candidates(facts, platform)
    answers = await asyncio.gather(*(tools.accounts.look_up(address) for address, _, _ in wanted))
    return tuple(
        Known(address, side, sure, answer)
        for (address, side, sure), answer in zip(wanted, answers, strict=True)
    )


async def accounts_here(facts: Facts, platform: Platform, tools: Tools) -> tuple[tuple[Known, Account], ...]:
    """Those that were found."""
    every = await known_accounts(facts, platform, tools)
    return tuple((known, known.account) for known in every if known.account is not None)


async def of_each(
    judge: Callable[[Known, Account], Finding | None],
    facts: Facts,
    platform: Platform,
    tools: Tools,
    side: str | None = None,
) -> tuple[Finding, ...]:
    """What `judge` finds of each account that was found; `side`: only of those on that side of the mail."""
    here = await accounts_here(facts, platform, tools)
    found = (judge(known, account) for known, account in here if side in (None, known.side))
    return tuple(finding for finding in found if finding is not None)


async def known_clusters(facts: Facts, platform: Platform, tools: Tools) -> dict[str, str]:
    """Domain -> the cluster on which an account of it was found."""
    found = await accounts_here(facts, platform, tools)
    pairs = ((ascii_domain(domain_of(known.address)), account.cluster) for known, account in found)
    return {domain: cluster for domain, cluster in pairs if domain and cluster}


def _candidates(facts: Facts, platform: Platform) -> list[tuple[str, str, bool]]:
    """The side that the mail's direction puts here; where that is unknown, what may be here on both sides."""
    own = {"inbound": "recipient", "outbound": "sender"}.get(facts.get("direction") or "")
    found: dict[str, tuple[str, str, bool]] = {}
    for side in ("recipient", "sender"):
        for address in facts.all(side):
            domain = ascii_domain(domain_of(address))
            if domain is None or not _ADDRESS.fullmatch(address):
                continue
            listed = _is_listed(domain, platform.domains)
            if listed or side == own or (own is None and not platform.domains):
                found.setdefault(address.lower(), (address, side, listed or side == own))
    return list(found.values())[:_MOST]


def _is_listed(domain: str, patterns: tuple[str, ...]) -> bool:
    return any(domain == one or (one.startswith("*.") and domain.endswith(one[1:])) for one in patterns)


def asked(known: Known) -> str:
    """The source line of a finding."""
    when = f" (asked {known.answer.at:%Y-%m-%d %H:%M} UTC)" if known.answer.at else ""
    return f"{known.answer.source}: {known.address}{when}"


def state_words(state: str) -> str:
    return _STATE_WORDS.get(state, state)


def is_off(state: str | None) -> bool:
    return state in _STATE_WORDS
