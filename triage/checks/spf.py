"""May the address that sent this mail send for the domain? (RFC 7208)"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import Data, could_not_check, printable, source
from triage.checks.standards.names import (
    IPAddress,
    ascii_domain,
    domain_of,
    fact_domain,
    in_networks,
    is_private,
    parse_ip,
)
from triage.checks.standards.spf.advice import mended, merged, with_mechanism
from triage.checks.standards.spf.evaluate import check_host
from triage.checks.standards.spf.result import Problem, SpfResult, Verdict
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "spf.pass": "the domain allows the sending address",
    "spf.fail": "the domain says that this address may not send for it (-all)",
    "spf.softfail": "the domain says that this address probably may not send for it (~all)",
    "spf.neutral": "the domain says nothing about this address (?all, or no match)",
    "spf.none": "the domain has no SPF record",
    "spf.multiple_records": "the domain has more than one SPF record, which makes all of them void",
    "spf.too_many_lookups": "the record needs more than 10 look-ups (RFC 7208 section 4.6.4)",
    "spf.too_many_void_lookups": "more than 2 look-ups of the record found nothing (RFC 7208 section 4.6.4)",
    "spf.too_many_mx": "an mx mechanism leads to more than 10 mail servers",
    "spf.missing_include": "an include or redirect leads to a domain without SPF record",
    "spf.syntax": "the record breaks the grammar",
    "spf.private_address": "the sending address is a private one, of which SPF says nothing",
}
_STATUS = {
    Verdict.PASS: Status.PASS,
    Verdict.FAIL: Status.FAIL,
    Verdict.SOFTFAIL: Status.WARN,
    Verdict.NEUTRAL: Status.NEUTRAL,
    Verdict.NONE: Status.WARN,
}
_OF_THE_WHOLE = (Problem.TOO_MANY_LOOKUPS, Problem.TOO_MANY_VOID_LOOKUPS)
_WORDS = {
    Verdict.PASS: "{domain} allows {ip} to send for it (SPF pass by {matched}).",
    Verdict.FAIL: "{domain} does not allow {ip} to send for it (SPF fail by {matched}).",
    Verdict.SOFTFAIL: "{domain} does not list {ip} among its senders (SPF softfail by {matched}).",
    Verdict.NEUTRAL: "{domain} says nothing about {ip} (SPF neutral).",
    Verdict.NONE: "{domain} has no SPF record, so nothing says whether {ip} may send for it.",
}


@check("spf", codes=CODES, needs=("sender_domain", "sending_ip"))
async def spf(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    domain, ip = fact_domain(facts, "sender_domain"), parse_ip(facts.get("sending_ip") or "")
    if ip is None or domain is None:
        return None
    if is_private(ip):
        return Finding(
            "spf",
            "spf.private_address",
            Status.NEUTRAL,
            f"{ip} is a private address: SPF speaks only of the public one that the mail came from.",
            data={"ip": str(ip)},
        )
    sender = facts.get("sender") or ""
    identity = sender if ascii_domain(domain_of(sender)) == domain else f"postmaster@{domain}"
    result = await check_host(tools.resolver, ip, domain, identity, facts.get("helo") or "")
    if result.trouble is not None:
        return could_not_check("spf", result.trouble)
    return _broken(result, ip) if result.problem else _verdict(result, ip, platform)


def _verdict(result: SpfResult, ip: IPAddress, platform: Platform) -> Finding:
    matched = printable(result.matched or "", 80)
    return Finding(
        "spf",
        f"spf.{result.verdict.value}",
        _STATUS[result.verdict],
        _WORDS[result.verdict].format(domain=result.domain, ip=ip, matched=matched),
        "" if result.verdict is Verdict.PASS else _advice(result, ip, platform),
        None if result.verdict is Verdict.PASS else WhoCanFix.SENDER,
        source(result.answer) if result.answer else "",
        {**_data(result, ip), "publish": _publish(result, ip, platform)},
    )


def _publish(result: SpfResult, ip: IPAddress, platform: Platform) -> str | None:
    """The record that would let the address pass."""
    if result.verdict is Verdict.PASS:
        return None
    mechanism = _mechanism(ip, platform)
    record = with_mechanism(result.record, mechanism) if result.record else f"v=spf1 mx {mechanism} ~all"
    return f'{result.domain}. TXT "{record}"'


def _mechanism(ip: IPAddress, platform: Platform) -> str:
    ours = in_networks(ip, platform.networks) and platform.spf_include
    return f"include:{platform.spf_include}" if ours else f"ip{ip.version}:{ip}"


def _advice(result: SpfResult, ip: IPAddress, platform: Platform) -> str:
    mechanism = _mechanism(ip, platform)
    if result.record is None:
        record = f"v=spf1 mx {mechanism} ~all"
        return f'If {ip} may send for {result.domain}, publish: {result.domain}. TXT "{record}"'
    record = printable(with_mechanism(result.record, mechanism), 600)
    return (
        f'If {ip} may send for {result.domain}, add "{mechanism}" to the record: {record} '
        f"(if not, somebody else is using the domain's name)"
    )


def _broken(result: SpfResult, ip: IPAddress) -> Finding:
    where = result.problem_in or result.domain
    assert result.problem is not None
    # look-ups are counted over the whole tree: that of the domain itself has to shrink
    mend = result.domain if result.problem in _OF_THE_WHOLE else where
    return Finding(
        "spf",
        f"spf.{result.problem.value}",
        Status.PERMERROR,
        f"The SPF record of {result.domain} is broken, so it protects nobody and {ip} cannot pass: "
        f"{printable(result.problem_text, 200)}{f' (in {where})' if where != result.domain else ''}.",
        mended(result.problem, mend, result.record if mend == result.domain else None),
        WhoCanFix.SENDER,
        source(result.answer) if result.answer else "",
        {**_data(result, ip), "place": mend, "publish": _one_record(result, mend)},
    )


def _one_record(result: SpfResult, place: str) -> str | None:
    """One record in place of several, where they are those of the domain itself."""
    several = (result.record or "").split(" | ")
    return f'{place}. TXT "{merged(tuple(several))}"' if len(several) > 1 and place == result.domain else None


def _data(result: SpfResult, ip: IPAddress) -> Data:
    return {
        "domain": result.domain,
        "ip": str(ip),
        "verdict": result.verdict.value,
        "record": result.record,
        "matched": result.matched,
        "matched_in": result.matched_in,
        "lookups": result.lookups,
        "void_lookups": result.void_lookups,
    }
