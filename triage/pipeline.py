"""From a case to a decision: what it is, what is missing, what the checks say, what to do next.

The order of deciding is the desk's policy: not a ticket; urgent; not sure; out of scope; a remedy that the
requester can apply; a detail that is missing; else the whole case goes to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from knowledge.library import Library
from knowledge.vocabulary import OUT_OF_SCOPE_ROUTES, URGENT_PROBLEMS, Action, Detail, Route
from triage.details import find_details, required
from triage.details.telling import Telling, listen
from triage.dossier.build import build
from triage.dossier.text import as_text
from triage.facts.hosts import domain_of
from triage.known_customer import with_customer
from triage.model import Case, Decision, Fact, Facts, Finding, Reply
from triage.remedy import Remedy, find_remedy
from triage.replies.compose import Composer
from triage.replies.handover import handover_note
from triage.replies.name import greeted_as
from triage.replies.sentences import own_folders
from triage.routing.route import Judgement, judge, read_words
from triage.snippets import with_commands
from triage.tools.protocols import Tools
from triage.why import explained

DEADLINE_S = 5.0
MOST_REQUESTS = 2
"""What has not come after so many requests will not come: a person takes over with what is there."""
Details = Mapping[str, str | tuple[str, ...]]


def triage(case: Case, library: Library, tools: Tools) -> Decision:
    """Decide what the desk would do with a case. Pure but for its tools; never raises for content."""
    telling = with_customer(listen(case), tools)
    words = read_words(telling.text, tools.classifier)
    first = judge(telling, (), words)
    telling = replace(telling, route=first.route, problem=first.problem)
    findings = _ask_the_world(telling, first, tools)
    judged = explained(judge(telling, findings, words), words, case)
    telling = replace(telling, route=judged.route, problem=judged.problem)
    details = find_details(telling)
    missing = _missing(telling, judged, details, library)
    remedy = find_remedy(telling, judged.problem, findings) if judged.problem else None
    action = _action(case, judged, missing, remedy)
    brand = telling.facts.get("brand")
    handover = (
        build(telling, judged, details, missing, findings) if judged.route is not Route.NOT_A_TICKET else None
    )
    escalates = action is Action.ESCALATE
    return Decision(
        route=judged.route,
        confidence=judged.confidence,
        confident=judged.confident,
        problem=judged.problem,
        platform=case.platform.name,
        reasons=judged.reasons,
        details=details,
        missing=tuple(item.value for item in missing),
        findings=findings,
        action=action,
        reply=_reply(telling, judged, action, missing, remedy, findings, library),
        evidence=tuple(message.evidence for message in case.messages),
        urgent=action is Action.ESCALATE and judged.problem in URGENT_PROBLEMS,
        dossier=as_text(handover) if handover and escalates else None,
        handover=handover,
        note=_note(telling, brand, library) if escalates and judged.problem not in URGENT_PROBLEMS else None,
        language=telling.speaks,
        brand=brand,
        model=words.model if words else None,
        weights=judged.weights,
    )


def _ask_the_world(telling: Telling, judged: Judgement, tools: Tools) -> tuple[Finding, ...]:
    if judged.route is Route.NOT_A_TICKET:
        return ()
    # imported late: a desk that only sets things aside needs no resolver
    from triage.checks import run_checks

    facts, platform = _with_told(telling), telling.case.platform
    return with_commands(run_checks(facts, platform, tools, DEADLINE_S), facts, platform)


def _with_told(telling: Telling) -> Facts:
    """The facts for the checks: evidence first, then what the requester's words say of the two sides."""
    told: list[Fact] = []
    for name, value in find_details(telling).items():
        if name == Detail.OCCURRED_AT.value and isinstance(value, str):
            told.append(Fact(name, value, "the requester's words"))
        if name not in (Detail.SENDER.value, Detail.RECIPIENT.value):
            continue
        address = value if isinstance(value, str) else value[0]
        domain = domain_of(address)
        if domain and "." in domain:
            told.append(Fact(name, address, "the requester's words"))
            told.append(Fact(f"{name}_domain", domain, "the requester's words"))
    return Facts((*telling.facts.items, *told))


def _missing(telling: Telling, judged: Judgement, details: Details, library: Library) -> tuple[Detail, ...]:
    if judged.problem is None:
        return ()
    wanted = required(judged.problem, telling.case.platform, library.problems.get(judged.problem.value))
    return tuple(detail for detail in wanted if not details.get(detail.value))


def _action(case: Case, judged: Judgement, missing: tuple[Detail, ...], remedy: Remedy | None) -> Action:
    if judged.route is Route.NOT_A_TICKET:
        return Action.IGNORE if judged.confident else Action.HOLD
    if judged.problem in URGENT_PROBLEMS and judged.confidence >= 0.5:
        return Action.ESCALATE
    if not judged.confident:
        return Action.HOLD
    if judged.route in OUT_OF_SCOPE_ROUTES:
        return Action.REPLY if judged.route in case.platform.out_of_scope else Action.HOLD
    if remedy is not None:
        return Action.REPLY
    return Action.ASK if missing and _may_ask(case) else Action.ESCALATE


def _may_ask(case: Case) -> bool:
    return len(case.requests) < MOST_REQUESTS and not case.ask_no_more


def _reply(
    telling: Telling,
    judged: Judgement,
    action: Action,
    missing: tuple[Detail, ...],
    remedy: Remedy | None,
    findings: tuple[Finding, ...],
    library: Library,
) -> Reply | None:
    composer = Composer(telling, library)
    if action is Action.REPLY:
        return composer.answer(judged.route, judged.problem, remedy, findings)
    if action is Action.ASK:
        return composer.ask(judged.problem, missing)
    if action is Action.ESCALATE and judged.problem in URGENT_PROBLEMS:
        requests = telling.case.requests
        if not requests:
            return composer.urgent(judged.problem, missing)
        return composer.ask(judged.problem, missing) if missing and _may_ask(telling.case) else None
    return None


def _note(telling: Telling, brand: str | None, library: Library) -> Reply:
    """What the requester is told of a handover."""
    case = telling.case
    platform = case.platform.title if case.platform.escalation.address else None
    name = greeted_as(case.requester_name, case.requester)
    return handover_note(telling.speaks, platform, case.reference, brand, own_folders(library), name)
