"""What does the account do with spam: refuse it while the sender waits, file it, or only mark it?"""

from __future__ import annotations

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import Known, accounts_here, asked
from triage.model import Facts, Finding
from triage.tools.protocols import Account, Tools

CODES = {
    "account_spam.files": "spam is filed into a folder of its own",
    "account_spam.refuses": "spam is refused while the sender waits: it never reaches a folder",
    "account_spam.only_marks": "spam is delivered into the inbox, only marked",
    "account_spam.own_threshold": "the user's own level decides from where on mail is filed as junk",
}


@check("account_spam", codes=CODES, needs=("recipient",))
async def account_spam(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for known, account in await accounts_here(facts, platform, tools):
        if known.side == "recipient":
            found.extend(_findings(known, account, platform))
    return tuple(found)


def _findings(known: Known, account: Account, platform: Platform) -> list[Finding]:
    found: list[Finding] = []
    if account.rejects_spam:
        advice = (
            "A good mail that looks like spam comes back to its sender, and cannot be found in any folder. "
            "If that is not wanted: let spam be filed instead of refused, in the account's spam settings."
        )
        found.append(
            _made(
                known, "refuses", Status.WARN, f"{known.address} refuses spam instead of filing it.", advice
            )
        )
    elif account.tags_spam:
        advice = "If spam in the inbox is not wanted: let it be filed, in the account's spam settings."
        found.append(
            _made(
                known,
                "only_marks",
                Status.WARN,
                f"{known.address} gets its spam in the inbox, only marked.",
                advice,
            )
        )
    elif account.rejects_spam is False:
        folder = f" into {account.spam_folder}" if account.spam_folder else ""
        found.append(_made(known, "files", Status.PASS, f"Spam for {known.address} is filed{folder}."))
    own = account.junk_threshold
    if own is not None and own != platform.junk_threshold:
        usual = f"{platform.junk_threshold:g}"
        said = f"{known.address} files mail as junk from {own:g} on; the platform's own level is {usual}."
        found.append(_made(known, "own_threshold", Status.NEUTRAL, said))
    return found


def _made(known: Known, word: str, status: Status, summary: str, advice: str = "") -> Finding:
    return Finding(
        "account_spam",
        f"account_spam.{word}",
        status,
        summary,
        advice,
        WhoCanFix.RECIPIENT if advice else None,
        asked(known),
        {"address": known.address},
    )
