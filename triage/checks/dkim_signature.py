"""Does the DKIM signature of a mail that was sent along still hold? (RFC 6376 section 6.1.3)"""

from __future__ import annotations

import asyncio
import re

from knowledge.vocabulary import Platform, Status
from triage.checks import check
from triage.checks.standards.dkim import holds, is_key, parse
from triage.checks.standards.findings import Data, could_not_check, source
from triage.checks.standards.names import ascii_domain
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "dkim_signature.pass": "the copy that was sent along is, to the letter, what the domain signed",
    "dkim_signature.partial": "the signature holds, and covers only the beginning of the text",
    "dkim_signature.changed": "the copy is no longer what was signed, which attaching a mail often does",
}
_SIGNATURES_AT_MOST = 5
_SIGNED = re.compile(
    r"([^\s/]{1,255})/([^\s/]{1,255}) (body|part|changed) ([0-9a-f]{64}) ((?:[0-9a-f]{2}){1,1024})"
)


@check("dkim_signature", codes=CODES, needs=("dkim_signed",))
async def dkim_signature(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    told = list(dict.fromkeys(facts.all("dkim_signed")))[:_SIGNATURES_AT_MOST]
    found = await asyncio.gather(*(_judge(text, tools) for text in told))
    return tuple(finding for finding in found if finding is not None)


async def _judge(text: str, tools: Tools) -> Finding | None:
    """`None` without a usable key: what is wrong with that is told by another check."""
    match = _SIGNED.fullmatch(text)
    name = ascii_domain(f"{match[1]}._domainkey.{match[2]}") if match else None
    if match is None or name is None:
        return None
    domain, body = match[2], match[3]
    if body == "changed":
        return _changed(name, domain)
    answer = await tools.resolver.query(name, "TXT")
    if not answer.outcome.is_answer:
        return could_not_check("dkim_signature", answer)
    keys = [key for record in answer.records if is_key(record) and (key := parse(record)).usable]
    if not keys:
        return None
    digest, signature = bytes.fromhex(match[4]), bytes.fromhex(match[5])
    if not any(holds(key, digest, signature) for key in keys):
        return _changed(name, domain, source(answer))
    data: Data = {"name": name, "domain": domain}
    status, word, said = Status.PASS, "pass", f"is genuine: its DKIM signature by {domain} holds."
    if body == "part":
        status, word = Status.NEUTRAL, "partial"
        said = f"has a DKIM signature by {domain} that holds, but leaves out the end of the text."
    said = f"The copy that was sent along {said}"
    return Finding("dkim_signature", f"dkim_signature.{word}", status, said, source=source(answer), data=data)


def _changed(name: str, domain: str, where: str = "") -> Finding:
    return Finding(
        "dkim_signature",
        "dkim_signature.changed",
        Status.NEUTRAL,
        f"The copy that was sent along is no longer what {domain} signed; that alone means nothing.",
        "Many mail programs change a mail when they attach it: what counts is the result at delivery.",
        source=where,
        data={"name": name, "domain": domain},
    )
