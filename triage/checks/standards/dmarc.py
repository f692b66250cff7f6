"""Finding and reading a DMARC record (RFC 7489 sections 6.3, 6.4 and 6.6.3)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from triage.checks.standards.names import organisational
from triage.tools.protocols import Answer, Resolver

_VERSION = re.compile(r"v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)")
_POLICIES = ("none", "quarantine", "reject")
_MAIL_URI = re.compile(r"mailto:[^\s@,!]+@[^\s@,!]+(?:![0-9]+[kmgt]?)?", re.IGNORECASE)


@dataclass(frozen=True)
class DmarcRecord:
    """`policy` is what `p=` says; `None` where it is missing or no policy. `mistakes`: in words."""

    text: str
    policy: str | None
    subdomain_policy: str | None
    strict_dkim: bool
    strict_spf: bool
    percent: int
    reports_to: str
    mistakes: tuple[str, ...]
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DmarcFound:
    """What stands for a domain: `records` found at `at` (the domain, or its organisational domain).

    `trouble`: an answer that was none; then nothing is known.
    """

    domain: str
    at: str
    records: tuple[str, ...]
    answers: tuple[Answer, ...]
    trouble: Answer | None = None

    @property
    def record(self) -> DmarcRecord | None:
        """The record that counts; none when there are several (section 6.6.3)."""
        return parse(self.records[0]) if len(self.records) == 1 else None

    @property
    def policy(self) -> str | None:
        """What is asked of receivers for mail of this very domain.

        Without a usable p= or sp= it counts as none where reports are asked for, else as no record.
        """
        record = self.record
        if record is None:
            return None
        if record.policy is None or (record.subdomain_policy is None and "sp" in record.tags):
            return "none" if record.reports_to else None
        if self.at != self.domain and record.subdomain_policy in _POLICIES:
            return record.subdomain_policy
        return record.policy


async def find(resolver: Resolver, domain: str) -> DmarcFound:
    """Look at the domain, and at its organisational domain when nothing is there."""
    parent = organisational(domain)
    places = list(dict.fromkeys((domain, parent)))
    asked = await asyncio.gather(*(resolver.query(f"_dmarc.{place}", "TXT") for place in places))
    answers = tuple(asked)
    for place, answer in zip(places, answers, strict=True):
        if not answer.outcome.is_answer:
            return DmarcFound(domain, place, (), answers, trouble=answer)
        records = tuple(text for text in answer.records if _VERSION.match(text))
        if records:
            return DmarcFound(domain, place, records, answers)
    return DmarcFound(domain, domain, (), answers)


def parse(text: str) -> DmarcRecord:
    """Read a record that begins with `v=DMARC1`; what is wrong with it is told, not raised."""
    tags, mistakes = _tags(text)
    policy = tags.get("p", "").lower()
    if "p" not in tags:
        mistakes.append("the policy p= is missing")
    elif policy not in _POLICIES:
        mistakes.append(f"p={tags['p']} is none of none, quarantine, reject")
    below = tags.get("sp", "").lower()
    if below and below not in _POLICIES:
        mistakes.append(f"sp={tags['sp']} is none of none, quarantine, reject")
    for tag in ("adkim", "aspf"):
        if tags.get(tag, "r").lower() not in ("r", "s"):
            mistakes.append(f"{tag}={tags[tag]} is neither r nor s")
    percent = tags.get("pct", "100")
    good_percent = percent.isascii() and percent.isdigit() and len(percent) <= 3 and int(percent) <= 100
    if not good_percent:
        mistakes.append(f"pct={percent} is no number from 0 to 100")
    return DmarcRecord(
        text,
        policy if policy in _POLICIES else None,
        below if below in _POLICIES else None,
        tags.get("adkim", "r").lower() == "s",
        tags.get("aspf", "r").lower() == "s",
        int(percent) if good_percent else 100,
        tags.get("rua", ""),
        tuple(mistakes + _report_mistakes(tags)),
        tags,
    )


def _tags(text: str) -> tuple[dict[str, str], list[str]]:
    tags: dict[str, str] = {}
    mistakes: list[str] = []
    for part in text.split(";"):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        key = name.strip().lower()
        if not equals:
            mistakes.append(f"{part.strip()!r} has no value")
        elif key in tags:
            mistakes.append(f"{key}= stands there twice")
        else:
            tags[key] = value.strip()
    return tags, mistakes


def _report_mistakes(tags: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    for tag in ("rua", "ruf"):
        uris = [uri.strip() for uri in tags[tag].split(",")] if tag in tags else []
        bad = [uri for uri in uris if not _MAIL_URI.fullmatch(uri) and ":" not in uri]
        if bad:
            found.append(f"{tag}={bad[0]} is no address: it begins with mailto:")
    return found
