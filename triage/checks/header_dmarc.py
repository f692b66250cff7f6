"""What did the header say of DMARC, and does the policy of today agree with it?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.dmarc import DmarcFound, find
from triage.checks.standards.findings import could_not_check, source
from triage.checks.standards.names import fact_domain
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "header_dmarc.pass": "DMARC passed at delivery",
    "header_dmarc.fail": "DMARC failed at delivery",
    "header_dmarc.none": "no DMARC record was seen at delivery, and there is none today",
    "header_dmarc.changed": "the DMARC record was published, or taken away, since the delivery",
}


@check("header_dmarc", codes=CODES, needs=("header_dmarc", "from_domain"))
async def header_dmarc(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    then = (facts.get("header_dmarc") or "").strip().lower()
    domain = fact_domain(facts, "from_domain")
    if domain is None or then not in ("pass", "fail", "none"):
        return None
    now = await find(tools.resolver, domain)
    if now.trouble is not None:
        return could_not_check("header_dmarc", now.trouble)
    if (then == "none") == (now.record is not None):
        return _changed(then, now)
    if then == "none":
        return _finding(
            now,
            then,
            "none",
            Status.NEUTRAL,
            f"{domain} had no DMARC record at delivery, nor has it today.",
        )
    if then == "pass":
        return _finding(now, then, "pass", Status.PASS, f"DMARC passed for {domain} at delivery.")
    return _failed(then, now)


def _changed(then: str, now: DmarcFound) -> Finding:
    today = "there is one today" if now.record else "there is no usable one today"
    saw = "no DMARC record was seen" if then == "none" else f"DMARC was {then}"
    return _finding(
        now,
        then,
        "changed",
        Status.WARN,
        f"At delivery {saw} for {now.domain}; {today}.",
        f"Ask the owner of {now.domain} when the record at _dmarc.{now.at} was changed.",
    )


def _failed(then: str, now: DmarcFound) -> Finding:
    acts = now.policy in ("quarantine", "reject")
    return _finding(
        now,
        then,
        "fail",
        Status.FAIL if acts else Status.WARN,
        f"DMARC failed for {now.domain} at delivery; its policy today is {now.policy}.",
        f"Sign with a DKIM key of {now.domain}, or let SPF pass for an envelope sender of {now.domain}.",
    )


def _finding(
    now: DmarcFound, then: str, word: str, status: Status, summary: str, advice: str = ""
) -> Finding:
    return Finding(
        "header_dmarc",
        f"header_dmarc.{word}",
        status,
        summary,
        advice,
        WhoCanFix.SENDER if advice else None,
        source(*now.answers),
        {"domain": now.domain, "then": then, "policy": now.policy},
    )
