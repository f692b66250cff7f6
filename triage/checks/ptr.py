"""Does the sending address have a name, and does that name lead back to it? (RFC 1912 section 2.1)"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import Data, could_not_check, listing, printable, source
from triage.checks.standards.names import IPAddress, in_networks, is_private, parse_ip, reverse_name
from triage.model import Facts, Finding
from triage.tools.protocols import Answer, Outcome, Tools

CODES = {
    "ptr.pass": "the address has a PTR record, and its name leads back to the address",
    "ptr.nxdomain": "the address has no PTR record (its reverse name does not exist)",
    "ptr.none": "the address has no PTR record (its reverse name exists without one)",
    "ptr.not_confirmed": "the PTR record's name does not lead back to the address",
    "ptr.private_address": "the address is a private one, which has no PTR record that the internet sees",
}
_NAMES_AT_MOST = 5


@check("ptr", codes=CODES, needs=("sending_ip",))
async def ptr(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    ip = parse_ip(facts.get("sending_ip") or "")
    if ip is None:
        return None
    if is_private(ip):
        said = f"{ip} is a private address: only the public one that the mail came from has a PTR record."
        return Finding("ptr", "ptr.private_address", Status.NEUTRAL, said, data={"ip": str(ip)})
    who = WhoCanFix.PLATFORM if in_networks(ip, platform.networks) else WhoCanFix.SENDER
    answer = await tools.resolver.query(reverse_name(ip), "PTR")
    if not answer.outcome.is_answer:
        return could_not_check("ptr", answer)
    if not answer.records:
        return _none(ip, answer, who)
    rdtype = "A" if ip.version == 4 else "AAAA"
    names = answer.records[:_NAMES_AT_MOST]
    forward = await asyncio.gather(*(tools.resolver.query(name, rdtype) for name in names))
    return _judge(ip, answer, list(forward), who)


def _none(ip: IPAddress, answer: Answer, who: WhoCanFix) -> Finding:
    gone = answer.outcome is Outcome.NXDOMAIN
    return Finding(
        "ptr",
        "ptr.nxdomain" if gone else "ptr.none",
        Status.FAIL,
        f"{ip} has no PTR record{' (NXDOMAIN)' if gone else ''}; many servers refuse mail from such.",
        f"Ask the provider of the address to set: {answer.name}. PTR (the name of the mail server).",
        who,
        source(answer),
        {"ip": str(ip), "outcome": answer.outcome.value},
    )


def _judge(ip: IPAddress, answer: Answer, forward: list[Answer], who: WhoCanFix) -> Finding:
    good = [one for one in forward if any(parse_ip(text) == ip for text in one.records)]
    data: Data = {"ip": str(ip), "names": answer.records, "confirmed": bool(good)}
    if good:
        return Finding(
            "ptr",
            "ptr.pass",
            Status.PASS,
            f"{ip} is {good[0].name}, and that name leads back to it.",
            source=source(answer, good[0]),
            data=data,
        )
    if (bad := next((one for one in forward if not one.outcome.is_answer), None)) is not None:
        return could_not_check("ptr", bad)
    names = [printable(name, 80) for name in answer.records]
    gone = " (NXDOMAIN)" if all(one.outcome is Outcome.NXDOMAIN for one in forward) else ""
    rdtype = "A" if ip.version == 4 else "AAAA"
    data["publish"] = f"{answer.records[0].rstrip('.')}. {rdtype} {ip}"
    return Finding(
        "ptr",
        "ptr.not_confirmed",
        Status.FAIL,
        f"{ip} calls itself {listing(names)}, but that name does not lead back to it{gone}.",
        f"Publish: {names[0]}. {rdtype} {ip} (or have the provider set the PTR to the server's real name).",
        who,
        source(answer, *forward),
        data,
    )
