"""Puts a reply together: what happened, who can fix it, what to do now; the sentences are files.

Only what evidence or a check says is claimed. Of what strangers wrote only addresses, hosts and the
refusing server's line appear, and in a request for details nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.vocabulary import Detail, ProblemKind, Reason, Route, WhoCanFix
from triage.details.telling import Telling
from triage.facts.report import first_line
from triage.model import Finding, RecipientReport, Reply, Request
from triage.remedy import Remedy, broken, roles_of
from triage.replies.client import client_of
from triage.replies.sentences import FALLBACK, Missing, has, languages, sentence, steps

Writer = Callable[[str], tuple[str, list[str]]]
"""Language -> the kind of reply, and its paragraphs."""
_MOST_STEPS = 6
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
_UNSAFE = re.compile(r"[^\x20-\x7e]")


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

        def write(language: str) -> tuple[str, list[str]]:
            if route is Route.THIRD_PARTY_REJECT:
                return "third_party", self._refusal(language, route, self._telling_failure(), findings)
            if remedy and remedy.recipient:
                return "refused", self._refusal(language, route, remedy.recipient, findings)
            if remedy and remedy.explanation:
                return remedy.explanation, self._explained(language, remedy.explanation, remedy.findings)
            if remedy and remedy.findings:
                return _kind_of(remedy.findings), self._repair(language, problem, remedy.findings)
            return route.value, self._explained(language, route.value)

        reason = remedy.reason if remedy else None
        if route is Route.THIRD_PARTY_REJECT and (failure := self._telling_failure()):
            reason = failure.reason
        return self._finished(write, self._articles(problem.value if problem else route.value, reason))

    def ask(self, problem: ProblemKind | None, missing: tuple[Detail, ...]) -> Reply:
        """The request for what is missing, and only for that, with how to get it. Echoes nothing.

        A second one says so: whether anything of what the one before asked for has come.
        """
        opening = _opening(self.telling.case.requests, missing)

        def write(language: str) -> tuple[str, list[str]]:
            return "ask", [sentence(language, opening), *self._wanted(language, problem, missing)]

        return self._finished(write, self._articles(problem.value if problem else "", None))

    def urgent(self, problem: ProblemKind | None, missing: tuple[Detail, ...]) -> Reply:
        """First help while a person takes over, and what is missing beside it."""
        name = problem.value if problem else ""

        def write(language: str) -> tuple[str, list[str]]:
            parts = [sentence(language, f"urgent.{name}.what"), _listed(steps(language, f"urgent.{name}.do"))]
            if missing:
                parts += [sentence(language, "ask.beside"), *self._wanted(language, problem, missing)]
            return f"urgent.{name}", parts

        return self._finished(write, self._articles(name, None))

    def _finished(self, write: Writer, articles: tuple[str, ...]) -> Reply:
        language = self.telling.language or FALLBACK
        if language not in languages():
            language = FALLBACK
        try:
            kind, parts = write(language)
        except Missing:
            language = FALLBACK
            kind, parts = write(language)
        body = [sentence(language, "frame.hello"), *parts, self._closing(language)]
        subject_key = (
            f"frame.subject.{kind}" if has(language, f"frame.subject.{kind}") else "frame.subject.other"
        )
        return Reply(
            sentence(language, subject_key), "\n\n".join(part for part in body if part) + "\n", articles
        )

    def _closing(self, language: str) -> str:
        """Signed with the customer's brand, where the desk answers in its name."""
        closing, brand = sentence(language, "frame.closing"), self.telling.facts.get("brand")
        return f"{closing.rpartition(chr(10))[0]}\n{brand}" if brand else closing

    def _telling_failure(self) -> RecipientReport | None:
        failing = self.telling.picture.failing()
        return next(
            (item for item in failing if item.reason is not Reason.UNKNOWN), failing[0] if failing else None
        )

    def _refusal(
        self, language: str, route: Route, item: RecipientReport | None, findings: tuple[Finding, ...]
    ) -> list[str]:
        """A mail that was refused: by whom, why, who can mend it, and how."""
        foreign = route is Route.THIRD_PARTY_REJECT
        if item is None:
            return [sentence(language, "routes.third_party_reject.unseen"), self._policy(language, foreign)]
        reason = item.reason.value
        delayed = "delayed" if item.action == "delayed" else "failed"
        waiting = item.who_can_fix is WhoCanFix.NOBODY
        who = "third_party" if foreign else "platform"
        values = {"recipient": _plain(item.address), "host": _plain(item.remote_mta or "")}
        named = "named" if item.remote_mta and foreign else "unnamed"
        return [
            sentence(language, f"refused.{who}.{delayed}.{named}", **values)
            + " "
            + sentence(language, f"reasons.{reason}.what"),
            _server_said(language, item),
            sentence(language, f"who.{item.who_can_fix.value}.{self._side(item.who_can_fix, foreign)}"),
            _listed(steps(language, f"reasons.{reason}.do")[:_MOST_STEPS]) if not waiting else "",
            _found(language, broken(findings, item.reason)),
            self._policy(language, foreign and not waiting),
        ]

    def _policy(self, language: str, foreign: bool) -> str:
        return sentence(language, "routes.third_party_reject.policy") if foreign else ""

    def _side(self, who: WhoCanFix, foreign: bool) -> str:
        """Is it the requester's own side that can mend it? What left us and was refused, our side sent."""
        roles = roles_of(self.telling)
        sent = foreign and who is WhoCanFix.SENDER and WhoCanFix.RECIPIENT not in roles
        return "you" if sent or who in roles else "they"

    def _explained(self, language: str, name: str, found: tuple[Finding, ...] = ()) -> list[str]:
        values = {
            key: f"{value:g}"
            for finding in found
            for key, value in finding.data.items()
            if isinstance(value, int | float)
        }
        return [
            sentence(language, f"routes.{name}.what", **values),
            _listed(steps(language, f"routes.{name}.do")),
            sentence(language, f"routes.{name}.policy") if has(language, f"routes.{name}.policy") else "",
        ]

    def _repair(self, language: str, problem: ProblemKind | None, findings: tuple[Finding, ...]) -> list[str]:
        if (kind := _kind_of(findings)) != "repair":
            said = sentence(language, f"{kind}.what"), sentence(language, f"{kind}.then")
            return [said[0], _found(language, findings), said[1]]
        name = problem.value if problem else "other"
        return [
            sentence(language, f"repair.{name}"),
            _found(language, findings),
            sentence(language, "repair.then"),
        ]

    def _wanted(self, language: str, problem: ProblemKind | None, missing: tuple[Detail, ...]) -> list[str]:
        lines = [f"- {sentence(language, f'ask.{detail.value}')}" for detail in missing]
        parts = ["\n".join(lines)]
        if Detail.SPAM_SAMPLES in missing or Detail.NDR in missing:
            opening = self.telling.picture.opening
            client = client_of(opening.evidence if opening else None)
            if client and has(language, f"ask.how.{client}"):
                parts.append(sentence(language, f"ask.how.{client}"))
        first = not self.telling.case.requests
        if first and problem is not None and has(language, f"ask.wish.{problem.value}"):
            parts.append(sentence(language, f"ask.wish.{problem.value}"))
        if link := self.telling.case.form_link:
            parts.append(sentence(language, "ask.form", link=link))
        return parts

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


def _opening(requests: tuple[Request, ...], missing: tuple[Detail, ...]) -> str:
    """The key of a request's first sentence."""
    if not requests:
        return "ask.opening"
    asked = {name for request in requests for name in request.details}
    came = asked - {detail.value for detail in missing}
    return "ask.again" if came else "ask.again_nothing"


def _kind_of(findings: tuple[Finding, ...]) -> str:
    """What the findings speak of: a mail's way, an account, or the records of a domain."""
    check = findings[0].check
    if check == "account_limit":
        return "sending"
    return "traced" if check == "trace" else "account" if check.startswith("account_") else "repair"


def _listed(lines: tuple[str, ...]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _found(language: str, findings: tuple[Finding, ...]) -> str:
    if not findings:
        return ""
    lines = [f"- {finding.summary}\n  {finding.advice}" for finding in findings]
    return "\n".join([sentence(language, "frame.found"), *lines])


def _server_said(language: str, item: RecipientReport) -> str:
    """The line that decided it, short and without links: a stranger may have written it."""
    line = first_line(item.diagnostic or "", 200)
    safe = _UNSAFE.sub("", _LINK.sub("[link]", line)).strip()
    said = "not_yet" if item.action == "delayed" else "server_said"
    return sentence(language, f"frame.{said}", line=safe.replace("{", "(").replace("}", ")")) if safe else ""


def _plain(value: str) -> str:
    return _UNSAFE.sub("", value)[:254]
