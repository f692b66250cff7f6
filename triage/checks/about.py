"""What a person wants checked, as facts: for the command and the API."""

from __future__ import annotations

import re
from collections.abc import Sequence

from triage.checks.standards.names import ascii_domain, parse_ip
from triage.model import Fact, Facts

_SELECTOR = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?", re.ASCII)
_GIVEN = "given by hand"


def facts_about(
    subject: str,
    *,
    ip: str | None = None,
    helo: str | None = None,
    recipient: str | None = None,
    selectors: Sequence[str] = (),
) -> Facts:
    """`subject`: the sender's domain or address. Raises ValueError with a word for whoever wrote it."""
    domain = _domain(subject)
    found = [("sender_domain", domain), ("from_domain", domain)]
    if "@" in subject:
        found.append(("sender", _address(subject, domain)))
    if ip is not None:
        address = parse_ip(ip)
        if address is None:
            raise ValueError(f"{ip!r} is not an IP address; it should look like 192.0.2.1 or 2001:db8::1")
        found.append(("sending_ip", str(address)))
    if helo is not None:
        if not helo.strip() or len(helo) > 255:
            raise ValueError("the name for --helo should be a host name, such as mail.example.org")
        found.append(("helo", helo.strip()))
    if recipient is not None:
        theirs = _domain(recipient)
        found += [("recipient", _address(recipient, theirs))] if "@" in recipient else []
        found.append(("recipient_domain", theirs))
    for selector in selectors:
        if not _SELECTOR.fullmatch(selector):
            raise ValueError(f"{selector!r} is not a DKIM selector; it stands behind s= in DKIM-Signature")
        found.append(("dkim", f"{selector}/{domain}"))
    return Facts(tuple(Fact(name, value, _GIVEN) for name, value in found))


def _domain(text: str) -> str:
    text = text.strip()
    local, at, tail = text.rpartition("@")
    domain = ascii_domain(tail)
    if (at and not local) or domain is None:
        raise ValueError(
            f"{text!r} is neither a domain nor a mail address; it should look like example.org or "
            "ann@example.org"
        )
    return domain


def _address(text: str, domain: str) -> str:
    return f"{text.strip().rpartition('@')[0]}@{domain}"
