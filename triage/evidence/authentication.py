"""Did SPF, DKIM, DMARC and ARC hold when the mail came in, as a host of the platform says (RFC 8601)?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from knowledge.vocabulary import Platform
from triage.evidence.boundary import Trusted
from triage.evidence.hosts import aligned, find_ip, is_inside, matches, organisation
from triage.model import Authentication

_RESULTS = frozenset(
    {"authentication-results", "arc-authentication-results", "received-spf", "x-he-dkim-result"}
)
_COMMENT = re.compile(r"\([^()]{0,2000}\)")
_RESULT = re.compile(r"\s*(spf|dkim|dmarc|arc)\s?=\s?([a-z]{2,16})", re.IGNORECASE)
_SIGNER = re.compile(r"\bheader\.([di])\s?=\s?\"?(?:[^\s@;\"]{0,64}@)?([^\s;@\"]{1,255})")
_CLIENT = re.compile(
    r"\b(?:client-ip|smtp\.remote-ip|smtp\.client-ip|sender IP is)\s?[= ]\s?([^\s;()]{2,60})"
)
_RECEIVER = re.compile(r"\breceiver=([^\s;]{1,255})")
_INSTANCE = re.compile(r"\s*i=\d{1,2}\s?;")
_SPELLED = {"hardfail": "fail", "error": "temperror", "unknown": "permerror", "bestguesspass": "none"}
_WORDS = frozenset(
    {"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy", "discard"}
)


@dataclass
class _Found:
    results: dict[str, str] = field(default_factory=dict)
    signatures: list[tuple[str, str | None]] = field(default_factory=list)
    """Result and signing domain, topmost first."""
    alignment: bool | None = None
    sending_ip: str | None = None
    sources: list[str] = field(default_factory=list)


def read_authentication(trusted: Trusted, from_domain: str | None, platform: Platform) -> Authentication:
    """Of several results by one method the topmost counts; of signatures an aligned pass, then any pass."""
    found = _Found()
    for name, value in _believable(trusted, platform):
        key = name.lower()
        if key == "received-spf":
            new = _note_spf(found, value)
        elif key == "x-he-dkim-result":
            new = _note_he(found, value)
        else:
            new = _note_results(found, value)
        if new:
            found.sources.append(f"{name}: {value}")
    dkim, dkim_aligned = _best_signature(found, from_domain)
    handover = trusted.handover.ip if trusted.handover else None
    return Authentication(
        spf=found.results.get("spf"),
        dkim=dkim,
        dkim_aligned=dkim_aligned,
        dmarc=found.results.get("dmarc"),
        arc=found.results.get("arc"),
        sending_ip=found.sending_ip or (None if is_inside(handover) else handover),
        source=found.sources[0] if found.sources else None,
    )


def _believable(trusted: Trusted, platform: Platform) -> Iterator[tuple[str, str]]:
    """The result fields that the platform wrote: by where they stand, or by the name that they carry."""
    for at, (name, value) in enumerate(trusted.fields):
        key = name.lower()
        above = at < trusted.written
        if key in ("authentication-results", "arc-authentication-results"):
            if above or _is_ours(server_of(value), trusted, platform):
                yield name, value
        elif key == "received-spf":
            said = _RECEIVER.search(value)
            if above or said is None or _is_ours(said.group(1), trusted, platform):
                yield name, value
        elif key == "x-he-dkim-result":
            yield name, value
    for name, value in trusted.appended:
        if name.lower() in _RESULTS:
            yield name, value


def _is_ours(host: str, trusted: Trusted, platform: Platform) -> bool:
    """Does the name that a result carries belong to the platform, or to whoever received the mail last?"""
    if trusted.hosts_known:
        return matches(host, platform.mail_hosts)
    return not host or trusted.receiver is None or organisation(host) == trusted.receiver


def server_of(value: str) -> str:
    """The authserv-id; empty where there is none (Exchange leaves it out)."""
    words = _COMMENT.sub(" ", _INSTANCE.sub("", value, count=1)).partition(";")[0].split()
    return words[0] if words and "=" not in words[0] else ""


def _note_results(found: _Found, value: str) -> bool:
    """`Authentication-Results`; whether it said anything new."""
    client = _CLIENT.search(value)
    had_signatures = bool(found.signatures)
    new = False
    fresh: list[tuple[str, str | None]] = []
    for piece in _COMMENT.sub(" ", _INSTANCE.sub("", value, count=1)).split(";")[:200]:
        match = _RESULT.match(piece)
        word = _word(match.group(2)) if match else None
        if match is None or word is None:
            continue
        method = match.group(1).lower()
        if method == "dkim":
            fresh.append((word, _signer(piece)))
        elif method not in found.results:
            found.results[method] = word
            new = True
    if fresh and not had_signatures:
        found.signatures = fresh
        new = True
    if new and client:
        found.sending_ip = found.sending_ip or find_ip(client.group(1))
    return new


def _note_spf(found: _Found, value: str) -> bool:
    """`Received-SPF` (RFC 7208 section 9.1)."""
    words = value.split(None, 1)
    word = _word(words[0]) if words else None
    client = _CLIENT.search(value)
    if client and found.sending_ip is None:
        found.sending_ip = find_ip(client.group(1))
    if word is None or "spf" in found.results:
        return False
    found.results["spf"] = word
    return True


def _note_he(found: _Found, value: str) -> bool:
    """`X-HE-DKIM-Result: pass/pass`, signature and alignment."""
    signature, _, alignment = value.strip().lower().partition("/")
    word = _word(signature)
    if word is None or found.signatures:
        return False
    found.signatures = [(word, None)]
    found.alignment = {"pass": True, "fail": False}.get(alignment.strip())
    return True


def _word(text: str) -> str | None:
    word = text.strip().lower().rstrip(";:")
    word = _SPELLED.get(word, word)
    return word if word in _WORDS else None


def _signer(piece: str) -> str | None:
    found = dict(_SIGNER.findall(piece))
    domain: str | None = found.get("d") or found.get("i")
    return domain.lower().rstrip(".") if domain else None


def _best_signature(found: _Found, from_domain: str | None) -> tuple[str | None, bool | None]:
    def rank(signature: tuple[str, str | None]) -> int:
        result, domain = signature
        return (result != "pass") * 2 + (not aligned(domain, from_domain))

    if not found.signatures:
        return None, None
    result, domain = min(found.signatures, key=rank)
    if found.alignment is not None or domain is None or from_domain is None:
        return result, found.alignment
    return result, aligned(domain, from_domain)


def signing_domains(signatures: Iterable[str]) -> tuple[str, ...]:
    """The domains (`d=`) that DKIM-Signature fields name; whether they hold is another question."""
    found = (re.search(r"(?:^|;)\s{0,9}d\s{0,3}=\s{0,9}([^\s;]{1,255})", value) for value in signatures)
    return tuple(dict.fromkeys(match.group(1).lower() for match in found if match))
