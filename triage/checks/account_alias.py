"""Is the address another name of a mailbox?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status
from triage.checks import check
from triage.checks.standards.accounts import NEEDS, accounts_here, asked
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {"account_alias.is_alias": "the address is an alias: its mail is in the mailbox that is named"}


@check("account_alias", codes=CODES, any_of=NEEDS)
async def account_alias(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "account_alias",
            "account_alias.is_alias",
            Status.NEUTRAL,
            f"{known.address} is an alias of {account.main_address}.",
            f"Its mail, its folders and its filters are those of {account.main_address}.",
            source=asked(known),
            data={"address": known.address, "mailbox": account.main_address},
        )
        for known, account in await accounts_here(facts, platform, tools)
        if account.main_address
    )
