"""Do the DMARC reports of the domain get to where it wants them? (RFC 7489 section 7.1)"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.dmarc import DmarcFound, find
from triage.checks.standards.findings import could_not_check, listing, source
from triage.checks.standards.names import ascii_domain, domain_of, fact_domain, organisational
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Tools

CODES = {
    "dmarc_reports.pass": "reports are asked for, and who gets them has agreed",
    "dmarc_reports.none": "the DMARC record asks for no reports (no rua=)",
    "dmarc_reports.not_accepted": "reports go to another domain, which has not agreed to take them",
}
_PLACES_AT_MOST = 5


@check("dmarc_reports", codes=CODES, any_of=("from_domain", "sender_domain"))
async def dmarc_reports(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    domain = fact_domain(facts, "from_domain") or fact_domain(facts, "sender_domain")
    if domain is None:
        return None
    found = await find(tools.resolver, domain)
    if found.trouble is not None:
        return could_not_check("dmarc_reports", found.trouble)
    if found.record is None:
        return None
    if not found.record.reports_to:
        said = f"The DMARC record of {found.at} asks for no reports, so nobody sees who sends in its name."
        advice = f"Add to the record at _dmarc.{found.at}: rua=mailto:postmaster@{found.at}"
        return _finding(found, "none", Status.NEUTRAL, said, advice)
    places = _places(found.record.reports_to)
    others = [place for place in places if organisational(place) != organisational(found.at)]
    asked = await asyncio.gather(
        *(tools.resolver.query(f"{found.at}._report._dmarc.{place}", "TXT") for place in others)
    )
    return _judge(found, places, dict(zip(others, asked, strict=True)))


def _places(reports_to: str) -> list[str]:
    """The domains of its mailto: addresses."""
    uris = (uri.strip().partition("!")[0] for uri in reports_to.split(","))
    addresses = (uri[7:] for uri in uris if uri[:7].lower() == "mailto:" and "@" in uri)
    domains = (ascii_domain(domain_of(address)) for address in addresses)
    return list(dict.fromkeys(domain for domain in domains if domain))[:_PLACES_AT_MOST]


def _judge(found: DmarcFound, places: list[str], agreed: dict[str, Answer]) -> Finding | None:
    if (bad := next((one for one in agreed.values() if not one.outcome.is_answer), None)) is not None:
        return could_not_check("dmarc_reports", bad)
    missing = [place for place, one in agreed.items() if not any(map(_agrees, one.records))]
    answers = (*found.answers, *agreed.values())
    if missing:
        said = (
            f"The DMARC reports of {found.at} go to {listing(missing)}, which has not agreed to take them: "
            "most reporters will send none."
        )
        advice = f'There, publish: {found.at}._report._dmarc.{missing[0]}. TXT "v=DMARC1"'
        return _finding(found, "not_accepted", Status.WARN, said, advice, answers)
    if not places:
        return None
    return _finding(found, "pass", Status.PASS, f"The DMARC reports of {found.at} go to {listing(places)}.")


def _agrees(text: str) -> bool:
    return text.replace(" ", "").split(";")[0] == "v=DMARC1"


def _finding(
    found: DmarcFound,
    word: str,
    status: Status,
    said: str,
    advice: str = "",
    answers: tuple[Answer, ...] | None = None,
) -> Finding:
    return Finding(
        "dmarc_reports",
        f"dmarc_reports.{word}",
        status,
        said,
        advice,
        WhoCanFix.SENDER if advice else None,
        source(*(answers or found.answers)),
        {"domain": found.domain, "found_at": found.at},
    )
