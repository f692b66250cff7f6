"""A mail that was refused or delayed: by whom, why, who can mend it, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.vocabulary import Reason, RejectedBy, Route, WhoCanFix
from triage.details.telling import Telling
from triage.facts.hosts import is_platform_host
from triage.facts.report import first_line
from triage.model import Finding, RecipientReport, Source
from triage.orders import without_orders
from triage.remedy import CERTAIN, broken, roles_of
from triage.replies.found import Told, tell
from triage.replies.manner import OWN_BLOCK_LIST, manner_of, shortened
from triage.replies.parts import NOTHING, Part, bullets, numbered, paragraph
from triage.replies.sentences import Voice

_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
_UNSAFE = re.compile(r"[^\x20-\x7e]")
_TRACED_OUT = frozenset({"trace.bounced", "trace.sent"})
_DNS = frozenset({Reason.SENDER_AUTH})
_PLAIN_FACTS = CERTAIN | {Reason.MAILBOX_DISABLED}
_SERVER = frozenset({Reason.SENDER_DNS, Reason.BLOCKLISTED})

_LONGEST_LINE = 200


@dataclass(frozen=True)
class Refusal:
    """One refusal to explain. `bare`: nothing that stood in the requester's mail is repeated (RFC 3834)."""

    voice: Voice
    telling: Telling
    route: Route
    item: RecipientReport
    findings: tuple[Finding, ...] = ()
    bare: bool = False
    most: int = 3
    """How many findings are told at most."""

    def parts(self) -> list[Part]:
        """The paragraphs, in the order of reading."""
        told = self._told()
        waiting = self._fixer is WhoCanFix.NOBODY
        return [
            paragraph(self._what(), self._why()),
            NOTHING if self.bare else paragraph(self._server_said()),
            paragraph(self._who()),
            bullets(self.voice.say("frame.looked"), (_found(one) for one in told)),
            NOTHING if waiting else numbered(self._steps(told)),
            policy(self.voice, self.telling, self.route) if self._is_judgement() else NOTHING,
        ]

    @property
    def _foreign(self) -> bool:
        return self.route is Route.THIRD_PARTY_REJECT

    @property
    def _fixer(self) -> WhoCanFix:
        """What another provider refuses is never ours to mend: then it is on the side that sent it."""
        who = self.item.who_can_fix
        if manner_of(self.item) == OWN_BLOCK_LIST:
            return WhoCanFix.RECIPIENT
        return WhoCanFix.SENDER if self._foreign and who is WhoCanFix.PLATFORM else who

    def _is_judgement(self) -> bool:
        """Did another provider judge the mail? Then only that provider can change it, and we say so."""
        return (
            self._foreign
            and self._fixer in (WhoCanFix.THIRD_PARTY, WhoCanFix.RECIPIENT)
            and self.item.reason not in _PLAIN_FACTS
        )

    @property
    def _is_mine(self) -> bool:
        """Is the requester the one whom the mail was for?"""
        return self.item.address.lower() == self.telling.picture.requester

    @property
    def _delayed(self) -> bool:
        return self.item.action == "delayed"

    def _told(self) -> list[Told]:
        if self.bare:
            return []
        found = (tell(self.voice, finding) for finding in self._borne_out())
        return [one for one in found if one is not None]

    def _borne_out(self) -> tuple[Finding, ...]:
        if manner_of(self.item) != self.item.reason.value:
            # a list of their own, or a server that only wants another try: no record has to be mended
            return ()
        return broken(self.findings, self.item.reason)[: self.most]

    def _what(self) -> Source:
        state = "delayed" if self._delayed else "failed"
        values = {"recipient": _plain(self.item.address), "host": _plain(self.item.remote_mta or "")}
        if not self._foreign:
            key = f"you_{state}" if self._is_mine else state
            return self._evidence(self.voice.say(f"refused.platform.{key}", **values))
        return self._evidence(self.voice.say(f"refused.third_party.{state}.{self._way()}", **values))

    def _way(self) -> str:
        """What is known of the mail's way: `left`, `there` (who refused it), `side`, `plain`, or to `you`."""
        if self._is_mine:
            return "you"
        if self.bare or not self.item.address:
            return "plain"
        if not self.item.remote_mta or self.item.rejected_by is not RejectedBy.THIRD_PARTY:
            return "side"
        return "left" if not self._delayed and left_us(self.telling, self.findings) else "there"

    def _why(self) -> Source:
        return self._evidence(self.voice.say(f"reasons.{manner_of(self.item)}.what"))

    def _server_said(self) -> Source | None:
        """The line that decided it, short and without links: a stranger may have written it."""
        line = first_line(without_orders(self.item.diagnostic or ""), 1_000)
        safe = shortened(_UNSAFE.sub("", _LINK.sub("[link]", line)).strip(" .;"), _LONGEST_LINE)
        if not safe:
            return None
        key = "frame.not_yet" if self._delayed else "frame.server_said"
        return self._evidence(self.voice.say(key, line=safe))

    def _who(self) -> Source:
        who = self._fixer
        said = self.voice.say(f"who.{who.value}.{self._side()}")
        return Source(said, "policy", f"reason {self.item.reason.value}")

    def _side(self) -> str:
        """Is it the requester's own side that can mend it? What left us and was refused, our side sent."""
        who, roles = self._fixer, roles_of(self.telling)
        sent = self._foreign and who is WhoCanFix.SENDER and WhoCanFix.RECIPIENT not in roles
        return "you" if sent or who in roles else "they"

    def _steps(self, told: list[Told]) -> Iterable[Source]:
        reason = self.item.reason
        exact = [Source(step, "finding", one.finding.code) for one in told for step in one.steps]
        if not exact or reason not in _DNS | _SERVER:
            yield from (step for step in exact if step.name == "typo.possible")
            for step in self.voice.steps(f"reasons.{manner_of(self.item)}.do"):
                yield Source(step, "article", f"reason {reason.value}")
            return
        domain = next((str(one.finding.data["domain"]) for one in told if one.finding.data.get("domain")), "")
        if reason in _SERVER:
            yield Source(self.voice.say("steps.server"), "article", f"reason {reason.value}")
        elif domain:
            yield Source(self.voice.say("steps.dns", domain=domain), "finding", told[0].finding.code)
        yield from exact
        yield Source(self.voice.say("steps.again"), "article", f"reason {reason.value}")

    def _evidence(self, said: str) -> Source:
        code = self.item.status or self.item.smtp_reply
        known = bool(self.telling.picture.failing())
        about = f"delivery report for {self.item.address}" if known else "line quoted in the ticket"
        name = about + (f" ({code})" if code else "")
        return Source(said, "evidence", name, first_line(self.item.diagnostic or self.item.evidence or ""))


def left_us(telling: Telling, findings: tuple[Finding, ...]) -> bool:
    """Is it certain that the mail left the platform? By the log, its own report, or its Received fields."""
    platform, picture = telling.case.platform, telling.picture
    if any(finding.code in _TRACED_OUT for finding in findings):
        return True
    report = picture.report
    if report and report.ndr and is_platform_host(report.ndr.reporting_mta, platform):
        return True
    return any(is_platform_host(hop.by, platform) for mail in picture.originals for hop in mail.hops)


def policy(voice: Voice, telling: Telling, route: Route) -> Part:
    """Why it is not ours to mend, where the profile says so."""
    key = f"routes.{route.value}.policy"
    if not voice.has(key):
        return NOTHING
    name = f"{telling.case.platform.title}: out of scope"
    return paragraph(Source(voice.say(key), "policy", name, route.value))


def _found(told: Told) -> Source:
    return Source(told.found, "finding", told.finding.code, told.finding.source)


def _plain(value: str) -> str:
    return _UNSAFE.sub("", value)[:254]
