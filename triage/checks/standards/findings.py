"""Words that all checks share: the source of a finding, and trouble that is never taken for an answer."""

from __future__ import annotations

from knowledge.vocabulary import Status
from triage.model import Finding
from triage.tools.protocols import Answer, Outcome

Data = dict[str, str | int | float | bool | tuple[str, ...] | None]

_LONGEST = 300

TROUBLE_CODES = {
    "offline": "nothing was asked, because the run is offline",
    "timeout": "no answer came in time, so nothing is known",
    "servfail": "the nameservers of the domain answered with an error (SERVFAIL)",
    "refused": "the resolver refused the question (REFUSED), or nothing listens at its address",
    "unasked": "the run had used up its questions before this one",
    "crashed": "the check itself broke; the log says why",
}
"""What every check may say of itself: `<check>.<word>` -> what it means."""

_WORDS = {
    Outcome.TIMEOUT: "no answer came in time",
    Outcome.SERVFAIL: "its nameservers answer with an error (SERVFAIL)",
    Outcome.REFUSED: "refused by the resolver, or nothing listens at its address",
    Outcome.UNASKED: "this run had used up its questions",
}
_ADVICE = {
    Outcome.TIMEOUT: "Nothing is known yet: check again in a few minutes.",
    Outcome.SERVFAIL: "Check again in a few minutes; if it stays so, the owner of the name has to look at "
    "its nameservers.",
    Outcome.REFUSED: "Ask another resolver (--nameserver, or MAILTRIAGE_NAMESERVERS).",
    Outcome.UNASKED: "Check this one name by itself.",
}


def could_not_check(check: str, answer: Answer) -> Finding:
    """For an answer that says nothing about the name: `temperror`, or `skipped` when nobody was asked."""
    if answer.outcome is Outcome.OFFLINE:
        return Finding(
            check, f"{check}.offline", Status.SKIPPED, f"{answer.name} {answer.rdtype}: not checked: offline"
        )
    return Finding(
        check,
        f"{check}.{answer.outcome.value}",
        Status.TEMPERROR,
        f"{answer.name} {answer.rdtype} could not be checked: {_WORDS[answer.outcome]}.",
        _ADVICE[answer.outcome],
        source=source(answer),
        data={"name": answer.name, "type": answer.rdtype, "outcome": answer.outcome.value},
    )


def source(*answers: Answer) -> str:
    """What was asked, what was said, and when."""
    return "; ".join(_one_source(answer) for answer in answers)


def _one_source(answer: Answer) -> str:
    said = ", ".join(answer.records) if answer.records else answer.outcome.name
    when = f" (asked {answer.at:%Y-%m-%d %H:%M} UTC)" if answer.at else ""
    return f"{answer.name} {answer.rdtype}: {printable(said)}{when}"


def printable(text: str, longest: int = _LONGEST) -> str:
    """Strangers' text for one line: no control or direction marks, not longer than that."""
    shown = text
    if not text.isprintable():
        shown = "".join(char if char.isprintable() else "�" for char in text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def listing(names: tuple[str, ...] | list[str], most: int = 5) -> str:
    """`a, b and c`, or `a, b and 7 more`."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
