"""What does the domain ask receivers to do with mail that is not proven to be its own? (RFC 7489)"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.dmarc import DmarcFound, DmarcRecord, find
from triage.checks.standards.findings import could_not_check, listing, printable, source
from triage.checks.standards.names import fact_domain
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Outcome, Tools

CODES = {
    "dmarc.pass": "a DMARC record asks for quarantine or reject",
    "dmarc.subdomains_open": "the domain itself is protected, and its sub-domains are not (sp=none)",
    "dmarc.policy_none": "a DMARC record is there, and asks receivers to do nothing (p=none)",
    "dmarc.none": "neither the domain nor its organisational domain has a DMARC record",
    "dmarc.nxdomain": "the domain does not exist",
    "dmarc.multiple_records": "there is more than one DMARC record, so none of them counts",
    "dmarc.syntax": "the policy in the record breaks the grammar, so that it counts as none",
    "dmarc.partly_ignored": "a part of the record breaks the grammar, and receivers pass over that part",
}
_ASKS = {
    "none": "do nothing (p=none)",
    "quarantine": "file it as junk (quarantine)",
    "reject": "refuse it (reject)",
}


@check("dmarc", codes=CODES, any_of=("from_domain", "sender_domain"))
async def dmarc(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    domain = fact_domain(facts, "from_domain") or fact_domain(facts, "sender_domain")
    if domain is None:
        return None
    found = await find(tools.resolver, domain)
    if found.trouble is not None:
        return could_not_check("dmarc", found.trouble)
    if not found.records:
        itself = await tools.resolver.query(domain, "TXT")
        return _nxdomain(itself) if itself.outcome is Outcome.NXDOMAIN else _none(found)
    if len(found.records) > 1:
        return _finding(
            found,
            "multiple_records",
            Status.PERMERROR,
            f"{found.at} has {len(found.records)} DMARC records, so receivers use none of them.",
            f"Leave one record at _dmarc.{found.at} and delete the others.",
        )
    record = found.record
    assert record is not None
    return _mistaken(found, record) if record.mistakes else _valid(found, record)


def _nxdomain(itself: Answer) -> Finding:
    return Finding(
        "dmarc",
        "dmarc.nxdomain",
        Status.FAIL,
        f"{itself.name} does not exist (NXDOMAIN), so nobody can vouch for mail from it.",
        f"Check how {itself.name} is spelt. If it is right, its owner has to register it or set up its DNS.",
        WhoCanFix.SENDER,
        source(itself),
        {"domain": itself.name, "found_at": None, "policy": None},
    )


def _none(found: DmarcFound) -> Finding:
    return _finding(
        found,
        "none",
        Status.WARN,
        f"{found.domain} has no DMARC record, so receivers are not told what to do with forged mail.",
        f'Publish: _dmarc.{found.domain}. TXT "v=DMARC1; p=none; rua=mailto:postmaster@{found.domain}". '
        "When the reports name your own servers only, make it p=quarantine, then p=reject: that stops "
        "forgeries.",
        f"v=DMARC1; p=none; rua=mailto:postmaster@{found.domain}",
    )


def _mistaken(found: DmarcFound, record: DmarcRecord) -> Finding:
    mistakes = printable(listing(record.mistakes, 3), 200)
    policy = record.policy or "none"
    counts = found.policy is not None
    return _finding(
        found,
        "partly_ignored" if counts else "syntax",
        Status.WARN if counts else Status.PERMERROR,
        f"The DMARC record of {found.at} has a mistake: {mistakes}"
        f"{f' (it still counts, as p={found.policy})' if counts else ''}.",
        f"Correct it; a record that works: _dmarc.{found.at}. TXT "
        f'"v=DMARC1; p={policy}; rua=mailto:postmaster@{found.at}"',
        f"v=DMARC1; p={policy}; rua=mailto:postmaster@{found.at}",
    )


def _valid(found: DmarcFound, record: DmarcRecord) -> Finding:
    policy = found.policy or "none"
    where = f" (by the record of {found.at})" if found.at != found.domain else ""
    part = f" for {record.percent} % of it" if record.percent < 100 and policy != "none" else ""
    asks = f"{found.domain} asks receivers of forged mail to {_ASKS[policy]}{part}{where}."
    if policy == "none":
        advice = (
            f"When its reports show that all real mail passes, ask for more: _dmarc.{found.at}. TXT "
            f'"{printable(record.text.replace("p=none", "p=quarantine", 1), 300)}"'
        )
        stricter = record.text.replace("p=none", "p=quarantine", 1)
        return _finding(found, "policy_none", Status.NEUTRAL, asks, advice, stricter)
    if found.at == found.domain and record.subdomain_policy == "none":
        said = f"{asks[:-1]}, but lets anybody forge its sub-domains (sp=none)."
        closed = ";".join(part for part in record.text.split(";") if part.partition("=")[0].strip() != "sp")
        advice = f'Take sp=none out: _dmarc.{found.at}. TXT "{printable(closed, 300)}"'
        return _finding(found, "subdomains_open", Status.WARN, said, advice, closed)
    return _finding(found, "pass", Status.PASS, asks, "")


def _finding(
    found: DmarcFound, word: str, status: Status, summary: str, advice: str, publish: str | None = None
) -> Finding:
    record = found.record
    at = found.at if found.records else found.domain
    return Finding(
        "dmarc",
        f"dmarc.{word}",
        status,
        summary,
        advice,
        WhoCanFix.SENDER if advice else None,
        source(*found.answers),
        {
            "domain": found.domain,
            "found_at": found.at if found.records else None,
            "policy": found.policy,
            "subdomain_policy": (record.subdomain_policy or record.policy) if record else None,
            "percent": record.percent if record else None,
            "strict_spf": record.strict_spf if record else None,
            "strict_dkim": record.strict_dkim if record else None,
            "place": at,
            "publish": f'_dmarc.{at}. TXT "{publish}"' if publish else None,
        },
    )
