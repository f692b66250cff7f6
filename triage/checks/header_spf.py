"""Does the DNS say the same of the sending address today as the header said at delivery?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import could_not_check, source
from triage.checks.standards.names import ascii_domain, domain_of, fact_domain, is_private, parse_ip
from triage.checks.standards.spf.evaluate import check_host
from triage.checks.standards.spf.result import SpfResult, Verdict
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "header_spf.same": "the header and today's DNS agree",
    "header_spf.changed": "the header and today's DNS differ: the record was changed since",
}


@check("header_spf", codes=CODES, needs=("header_spf", "sender_domain", "sending_ip"))
async def header_spf(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    then = _verdict(facts.get("header_spf") or "")
    domain, ip = fact_domain(facts, "sender_domain"), parse_ip(facts.get("sending_ip") or "")
    if then is None or domain is None or ip is None or is_private(ip):
        return None
    sender = facts.get("sender") or ""
    identity = sender if ascii_domain(domain_of(sender)) == domain else f"postmaster@{domain}"
    now = await check_host(tools.resolver, ip, domain, identity, facts.get("helo") or "")
    if now.trouble is not None:
        return could_not_check("header_spf", now.trouble)
    return _compare(then, now, str(ip))


def _verdict(text: str) -> Verdict | None:
    word = text.strip().lower().replace("hardfail", "fail")
    return Verdict(word) if word in set(Verdict) else None


def _compare(then: Verdict, now: SpfResult, ip: str) -> Finding:
    same = then is now.verdict
    today = "the same" if same else f"{now.verdict.value} for {ip}"
    said = f"SPF was {then.value} at delivery; by today's DNS of {now.domain} it is {today}."
    better = now.verdict is Verdict.PASS
    advice = (
        "The record seems to be mended: ask the sender to send the mail again."
        if better
        else f"Ask the owner of {now.domain} what was changed in the SPF record."
    )
    return Finding(
        "header_spf",
        "header_spf.same" if same else "header_spf.changed",
        Status.NEUTRAL if same else Status.WARN,
        said,
        "" if same else advice,
        None if same else WhoCanFix.SENDER,
        source(now.answer) if now.answer else "",
        {"domain": now.domain, "ip": ip, "then": then.value, "now": now.verdict.value},
    )
