"""The case in ten lines at most: who, what, when, verdict, why, findings, whose side, what is wanted."""

from __future__ import annotations

from knowledge.vocabulary import ProblemKind, RejectedBy, WhoCanFix
from triage.details.telling import Telling
from triage.dossier import times
from triage.dossier.form import label_of
from triage.dossier.lines import clean
from triage.dossier.model import FormField, Found, When
from triage.model import Finding
from triage.percent import percent_words
from triage.routing.route import Judgement

_LANGUAGES = {
    "en": "English", "de": "German", "hu": "Hungarian", "fr": "French", "es": "Spanish",
    "it": "Italian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
}  # fmt: skip
_SIDES = {
    RejectedBy.PLATFORM: "the platform's own hosts refused it",
    RejectedBy.THIRD_PARTY: "another provider refused it",
    RejectedBy.SENDER_SIDE: "the sender's own side refused it",
}
_FIXERS = {
    WhoCanFix.SENDER: "the sender",
    WhoCanFix.RECIPIENT: "the recipient",
    WhoCanFix.PLATFORM: "the platform",
    WhoCanFix.THIRD_PARTY: "the other provider",
}


def summary(
    telling: Telling,
    judged: Judgement,
    fields: tuple[FormField, ...],
    missing: tuple[str, ...],
    moments: tuple[When, ...],
    findings: tuple[Finding, ...],
    found: tuple[Found, ...],
    unchecked: tuple[Found, ...],
    wanted: tuple[str, ...],
    of_mail: bool = True,
) -> tuple[str, ...]:
    """`of_mail`: some mail is concerned, so that its sides, its time and the checks say something."""
    route = judged.route.value.replace("_", " ")
    kind = (judged.problem or judged.route).value.replace("_", " ")
    verdict = route if kind == route else f"{route}, {kind}"
    lines = [
        f"Who: {who(telling)}",
        f"What: {kind}{_from_to(fields, judged.problem)}" if of_mail else _question(fields),
        _when(telling, moments, of_mail),
        f"Verdict: {verdict}; {_sure(judged)}",
        f"Because: {clean(judged.reasons[0])}" if judged.reasons else "",
        _said(found) if of_mail or found else "",
        _side(telling, findings),
        _checked(findings, unchecked) if of_mail else "",
        _asked(telling, missing),
        f"Wanted: {wanted[0]}" if wanted else "",
    ]
    return tuple(line for line in lines if line)


def who(telling: Telling) -> str:
    case = telling.case
    name, address = clean(case.requester_name, 120), clean(case.requester, 254) or "unknown"
    said = f"{name} <{address}>" if name and name != address else address
    writes = _LANGUAGES.get(telling.language or "")
    return said + (f", writes in {writes}" if writes and writes != "English" else "")


def _from_to(fields: tuple[FormField, ...], problem: ProblemKind | None) -> str:
    values = {item.name: item.values for item in fields}
    if problem is ProblemKind.ACCOUNT_COMPROMISED:
        accounts = values.get("recipient") or values.get("sender")
        return f"; account {accounts[0]}" if accounts else ""
    sides = [
        f"{word} {values[name][0]}"
        for word, name in (("from", "sender"), ("to", "recipient"))
        if values.get(name)
    ]
    more = len(values.get("recipient", ())) - 1
    return ("; mail " + " ".join(sides) + (f" and {more} more" if more > 0 else "")) if sides else ""


def _question(fields: tuple[FormField, ...]) -> str:
    named = [item.values[0] for item in fields if item.name in ("sender", "recipient") and item.values]
    return "What: a question about no particular mail" + (
        f"; named in it: {', '.join(named)}" if named else ""
    )


def _when(telling: Telling, moments: tuple[When, ...], of_mail: bool) -> str:
    first = next((item for item in moments if item.what == times.HAPPENED), None)
    written = next((item for item in moments if item.what == "the requester wrote"), None)
    parts = [f"happened at {times.in_words(first)}" if first else "no exact time is known" if of_mail else ""]
    if written:
        parts.append(f"told us at {times.in_words(written)}")
    said = "; ".join(part for part in parts if part)
    return f"When: {said}" if said else ""


def _sure(judged: Judgement) -> str:
    return f"{percent_words(judged.confidence)} sure" + ("" if judged.confident else ", so a person decided")


def _said(found: tuple[Found, ...]) -> str:
    worst = [item.summary for item in found if not item.code.startswith("rejecting_host.")][:2]
    return f"Found: {clean(' '.join(worst), 400)}" if worst else "Found: nothing wrong where we could look"


def _side(telling: Telling, findings: tuple[Finding, ...]) -> str:
    for item in telling.picture.failing():
        said = _SIDES.get(item.rejected_by)
        if said:
            code = f" ({item.status})" if item.status else ""
            return f"Whose: {said}{code}: {clean(item.diagnostic or item.evidence, 200)}"
    fixers = {
        item.who_can_fix for item in findings if item.who_can_fix and item.status.value in ("fail", "warn")
    }
    named = [name for key, name in _FIXERS.items() if key in fixers]
    return f"Whose: what was found can be mended by {' and '.join(named)}" if named else ""


def _checked(findings: tuple[Finding, ...], unchecked: tuple[Found, ...]) -> str:
    done = sum(item.status.value not in ("skipped", "temperror") for item in findings)
    if not done:
        return "Tried: nothing could be checked (below)" if unchecked else ""
    said = f"{done} {'thing was' if done == 1 else 'things were'} checked"
    return f"Tried: {said}" + ("; some could not be (below)" if unchecked else "")


def _asked(telling: Telling, missing: tuple[str, ...]) -> str:
    case = telling.case
    asked = len(case.requests) or sum(item.kind == "ask" for item in case.sent) or int(case.asked)
    times_asked = (
        "nothing was asked of the requester"
        if not asked
        else "asked once"
        if asked == 1
        else f"asked {asked} times"
    )
    if asked:
        came = len(case.messages) - 1
        times_asked += ", and answered" if came > 0 else ", no answer yet"
    labels = case.platform.escalation.labels
    wanted = {labels.get(name) or label_of(name) for item in case.requests for name in item.details}
    not_given = [name for name in missing if name in wanted]
    others = [name for name in missing if name not in wanted]
    lacks = [
        f"asked for and not given: {', '.join(not_given)}" if not_given else "",
        f"missing: {', '.join(others)}" if others else "",
        "nothing is missing" if not missing else "",
    ]
    return "; ".join([f"Asked: {times_asked}", *(part for part in lacks if part)])
