"""What did the filter's numbers mean for the mailbox: inbox or Junk, and why?

The SCL that Exchange sees is the filter's score rounded, negatives to 0. From the threshold on mail is filed
into Junk, though the filter itself may not have called it spam.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from knowledge.vocabulary import Platform, Status, WhoCanFix
from triage.checks import check
from triage.checks.standards.accounts import accounts_here
from triage.model import Facts, Finding
from triage.tools.protocols import Tools

CODES = {
    "junk_score.rounded_into_junk": "the filter did not call it spam, but its rounded score means Junk",
    "junk_score.junk": "the filter called it spam, and it goes to Junk",
    "junk_score.spam_in_inbox": "the filter called it spam, but the SCL is too low for Junk",
    "junk_score.inbox": "neither the filter nor the SCL speaks for Junk",
    "junk_score.allow_listed": "the sender is allow-listed (score X): no test ran",
    "junk_score.scl_set_otherwise": "the SCL is not the rounded score: a rule or a list has set it",
}
_MOST = 5


@dataclass(frozen=True)
class _Numbers:
    """`score` is `None` for X (allow-listed) and where none is given."""

    flag: bool | None
    score: float | None
    required: float | None
    scl: int | None
    allow_listed: bool


@check("junk_score", codes=CODES, needs=("spam_numbers",))
async def junk_score(facts: Facts, platform: Platform, tools: Tools) -> tuple[Finding, ...]:
    threshold, whose = await _threshold(facts, platform, tools)
    found: dict[str, Finding] = {}
    for fact in [item for item in facts.items if item.name == "spam_numbers"][:_MOST]:
        said = _judge(_read(fact.value), threshold, whose, fact.source)
        if said is not None:
            found.setdefault(said.code, said)
    return tuple(found.values())


async def _threshold(facts: Facts, platform: Platform, tools: Tools) -> tuple[float, str]:
    """The user's own setting where it is known, else the profile's; and whose it is, in words."""
    own = _number(facts.get("junk_threshold"))
    for known, account in await accounts_here(facts, platform, tools) if own is None else ():
        if known.side == "recipient" and account.junk_threshold is not None:
            own = account.junk_threshold
            break
    return (platform.junk_threshold, "the platform's") if own is None else (own, "the mailbox's own")


def _read(value: str) -> _Numbers:
    said = dict(part.split("=", 1) for part in value.split() if "=" in part)
    scl = _number(said.get("scl"))
    return _Numbers(
        flag={"yes": True, "no": False}.get(said.get("flag", "")),
        score=_number(said.get("score")),
        required=_number(said.get("required")),
        scl=None if scl is None else int(scl),
        allow_listed=said.get("score") == "X",
    )


def _number(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _judge(numbers: _Numbers, threshold: float, whose: str, source: str) -> Finding | None:
    if numbers.allow_listed:
        return _finding(
            "allow_listed",
            Status.WARN,
            "The score is X: the sender is on the list of allowed senders, so no test ran.",
            numbers,
            threshold,
            source,
            "If the mail is spam, take the sender off that list.",
            WhoCanFix.RECIPIENT,
        )
    if numbers.scl is None:
        return None
    if numbers.score is not None and numbers.scl != rounded(numbers.score):
        return _finding(
            "scl_set_otherwise",
            Status.NEUTRAL,
            f"The SCL is {numbers.scl}, but the filter's score of {numbers.score:g} would make it "
            f"{rounded(numbers.score)}: a rule or a list has set it.",
            numbers,
            threshold,
            source,
        )
    return _filed(numbers, threshold, whose, source)


def _filed(numbers: _Numbers, threshold: float, whose: str, source: str) -> Finding:
    assert numbers.scl is not None
    junk = numbers.scl >= threshold
    score = "" if numbers.score is None else f"The score of {numbers.score:g} is rounded to "
    sums = f"{score}SCL {numbers.scl}, and {whose} threshold for Junk is {threshold:g}"
    if junk and numbers.flag is False:
        return _finding(
            "rounded_into_junk",
            Status.WARN,
            f"{sums}: it goes to Junk, though the filter itself did not call it spam{_limit(numbers)}.",
            numbers,
            threshold,
            source,
            "Mark the mail as not junk and allow its sender; or raise the mailbox's threshold above "
            f"{numbers.scl}.",
            WhoCanFix.RECIPIENT,
        )
    if not junk and numbers.flag is True:
        advice = f"Have the mailbox's threshold set to {numbers.scl} or lower."
        words = f"{sums}: it stays in the inbox, though the filter called it spam{_limit(numbers)}."
        who = WhoCanFix.PLATFORM
        return _finding("spam_in_inbox", Status.WARN, words, numbers, threshold, source, advice, who)
    where = "it goes to Junk" if junk else "it stays in the inbox"
    name = "junk" if junk else "inbox"
    return _finding(name, Status.NEUTRAL, f"{sums}: {where}.", numbers, threshold, source)


def rounded(score: float) -> int:
    """The SCL that a score becomes: rounded to a whole number, halves up, negatives to 0."""
    return max(0, math.floor(score + 0.5))


def _limit(numbers: _Numbers) -> str:
    return "" if numbers.required is None else f" (its own limit is {numbers.required:g})"


def _finding(
    name: str,
    status: Status,
    summary: str,
    numbers: _Numbers,
    threshold: float,
    source: str,
    advice: str = "",
    who: WhoCanFix | None = None,
) -> Finding:
    data = {
        "flag": numbers.flag,
        "score": numbers.score,
        "required": numbers.required,
        "scl": numbers.scl,
        "threshold": threshold,
    }
    return Finding("junk_score", f"junk_score.{name}", status, summary, advice, who, source, data)
