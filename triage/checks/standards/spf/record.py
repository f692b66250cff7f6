"""Reading an SPF record (RFC 7208 sections 4.5, 4.6, 5 and 6, grammar in appendix A)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass

from triage.checks.standards.spf.macros import MacroError, check_domain_spec, letters

_MODIFIER = re.compile(r"([a-z][a-z0-9\-_.]*)=(.*)", re.IGNORECASE | re.ASCII | re.DOTALL)
_MECHANISM = re.compile(r"([+\-?~]?)([a-z][a-z0-9\-_.]*)((?:[:/].*)?)", re.IGNORECASE | re.ASCII | re.DOTALL)
_DUAL_CIDR = re.compile(r"(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?", re.ASCII)
_CIDR = re.compile(r"0|[1-9][0-9]{0,2}", re.ASCII)
_LONGEST = 16_384
_LOOKUP_TERMS = frozenset({"include", "a", "mx", "ptr", "exists", "redirect"})

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class RecordError(ValueError):
    """The record breaks the grammar; `term` is where."""

    def __init__(self, term: str, why: str) -> None:
        self.term = term
        super().__init__(f"{term!r}: {why}")


@dataclass(frozen=True)
class Mechanism:
    """`qualifier` is one of `+-?~`; `domain` a domain-spec or empty; prefix lengths in bits."""

    text: str
    qualifier: str
    name: str
    domain: str = ""
    prefix4: int = 32
    prefix6: int = 128
    network: Network | None = None


@dataclass(frozen=True)
class Record:
    """A record that follows the grammar."""

    text: str
    mechanisms: tuple[Mechanism, ...]
    redirect: str | None = None
    explanation: str | None = None


def spf_records(texts: Sequence[str]) -> tuple[str, ...]:
    """Those TXT records that claim to be SPF (section 4.5)."""
    return tuple(text for text in texts if text[:6].lower() == "v=spf1" and text[6:7] in ("", " "))


def parse(text: str) -> Record:
    """Read a record that begins with `v=spf1`. Raises RecordError."""
    if len(text) > _LONGEST:
        raise RecordError(text[:40] + "…", f"longer than {_LONGEST} characters")
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in text[6:].split(" "):
        if not term:
            continue
        try:
            modifier = _MODIFIER.fullmatch(term)
            if modifier is not None:
                _add_modifier(modifiers, modifier.group(1).lower(), modifier.group(2))
            else:
                mechanisms.append(_mechanism(term))
        except (MacroError, ValueError) as error:
            raise RecordError(term, str(error)) from None
    return Record(text, tuple(mechanisms), modifiers.get("redirect"), modifiers.get("exp"))


def lookup_terms(record: Record) -> int:
    """How many of its own terms ask the DNS (section 4.6.4); what they include is not counted here."""
    own = sum(mechanism.name in _LOOKUP_TERMS for mechanism in record.mechanisms)
    return own + (effective_redirect(record) is not None)


def effective_redirect(record: Record) -> str | None:
    """The redirect, unless an `all` makes it void (section 6.1)."""
    if any(mechanism.name == "all" for mechanism in record.mechanisms):
        return None
    return record.redirect


def _add_modifier(modifiers: dict[str, str], name: str, value: str) -> None:
    if name not in ("redirect", "exp"):
        letters(value)
        return
    if name in modifiers:
        raise ValueError(f"{name}= stands there twice")
    check_domain_spec(value)
    modifiers[name] = value


def _mechanism(term: str) -> Mechanism:
    found = _MECHANISM.fullmatch(term)
    if found is None:
        raise ValueError("neither a mechanism nor a modifier")
    qualifier, name, rest = found.group(1) or "+", found.group(2).lower(), found.group(3)
    if name == "all":
        if rest:
            raise ValueError("all takes nothing behind it")
        return Mechanism(term, qualifier, name)
    if name in ("ip4", "ip6"):
        return Mechanism(term, qualifier, name, network=_network(name, rest))
    if name in ("include", "exists"):
        if not rest.startswith(":"):
            raise ValueError(f"{name} needs a domain")
        check_domain_spec(rest[1:])
        return Mechanism(term, qualifier, name, rest[1:])
    if name == "ptr":
        return Mechanism(term, qualifier, name, _optional_domain(rest))
    if name in ("a", "mx"):
        return _address_mechanism(term, qualifier, name, rest)
    raise ValueError(f"{name} is no mechanism of SPF")


def _address_mechanism(term: str, qualifier: str, name: str, rest: str) -> Mechanism:
    # the domain-spec may hold slashes itself, so the prefix lengths are taken from the end
    tail = len(rest)
    while tail and (rest[tail - 1].isdigit() or rest[tail - 1] == "/") and len(rest) - tail < 8:
        tail -= 1
    cut = next((at for at in range(tail, len(rest) + 1) if _is_dual_cidr(rest[at:])), len(rest))
    cidr = _DUAL_CIDR.fullmatch(rest[cut:])
    prefix4, prefix6 = cidr.group(1, 2) if cidr else (None, None)
    if int(prefix4 or 0) > 32 or int(prefix6 or 0) > 128:
        raise ValueError("the prefix length is too large")
    domain = _optional_domain(rest[:cut])
    return Mechanism(
        term,
        qualifier,
        name,
        domain,
        32 if prefix4 is None else int(prefix4),
        128 if prefix6 is None else int(prefix6),
    )


def _is_dual_cidr(text: str) -> bool:
    return (not text or text.startswith("/")) and _DUAL_CIDR.fullmatch(text) is not None


def _optional_domain(rest: str) -> str:
    if not rest:
        return ""
    if not rest.startswith(":"):
        raise ValueError("a domain begins with a colon")
    check_domain_spec(rest[1:])
    return rest[1:]


def _network(name: str, rest: str) -> Network:
    address, slash, prefix = rest[1:].partition("/")
    if not rest.startswith(":") or not address:
        raise ValueError(f"{name} needs an address")
    if slash and not _CIDR.fullmatch(prefix):
        raise ValueError("the prefix length is not a number")
    if name == "ip4":
        return ipaddress.IPv4Network((ipaddress.IPv4Address(address), int(prefix or 32)), strict=False)
    if "%" in address:
        raise ValueError("not an IPv6 address")
    return ipaddress.IPv6Network((ipaddress.IPv6Address(address), int(prefix or 128)), strict=False)
