"""The reply to every mail of `tests/cases/`, in every language: no more than a screen, nothing unproven."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import Library, load_library
from knowledge.vocabulary import (
    Action,
    Detail,
    Platform,
    ProblemKind,
    Reason,
    RejectedBy,
    Route,
    Status,
    WhoCanFix,
)
from triage import pipeline
from triage.arrival import arrived
from triage.details.telling import listen
from triage.evidence.reader import read
from triage.model import Case, CaseMessage, Evidence, Finding, RecipientReport, Reply
from triage.remedy import Remedy
from triage.replies.compose import LONGEST, MOST_LINES, Composer
from triage.replies.sentences import Voice, languages
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools
from triage.tools.resolver import OfflineResolver

CASES = Path(__file__).parents[2] / "cases"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((CASES / "expected.toml").read_text("utf-8"))
ANSWERED = sorted(
    name
    for name, row in EXPECTED.items()
    if row["action"] in ("reply", "ask") or row.get("problem") in ("spam_flood", "account_compromised")
)
LIBRARY = load_library()
Say = Callable[[Composer], Reply]


@dataclass(frozen=True)
class Noted(Composer):
    """The composer, which keeps what it was asked for last."""

    said: list[tuple[Composer, Say]] = None  # type: ignore[assignment]

    def answer(self, *asked: Any) -> Reply:
        return self._note(lambda composer: Composer.answer(composer, *asked))

    def ask(self, *asked: Any) -> Reply:
        return self._note(lambda composer: Composer.ask(composer, *asked))

    def urgent(self, *asked: Any) -> Reply:
        return self._note(lambda composer: Composer.urgent(composer, *asked))

    def _note(self, say: Say) -> Reply:
        self.said.append((Composer(self.telling, self.library), say))
        return say(self)


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch, says: type) -> Callable[[str], tuple[Composer, Say]]:
    """How the reply to a mail was composed, so that it can be composed again in another language."""

    @cache
    def make(name: str) -> tuple[Composer, Say]:
        said: list[tuple[Composer, Say]] = []
        monkeypatch.setattr(pipeline, "Composer", lambda telling, library: Noted(telling, library, said=said))
        row = EXPECTED[name]
        platform = LIBRARY.platform(str(CASES / "platforms" / f"{row['platform']}.toml"))
        case = arrived(read((CASES / "mail" / f"{name}.eml").read_bytes(), "", platform)[0], platform)
        problem = ProblemKind(row["problem"]) if row.get("problem") else None
        case = replace(case, route=Route(row["route"]), problem=problem)
        words = says(Route(row["route"]), problem)
        pipeline.triage(case, LIBRARY, Tools(OfflineResolver(), SystemClock(), words))
        return said[-1]

    return make


def in_language(how: tuple[Composer, Say], language: str) -> Reply:
    composer, say = how
    return say(replace(composer, telling=replace(composer.telling, language=language)))


@pytest.mark.parametrize("name", ANSWERED)
def test_a_reply_fits_a_screen_in_every_language(
    name: str, composed: Callable[[str], tuple[Composer, Say]]
) -> None:
    how = composed(name)
    for language in languages():
        reply = in_language(how, language)
        speaks = Voice(language)
        hellos = (speaks.say("frame.hello"), speaks.say("frame.hello_name", name="{").partition("{")[0])
        assert reply.text.startswith(hellos), language
        assert len(reply.text) <= LONGEST, (language, len(reply.text))
        assert reply.text.count("\n") <= MOST_LINES, language
        assert not re.search(r"\{\w+\}|\n\n\n| \n", reply.text), language
        assert reply.subject == reply.subject.strip()


@pytest.mark.parametrize("name", ANSWERED)
def test_every_statement_has_its_source(name: str, composed: Callable[[str], tuple[Composer, Say]]) -> None:
    reply = in_language(composed(name), "en")
    english = Voice("en")
    frame = {english.say(key) for key in ("frame.looked", "ask.then", "ask.opening", "ask.beside")}
    closing = english.say("frame.closing").splitlines()
    greeting, *lines = reply.text.splitlines()
    assert greeting.startswith("Hello")
    for line in filter(None, lines):
        rest = re.sub(r"^(?:\d+\. |- )", "", line)
        for source in reply.sources:
            rest = rest.replace(source.said, "")
        assert not rest.strip() or rest in frame or rest in closing, line
    assert all(source.kind and source.name for source in reply.sources)


def test_what_goes_out_by_machine_repeats_nothing(composed: Callable[[str], tuple[Composer, Say]]) -> None:
    for name in ANSWERED:
        for language in ("en", "hu"):
            reply = in_language(composed(name), language)
            text = reply.unasked or reply.text
            platform_words = text.replace("manage.opensrs.com", "")
            assert "@" not in platform_words or EXPECTED[name]["route"] == "real_issue", name
            if EXPECTED[name]["route"] != "real_issue":
                assert ".test" not in text, name
                assert "550" not in text, name


BOUNCE = RecipientReport(
    "joe@partner.test", "failed", "5.1.1", 550, True, Reason.NO_SUCH_USER, RejectedBy.THIRD_PARTY,
    WhoCanFix.SENDER, "mx.partner.test", "550 5.1.1 no such user, see https://evil.test/x \u202e",
)  # fmt: skip


def _composer(mail_case: Callable[[str], Case], **changes: Any) -> Composer:
    case = replace(mail_case("third-party-no-such-user"), **changes)
    return Composer(replace(listen(case), language="en"), LIBRARY)


def _about(composer: Composer, item: RecipientReport, *findings: Finding) -> Reply:
    return composer.answer(
        Route.REAL_ISSUE, ProblemKind.INBOUND_REJECTED, Remedy(item.reason, item), findings
    )


def test_a_name_is_for_what_an_agent_has_read(mail_case: Callable[[str], Case]) -> None:
    named = _composer(mail_case, requester="anna.fischer@bakery.test", requester_name="Anna Fischer")
    reply = named.answer(Route.NEWSLETTER, None, None, ())
    assert reply.text.startswith("Hello Anna Fischer,\n")
    assert reply.unasked is not None
    assert reply.unasked.startswith("Hello,\n")
    assert "Anna" not in named.ask(None, ()).text
    assert "Anna" not in named.urgent(ProblemKind.SPAM_FLOOD, ()).text


def test_a_slip_in_the_address_comes_first(mail_case: Callable[[str], Case]) -> None:
    data = {"domain": "partnr.test", "meant": "partner.test", "better": "joe@partner.test"}
    slip = Finding("typo", "typo.possible", Status.WARN, "s", "a", WhoCanFix.SENDER, data=data)
    text = _about(_composer(mail_case), BOUNCE, slip).text
    assert "- partnr.test is one letter away from partner.test" in text
    assert "1. If you meant partner.test, send the mail again to joe@partner.test." in text


def test_a_servers_words_are_quoted_without_links(mail_case: Callable[[str], Case]) -> None:
    reply = _about(_composer(mail_case), BOUNCE)
    assert '"550 5.1.1 no such user, see [link]"' in reply.text
    assert "evil" not in reply.text


@pytest.mark.parametrize(
    ("mail", "left"),
    [("third-party-no-such-user", True), ("quoted-line-about-a-mailbox-elsewhere", False)],
)
def test_a_mail_left_us_only_where_that_is_seen(
    mail: str, left: bool, composed: Callable[[str], tuple[Composer, Say]]
) -> None:
    reply = in_language(composed(mail), "en")
    said = Voice("en").say(
        "refused.third_party.failed.left", recipient="joe@partner.test", host="mx.partner.test"
    )
    assert (said in reply.text) is left
    assert ("left our" in reply.text or "passed your mail" in reply.text) is left


def test_the_subject_of_a_mail_that_is_still_on_its_way(
    composed: Callable[[str], tuple[Composer, Say]],
) -> None:
    assert in_language(composed("third-party-delayed"), "en").subject == "Your mail is still on its way"


def _spf(number: int) -> Finding:
    record = f'd{number}.test. TXT "v=spf1 {" ".join(f"ip4:192.0.2.{i}" for i in range(25))} ~all"'
    data = {"domain": f"d{number}.test", "ip": "192.0.2.77", "publish": record}
    return Finding("spf", "spf.fail", Status.FAIL, "s", "a", WhoCanFix.SENDER, "DNS", data)


def test_long_findings_are_told_as_far_as_a_screen_goes(mail_case: Callable[[str], Case]) -> None:
    item = replace(BOUNCE, reason=Reason.SENDER_AUTH)
    reply = _about(_composer(mail_case), item, _spf(1), _spf(2), _spf(3))
    assert len(reply.text) <= LONGEST
    assert "d1.test. TXT" in reply.text
    assert "d3.test" not in reply.text
    assert [source.name for source in reply.sources if source.detail == "DNS"] == ["spf.fail"]


def test_a_language_that_lacks_a_sentence_speaks_english(
    mail_case: Callable[[str], Case], tmp_path: Path
) -> None:
    composer = _composer(mail_case)
    unknown = replace(composer, telling=replace(composer.telling, language="xx"))
    assert _about(unknown, BOUNCE) == _about(composer, BOUNCE)


def test_nobody_is_told_to_mend_a_strangers_domain(oss: Platform, says: type) -> None:
    """The forger's own domain is not the requester's to protect."""
    from triage.tools.static_zones import StaticZones

    raw = (CASES / "mail" / "spoofed-sample.eml").read_bytes()
    zones = StaticZones.from_text(
        "vps.test. 300 IN A 203.0.113.7\nbakery.test. 300 IN A 192.0.2.1\n", zones=("test", "arpa")
    )
    words = says(Route.REAL_ISSUE, ProblemKind.SPOOFED)
    decision = pipeline.triage(
        arrived(read(raw, "", oss)[0], oss), Library(), Tools(zones, SystemClock(), words)
    )
    assert decision.action is Action.REPLY
    assert decision.reply is not None
    assert "_dmarc.bakery.test. TXT" in decision.reply.text
    assert "vps.test" not in decision.reply.text


def test_the_one_whom_the_mail_was_for_did_not_send_it(mail_case: Callable[[str], Case]) -> None:
    composer = _composer(mail_case, requester="joe@partner.test")
    assert "\nThe mail to you was refused by our mail server." in _about(composer, BOUNCE).text
    told = composer.answer(Route.THIRD_PARTY_REJECT, None, None, ()).text
    assert "our mail to joe@partner.test" not in told


def test_an_organisations_own_list_is_no_public_one(mail_case: Callable[[str], Case]) -> None:
    said = "550 5.7.1 sender is on the block list of the organization"
    item = replace(BOUNCE, reason=Reason.BLOCKLISTED, diagnostic=said)
    text = _about(_composer(mail_case), item, Finding("blocklist", "blocklist.listed", Status.FAIL, "s")).text
    assert "its own block list" in text
    assert "Only the recipient's side can mend this." in text
    assert "ask the blocklist" not in text


def test_a_flood_has_no_one_sender(mail_case: Callable[[str], Case]) -> None:
    composer = _composer(mail_case)
    for reply in (
        composer.urgent(ProblemKind.SPAM_FLOOD, (Detail.SENDER,)),
        composer.ask(ProblemKind.SPAM_RECEIVED, (Detail.SENDER,)),
    ):
        assert "one or two of the sender addresses" in reply.text
    assert "one or two" not in composer.ask(ProblemKind.MISSING_MAIL, (Detail.SENDER,)).text


@pytest.mark.parametrize(
    ("said", "calm"), [("Somebody writes mail in my name", True), ("A fake boss", False)]
)
def test_a_forged_sender_is_no_break_in(mail_case: Callable[[str], Case], said: str, calm: bool) -> None:
    case = mail_case("third-party-no-such-user")
    message = CaseMessage(Evidence("message"), said)
    telling = replace(listen(replace(case, messages=(message,))), language="en", problem=ProblemKind.SPOOFED)
    reply = Composer(telling, LIBRARY).ask(ProblemKind.SPOOFED, (Detail.SPAM_SAMPLES,))
    assert (
        "does not mean that anybody got into your mailbox" in reply.text.replace("that alone ", "")
    ) is calm
