"""Did the sending server introduce itself with a name that is its own? (RFC 5321 section 4.1.1.1)"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.findings import could_not_check, printable, source
from triage.checks.standards.names import ascii_domain, in_networks, is_private, parse_ip
from triage.model import Facts, Finding
from triage.tools.protocols import Outcome, Tools

CODES = {
    "helo.pass": "the name in HELO leads to the sending address",
    "helo.not_a_name": "the word in HELO is not a full host name",
    "helo.address_literal": "HELO holds an address in brackets, as a client does and a server should not",
    "helo.nxdomain": "the name in HELO does not exist",
    "helo.no_address": "the name in HELO has no address",
    "helo.other_address": "the name in HELO leads to another address",
}


@check("helo", codes=CODES, needs=("helo", "sending_ip"))
async def helo(facts: Facts, platform: Platform, tools: Tools) -> Finding | None:
    said, ip = facts.get("helo") or "", parse_ip(facts.get("sending_ip") or "")
    if ip is None or is_private(ip):
        return None
    who = WhoCanFix.PLATFORM if in_networks(ip, platform.networks) else WhoCanFix.SENDER
    shown = printable(said, 80)
    advice = f"Let the mail server say a name in HELO that leads to {ip}."
    if parse_ip(said) is not None:
        text = f"The server said {shown} in HELO, an address in place of its name; some servers refuse that."
        return Finding("helo", "helo.address_literal", Status.WARN, text, advice, who, data={"helo": shown})
    name = ascii_domain(said)
    if name is None:
        text = f"The server said {shown!r} in HELO, which is not a full host name; many servers refuse that."
        return Finding("helo", "helo.not_a_name", Status.WARN, text, advice, who, data={"helo": shown})
    a, aaaa = await asyncio.gather(tools.resolver.query(name, "A"), tools.resolver.query(name, "AAAA"))
    answer = a if ip.version == 4 else aaaa
    data = {"helo": name, "ip": str(ip), "outcome": answer.outcome.value}
    if any(parse_ip(text) == ip for text in answer.records):
        text = f"The server introduced itself as {name}, which is its name."
        return Finding("helo", "helo.pass", Status.PASS, text, source=source(answer), data=data)
    if (bad := next((one for one in (a, aaaa) if not one.outcome.is_answer), None)) is not None:
        return could_not_check("helo", bad)
    if a.outcome is Outcome.NXDOMAIN:
        word, text = "nxdomain", f"{name}, the server's name in HELO, does not exist (NXDOMAIN)."
    elif not a.records and not aaaa.records:
        word, text = "no_address", f"{name}, the server's name in HELO, has no address."
    else:
        word, text = "other_address", f"{name}, the server's name in HELO, does not lead to {ip}."
    status = Status.NEUTRAL if word == "other_address" else Status.WARN
    return Finding("helo", f"helo.{word}", status, text, advice, who, source(a, aaaa), data)
