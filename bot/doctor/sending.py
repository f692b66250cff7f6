"""Can receivers trust what the desk sends? Its domain's records, and how the last mail to itself arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from bot.desk.context import Desk
from bot.desk.self_test import last_arrival
from bot.doctor.complaint import Complaint
from bot.settings.groups.mail import MailSettings
from triage.evidence.hosts import domain_of, organisation
from triage.tools.protocols import Answer, Outcome

_DEADLINE_S = 6.0
_SIGN = {
    "none": "arrives without a DKIM signature of {domain}",
    "fail": "arrives with a DKIM signature of {domain} that does not hold",
}


def sending_complaints(desk: Desk) -> Iterator[Complaint]:
    """Nothing where nothing is sent. What cannot be asked now is no complaint."""
    addresses = (*desk.settings.help_address, *desk.platform.help_addresses)
    domain = domain_of(next(iter(addresses), None))
    if desk.settings.of(MailSettings).smtp_url is None or domain is None:
        return
    yield from _signature(desk, domain)
    yield from _records(desk, domain)


def _signature(desk: Desk, domain: str) -> Iterator[Complaint]:
    with desk.store.read() as connection:
        last = last_arrival(connection)
    if last is not None and last.signed in _SIGN:
        wrong = f"what the desk sends {_SIGN[last.signed].format(domain=domain)}"
        remedy = (
            f"have your mail server sign mail from {domain} (DKIM, RFC 6376), and publish its key at "
            f"selector._domainkey.{domain}"
        )
        yield Complaint("sending", wrong, remedy)


def _records(desk: Desk, domain: str) -> Iterator[Complaint]:
    spf = _texts(desk, domain)
    if spf is not None and not any(text.lower().startswith("v=spf1") for text in spf):
        remedy = f'{domain}. TXT "v=spf1 mx -all", with your outgoing mail servers in it'
        yield Complaint("sending", f"{domain} has no SPF record", remedy)
    names = dict.fromkeys(f"_dmarc.{name}" for name in (domain, organisation(domain)) if name)
    found = [_texts(desk, name) for name in names]
    if None in found:
        return
    if not any(text.lower().startswith("v=dmarc1") for texts in found for text in texts or ()):
        remedy = f'_dmarc.{domain}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{domain}"'
        yield Complaint("sending", f"{domain} has no DMARC record", remedy)


def _texts(desk: Desk, name: str) -> tuple[str, ...] | None:
    """The TXT records; `None`: it cannot be told."""
    try:
        answer: Answer = asyncio.run(asyncio.wait_for(desk.tools.resolver.query(name, "TXT"), _DEADLINE_S))
    except TimeoutError:
        return None
    known = (Outcome.OK, Outcome.NODATA, Outcome.NXDOMAIN)
    return tuple(text.strip('"') for text in answer.records) if answer.outcome in known else None
