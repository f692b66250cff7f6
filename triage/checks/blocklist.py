"""Is the sending address on a blocklist? (RFC 5782)"""

from __future__ import annotations

import asyncio

from knowledge.vocabulary import Platform, WhoCanFix
from triage.checks import check
from triage.checks.standards.blocklists import ask_list
from triage.checks.standards.listings import findings
from triage.checks.standards.names import in_networks, is_private, list_name, parse_ip
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "blocklist.pass": "the address is not on these lists",
    "blocklist.listed": "the address is on a list",
    "blocklist.list_refused": "the list refuses this resolver, so nothing is known (never taken as listed)",
    "blocklist.not_a_list": "the list answers as no list does: it is dead or parked (never taken as listed)",
}
_STEP = "Stop what brought it there first (a hacked account, a form, an infected machine)."


@check("blocklist", codes=CODES, needs=("sending_ip",))
async def blocklist(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    ip = parse_ip(facts.get("sending_ip") or "")
    if ip is None or is_private(ip):
        return ()
    answers = await asyncio.gather(
        *(
            ask_list(tools.resolver, list_name(ip, zone), zone, f"1.0.0.127.{zone}")
            for zone in platform.blocklists
        )
    )
    who = WhoCanFix.PLATFORM if in_networks(ip, platform.networks) else WhoCanFix.SENDER
    return findings("blocklist", str(ip), answers, who, _STEP)
