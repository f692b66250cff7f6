"""Puts a reply together: what happened, who can fix it, what to do now; the sentences are files.

Only what evidence or a check says is claimed, and every statement keeps where it comes from. Of what
strangers wrote only addresses, hosts and the refusing server's line appear; in a request for details, and in
whatever goes out by machine, nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.library import Library
from knowledge.vocabulary import Detail, ProblemKind, Reason, Route
from triage.details.telling import Telling
from triage.model import Finding, RecipientReport, Reply, Source
from triage.quoted import foreign_refusal
from triage.remedy import Remedy
from triage.replies.found import Told, tell, values_of
from triage.replies.name import greeted_as
from triage.replies.parts import Part, bullets, numbered, paragraph
from triage.replies.refusal import Refusal, policy
from triage.replies.request import opening, wanted
from triage.replies.sentences import FALLBACK, Missing, Voice, voice

Writer = Callable[[Voice, bool], tuple[str, list[Part]]]
"""A language, and whether nothing may be repeated -> the kind of reply, and its paragraphs."""
LONGEST = 1600
MOST_LINES = 25
"""What fits on a screen: a reply is cut down to it by telling fewer findings."""
_SAY_WHAT_THEN = frozenset({"repair", "forged", "traced", "account", "sending"})
"""Kinds that say themselves when to answer."""
_SPOKEN = {ProblemKind.SPOOFED: "in_your_name"}


@dataclass(frozen=True)
class Composer:
    """Writes to one requester, in their language where every sentence is there, else in English."""

    telling: Telling
    library: Library

    def answer(
        self,
        route: Route,
        problem: ProblemKind | None,
        remedy: Remedy | None,
        findings: tuple[Finding, ...],
    ) -> Reply:
        """The answer to something out of scope, or with a remedy for a real issue."""
        for most in (3, 2, 1):
            reply = self._answered(route, problem, remedy, findings, most)
            if fits(reply.text):
                break
        return reply

    def _answered(
        self,
        route: Route,
        problem: ProblemKind | None,
        remedy: Remedy | None,
        findings: tuple[Finding, ...],
        most: int,
    ) -> Reply:
        """The answer, with so many findings at most."""
        failure = self._failure(route, remedy)

        def write(voice: Voice, bare: bool) -> tuple[str, list[Part]]:
            if failure is not None:
                return self._refused(Refusal(voice, self.telling, route, failure, findings, bare, most))
            if remedy and remedy.explanation:
                return remedy.explanation, self._explained(voice, route, remedy.explanation, remedy.findings)
            if remedy and remedy.findings:
                kind = _kind_of(remedy.findings)
                about = "forged" if kind == "repair" and problem is ProblemKind.SPOOFED else kind
                return about, self._mended(voice, problem, remedy.findings[:most])
            if route is Route.THIRD_PARTY_REJECT:
                return "third_party", self._as_told(voice)
            return route.value, self._explained(voice, route, route.value)

        reason = failure.reason if failure else remedy.reason if remedy else None
        articles = self._articles(problem.value if problem else route.value, reason)
        return self._finished(write, articles, named=True)

    def ask(self, problem: ProblemKind | None, missing: tuple[Detail, ...]) -> Reply:
        """The request for what is missing, and only for that, with how to get it. Echoes nothing."""
        lead = opening(self.telling.case.requests, missing)

        def write(voice: Voice, bare: bool) -> tuple[str, list[Part]]:
            parts = list(wanted(voice, self.telling, lead, problem, missing))
            return "ask", [*parts, Part(voice.say("ask.then"))]

        return self._finished(write, self._articles(problem.value if problem else "", None))

    def urgent(self, problem: ProblemKind | None, missing: tuple[Detail, ...]) -> Reply:
        """First help while a person takes over, and what is missing beside it."""
        name = problem.value if problem else ""

        def write(voice: Voice, bare: bool) -> tuple[str, list[Part]]:
            what = Source(voice.say(f"urgent.{name}.what"), "verdict", name)
            help_ = [Source(step, "article", name) for step in voice.steps(f"urgent.{name}.do")]
            parts = [paragraph(what), numbered(help_)]
            if missing:
                parts += wanted(voice, self.telling, "ask.beside", problem, missing)
            return "urgent", parts

        return self._finished(write, self._articles(name, None))

    def _finished(self, write: Writer, articles: tuple[str, ...], *, named: bool = False) -> Reply:
        speaking = voice(self.library, self.telling.speaks)
        try:
            return self._written(speaking, write, articles, named)
        except Missing:
            return self._written(replace(speaking, language=FALLBACK), write, articles, named)

    def _written(self, voice: Voice, write: Writer, articles: tuple[str, ...], named: bool) -> Reply:
        kind, parts = write(voice, False)
        case = self.telling.case
        name = greeted_as(case.requester_name, case.requester) if named else None
        hello = voice.say("frame.hello_name", name=name) if name else voice.say("frame.hello")
        closing = self._closing(voice, short=kind in _SAY_WHAT_THEN)
        text = _joined(hello, parts, closing)
        unasked = _joined(voice.say("frame.hello"), write(voice, True)[1], closing)
        key = f"frame.subject.{kind}"
        subject = voice.say(key if voice.has(key) else "frame.subject.other")
        sources = tuple(source for part in parts for source in part.sources)
        return Reply(subject, text, articles, sources, unasked if unasked != text else None)

    def _closing(self, voice: Voice, *, short: bool) -> str:
        """Signed with the customer's brand, where the desk answers in its name; `short`: no more."""
        closing, brand = voice.say("frame.closing"), self.telling.facts.get("brand")
        if short:
            closing = closing.rpartition("\n\n")[2]
        return f"{closing.rpartition(chr(10))[0]}\n{brand}" if brand else closing

    def _failure(self, route: Route, remedy: Remedy | None) -> RecipientReport | None:
        """The refusal that the answer is about."""
        if route is not Route.THIRD_PARTY_REJECT:
            return remedy.recipient if remedy else None
        failing = self.telling.picture.failing()
        if not failing:
            return foreign_refusal(self.telling)
        known = (item for item in failing if item.reason is not Reason.UNKNOWN)
        return next(known, failing[0])

    def _refused(self, refusal: Refusal) -> tuple[str, list[Part]]:
        if refusal.item.action == "delayed":
            return "delayed", refusal.parts()
        foreign = refusal.route is Route.THIRD_PARTY_REJECT
        return "third_party" if foreign else "refused", refusal.parts()

    def _as_told(self, voice: Voice) -> list[Part]:
        """Another provider's business, by what the requester writes and nothing else."""
        key, route = "routes.third_party_reject", Route.THIRD_PARTY_REJECT
        steps = [Source(step, "article", route.value) for step in voice.steps(f"{key}.told_do")]
        return [
            paragraph(Source(voice.say(f"{key}.told"), "verdict", route.value, "the requester's words")),
            numbered(steps),
            policy(voice, self.telling, route),
        ]

    def _explained(
        self, voice: Voice, route: Route, name: str, found: tuple[Finding, ...] = ()
    ) -> list[Part]:
        values = {key: value for finding in found for key, value in values_of(finding, voice).items()}
        said = voice.say(f"routes.{name}.what", **values)
        what = (
            Source(said, "finding", found[0].code, found[0].source)
            if found
            else Source(said, "verdict", name)
        )
        steps = [Source(step, "article", name) for step in voice.steps(f"routes.{name}.do")]
        return [paragraph(what), numbered(steps), policy(voice, self.telling, route)]

    def _mended(self, voice: Voice, problem: ProblemKind | None, findings: tuple[Finding, ...]) -> list[Part]:
        """What was found on the requester's side, and how it is mended."""
        told = [one for finding in findings if (one := tell(voice, finding)) is not None]
        kind = _kind_of(findings) if findings else "repair"
        found = [Source(one.found, "finding", one.finding.code, one.finding.source) for one in told]
        steps = numbered(_steps(told))
        if kind != "repair":
            lead = Source(
                voice.say("traced.looked" if kind == "traced" else f"{kind}.what"),
                "finding",
                told[0].finding.code if told else kind,
            )
            return [paragraph(lead, *found), steps, Part(voice.say(f"{kind}.then"))]
        name = _SPOKEN.get(problem, problem.value) if problem else "other"
        lead = Source(voice.say(f"repair.{name}"), "finding", told[0].finding.code if told else kind)
        looked = bullets(voice.say("frame.looked"), found)
        return [paragraph(lead), looked, steps, Part(voice.say("repair.then"))]

    def _articles(self, name: str, reason: Reason | None) -> tuple[str, ...]:
        """The articles that a reply rests on: of the reason first, then of the problem or route."""
        articles = self.library.articles
        of_reason = [slug for slug, article in articles.items() if reason and reason in article.reasons]
        about = self.library.problems.get(name)
        wanted = [*of_reason, *(about.articles if about else ())]
        here = self.telling.case.platform.name
        fitting = [
            slug
            for slug in wanted
            if slug in articles and (not articles[slug].platforms or here in articles[slug].platforms)
        ]
        return tuple(dict.fromkeys(fitting))[:4]


def fits(text: str) -> bool:
    """Is it no more than a screen?"""
    return len(text) <= LONGEST and text.count("\n") <= MOST_LINES


def _joined(hello: str, parts: list[Part], closing: str) -> str:
    body = [hello, *(part.text for part in parts), closing]
    return "\n\n".join(text for text in body if text) + "\n"


def _steps(told: list[Told]) -> list[Source]:
    return [Source(step, "finding", one.finding.code) for one in told for step in one.steps]


def _kind_of(findings: tuple[Finding, ...]) -> str:
    """What the findings speak of: a mail's way, an account, or the records of a domain."""
    check = findings[0].check
    if check == "account_limit":
        return "sending"
    return "traced" if check == "trace" else "account" if check.startswith("account_") else "repair"
