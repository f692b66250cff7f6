"""From what the lists said to findings, for addresses and domains alike."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.vocabulary import Status, WhoCanFix
from triage.checks.standards.blocklists import ListAnswer, Verdict
from triage.checks.standards.findings import could_not_check, listing, printable, source
from triage.model import Finding


def findings(
    check: str, what: str, answers: Sequence[ListAnswer], who: WhoCanFix, step: str
) -> tuple[Finding, ...]:
    """A finding for each list that says something of `what`, and one for all those that do not.

    `step` is what to do before asking for removal.
    """
    clean = [one for one in answers if one.verdict is Verdict.NOT_LISTED]
    said = [_one(check, what, one, who, step) for one in answers if one.verdict is not Verdict.NOT_LISTED]
    if clean:
        said.insert(0, _clean(check, what, clean))
    return tuple(said)


def _clean(check: str, what: str, clean: Sequence[ListAnswer]) -> Finding:
    zones = [one.zone for one in clean]
    return Finding(
        check,
        f"{check}.pass",
        Status.PASS,
        f"{what} is not listed at {listing(zones)}.",
        source=source(*(one.answer for one in clean)),
        data={"of": what, "zones": tuple(zones)},
    )


def _one(check: str, what: str, one: ListAnswer, who: WhoCanFix, step: str) -> Finding:
    if one.verdict is Verdict.UNKNOWN:
        return could_not_check(check, one.answer)
    if one.verdict is Verdict.LISTED:
        return _listed(check, what, one, who, step)
    codes = listing([printable(code, 40) for code in one.codes])
    if one.verdict is Verdict.REFUSED:
        word, said = (
            "list_refused",
            f"{one.zone} will not answer this resolver ({codes}): nothing known of {what}.",
        )
        advice = "Ask through a resolver of your own in place of a public one (MAILTRIAGE_NAMESERVERS)."
    else:
        word = "not_a_list"
        said = f"{one.zone} does not work as a blocklist any more ({codes}): passed over."
        advice = "Take it out of the platform's profile."
    return Finding(
        check,
        f"{check}.{word}",
        Status.TEMPERROR if one.verdict is Verdict.REFUSED else Status.NEUTRAL,
        said,
        advice,
        WhoCanFix.PLATFORM,
        source(one.answer),
        {"of": what, "zone": one.zone, "codes": one.codes},
    )


def _listed(check: str, what: str, one: ListAnswer, who: WhoCanFix, step: str) -> Finding:
    said = "" if one.reason.strip(" .") == one.page else printable(one.reason, 160).rstrip(". ")
    why = one.meaning or said
    where = f" Then look it up and ask for removal: {one.page}" if one.page else ""
    return Finding(
        check,
        f"{check}.listed",
        Status.FAIL,
        f"{what} is on the blocklist {one.zone}{f': {why}' if why else ''}.",
        f"{step}{where}",
        who,
        source(one.answer),
        {
            "of": what,
            "zone": one.zone,
            "codes": one.codes,
            "reason": printable(one.reason, 300) or None,
            "page": one.page or None,
        },
    )
