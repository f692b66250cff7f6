"""Does the domain hear of mail that could not be sent to it over TLS? (RFC 8460)"""

from __future__ import annotations

import asyncio
import re

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import could_not_check, printable, source
from triage.checks.standards.mail_hosts import mail_hosts, receiving_domains
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Resolver, Tools

CODES = {
    "tls_rpt.pass": "a TLS-RPT record says where reports go",
    "tls_rpt.none": "the domain has no TLS-RPT record, and so gets no reports of failed TLS",
    "tls_rpt.multiple_records": "there is more than one TLS-RPT record, so none of them counts",
    "tls_rpt.syntax": "the record breaks the grammar",
}
_VERSION = re.compile(r"v=TLSRPTv1[ \t]*(?:;|$)")
_URI = re.compile(r"mailto:[^\s@,;!]{1,64}@[^\s@,;!]{1,253}|https://[^\s,;!]{1,500}", re.IGNORECASE)


@check("tls_rpt", codes=CODES, any_of=("recipient_domain", "sender_domain"))
async def tls_rpt(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    domains = receiving_domains(facts)
    found = await asyncio.gather(*(_one(tools.resolver, name, who) for name, who in domains.items()))
    return tuple(finding for finding in found if finding is not None)


async def _one(resolver: Resolver, domain: str, who: WhoCanFix) -> Finding | None:
    answer, mail = await asyncio.gather(
        resolver.query(f"_smtp._tls.{domain}", "TXT"), mail_hosts(resolver, domain)
    )
    if not answer.outcome.is_answer:
        return could_not_check("tls_rpt", answer)
    records = [text for text in answer.records if _VERSION.match(text)]
    if not records and mail.none_for_sure:
        return None
    if not records:
        said = f"{domain} has no TLS-RPT record: nobody tells it when mail to it fails for want of TLS."
        return _finding(domain, answer, "none", Status.NEUTRAL, said, _publish(domain), who)
    if len(records) > 1:
        said = f"{domain} has {len(records)} TLS-RPT records, so senders use none of them."
        advice = f"Leave one record at _smtp._tls.{domain} and delete the others."
        return _finding(domain, answer, "multiple_records", Status.WARN, said, advice, who)
    mistake = _mistake(records[0])
    if mistake:
        said = f"The TLS-RPT record of {domain} has a mistake: {printable(mistake, 160)}."
        return _finding(domain, answer, "syntax", Status.PERMERROR, said, _publish(domain), who)
    said = f"{domain} is told when mail to it fails for want of TLS ({printable(_reports(records[0]), 160)})."
    return _finding(domain, answer, "pass", Status.PASS, said, "", None)


def _reports(record: str) -> str:
    for part in record.split(";")[1:]:
        name, equals, value = part.partition("=")
        if equals and name.strip() == "rua":
            return value.strip()
    return ""


def _mistake(record: str) -> str:
    reports = _reports(record)
    if not reports:
        return "it does not say where reports go (rua=)"
    bad = [uri for part in reports.split(",") if not _URI.fullmatch(uri := part.strip())]
    return f"rua={bad[0]} is neither a mailto: nor an https: address" if bad else ""


def _publish(domain: str) -> str:
    return f'Publish: _smtp._tls.{domain}. TXT "v=TLSRPTv1; rua=mailto:postmaster@{domain}"'


def _finding(
    domain: str, answer: Answer, word: str, status: Status, said: str, advice: str, who: WhoCanFix | None
) -> Finding:
    return Finding(
        "tls_rpt",
        f"tls_rpt.{word}",
        status,
        said,
        advice,
        who,
        source(answer),
        {"domain": domain, "records": answer.records},
    )
