"""Facts of a mail that was sent along: its people, its sending host, what the platform's hosts said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.vocabulary import Platform
from triage.facts.hosts import domain_of, is_platform_host, is_platform_ip
from triage.facts.picture import Picture, is_printed
from triage.model import Evidence, Fact, Hop, SignedHead, SpamVerdict

ORDER = 20
PRINTED = "forwarded text"
"""What a mail program prints above a mail that it forwards is no header: it says who, whom and when."""
_WHAT = {"headers": "header block"}
_SUBMISSION = ("ESMTPA", "ESMTPSA", "UTF8SMTPA", "UTF8SMTPSA")
_TAG = re.compile(r"(?:^|;)\s*([sd])\s*=\s*([A-Za-z0-9._-]{1,253})")
_HELO = re.compile(r"\bhelo=([A-Za-z0-9._\[\]:-]{1,253})", re.I)


def extract(picture: Picture) -> Iterator[Fact]:
    for sample in (*picture.samples, *picture.originals):
        what = PRINTED if is_printed(sample) else _WHAT.get(sample.kind, "mail that was sent along")
        yield from _people(sample, what)
        yield from _sending_host(sample, picture, what)
        yield from _results(sample, what)
        yield from _spam(sample, what)
    for sample in picture.samples:
        if not is_printed(sample):
            yield _named(sample)
        for one in sample.signed:
            yield Fact("dkim_signed", _signed(one), "mail that was sent along, DKIM-Signature")


def _people(sample: Evidence, what: str) -> Iterator[Fact]:
    message = sample.message
    if message.from_:
        yield Fact("sender", message.from_, f"{what}, From")
    for address in (sample.header("Delivered-To"), *message.to, *sample.cc):
        if address and "@" in address:
            yield Fact("recipient", address.strip().strip("<>"), f"{what}, To")
    arrived = sample.hops[-1].at if sample.hops else None
    if arrived:
        yield Fact("occurred_at", arrived.isoformat(), f"{what}, the last Received")
    if message.date:
        yield Fact("occurred_at", message.date.isoformat(), f"{what}, Date")


def _sending_host(sample: Evidence, picture: Picture, what: str) -> Iterator[Fact]:
    said = sample.authentication
    hop = entry_hop(sample, picture)
    if said.sending_ip:
        yield Fact("sending_ip", said.sending_ip, f"{what}, {said.source or 'a header of the platform'}")
    elif hop and hop.ip:
        # a client that logged in is not a sending host: SPF and blocklists say nothing about it
        name = "client_ip" if is_submission(hop) else "sending_ip"
        yield Fact(name, hop.ip, f"{what}, Received by {hop.by}")
    helo = _HELO.search(sample.header("Received-SPF") or "")
    if helo and said.source:
        yield Fact("helo", helo.group(1), f"{what}, Received-SPF")
    elif hop and hop.from_:
        yield Fact("helo", hop.from_, f"{what}, Received by {hop.by}")
    envelope = sample.message.return_path or sample.sender.return_path
    if domain := domain_of(envelope):
        yield Fact("sender_domain", domain, f"{what}, Return-Path")
    if domain := domain_of(sample.message.from_):
        yield Fact("from_domain", domain, f"{what}, From")


def entry_hop(sample: Evidence, picture: Picture) -> Hop | None:
    """The hop at which a host of the platform took the mail over: the last one that can be trusted."""
    return entered_by(sample, picture.case.platform)


def entered_by(sample: Evidence, platform: Platform) -> Hop | None:
    """The same for a mail outside of any case."""
    trusted: Hop | None = None
    for hop in reversed(sample.hops):
        if not is_platform_host(hop.by, platform):
            break
        trusted = hop
        if not (is_platform_host(hop.from_, platform) or is_platform_ip(hop.ip, platform)):
            return hop
    return trusted


def is_submission(hop: Hop) -> bool:
    """The client had logged in: ESMTPA and its kin (RFC 3848)."""
    words = (hop.with_ or "").upper().split()
    return bool(words) and words[0] in _SUBMISSION


def _results(sample: Evidence, what: str) -> Iterator[Fact]:
    said = sample.authentication
    source = f"{what}, {said.source}" if said.source else what
    for name, value in (("header_spf", said.spf), ("header_dkim", said.dkim), ("header_dmarc", said.dmarc)):
        if value:
            yield Fact(name, value, source)
    for key, value in sample.headers:
        if key.lower() == "dkim-signature":
            tags = dict(_TAG.findall(value[:4000]))
            if "s" in tags and "d" in tags:
                yield Fact("dkim", f"{tags['s']}/{tags['d'].lower()}", f"{what}, DKIM-Signature")


def _signed(one: SignedHead) -> str:
    """`selector/domain`, what holds of the body (`body`, `part`, `changed`), digest and signature in hex."""
    body = ("part" if one.is_partial else "body") if one.body_holds else "changed"
    return f"{one.selector}/{one.domain} {body} {one.digest} {one.signature}"


def _spam(sample: Evidence, what: str) -> Iterator[Fact]:
    spam = sample.spam
    if spam.scl is not None:
        yield Fact("scl", str(spam.scl), f"{what}, SCL")
    if spam.score is not None:
        yield Fact("spam_score", f"{spam.score:g}", f"{what}, the filter's header")
    if numbers := _numbers(spam):
        yield Fact("spam_numbers", numbers, f"{what}, the filter's header")


def _numbers(spam: SpamVerdict) -> str:
    """What one filter said of one mail, in one value: numbers of different mails must not be mixed."""
    said = {
        "flag": None if spam.flag is None else "yes" if spam.flag else "no",
        "score": "X" if spam.allowlisted else None if spam.score is None else f"{spam.score:g}",
        "required": None if spam.required is None else f"{spam.required:g}",
        "scl": None if spam.scl is None else str(spam.scl),
    }
    return " ".join(f"{name}={value}" for name, value in said.items() if value is not None)


def _named(sample: Evidence) -> Fact:
    """A sample by its Message-ID, else by what else it can be told from others by."""
    name = sample.message.message_id or (sample.message.subject or "")[:200] or sample.message.from_
    return Fact("spam_samples", name or "a header block", "mail that was sent along")
