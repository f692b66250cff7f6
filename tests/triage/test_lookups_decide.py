"""What look-ups change in a decision: details that are known, a way that was traced, an expired page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from knowledge.library import load_library
from knowledge.vocabulary import Action, Platform, ProblemKind, Route
from triage.model import Case, CaseMessage, Decision, Evidence, MessageInfo
from triage.pipeline import triage
from triage.tools.clock import FixedClock
from triage.tools.lookups import (
    Account,
    AccountAnswer,
    Customer,
    CustomerAnswer,
    Ended,
    Fate,
    Page,
    TraceAnswer,
    TraceEvent,
    TraceQuery,
)
from triage.tools.protocols import Classifier, Tools
from triage.tools.resolver import OfflineResolver

LIBRARY = load_library()
NOW = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
AT = datetime(2026, 3, 12, 10, 5, tzinfo=UTC)


@dataclass
class Directory:
    customer: Customer | None
    ended: Ended = Ended.FOUND
    asked: tuple[str, ...] = ()

    async def find(self, keys: tuple[str, ...]) -> CustomerAnswer:
        self.asked = keys
        return CustomerAnswer(self.ended, "customers.csv", self.customer)


@dataclass
class Log:
    answer: TraceAnswer

    async def trace(self, query: TraceQuery) -> TraceAnswer:
        return self.answer


@dataclass
class Web:
    page: Page

    async def fetch(self, url: str, hosts: tuple[str, ...]) -> Page:
        return replace(self.page, url=url)


def decide(case: Case, classifier: Classifier, **more: object) -> Decision:
    tools = Tools(OfflineResolver(), FixedClock(NOW), classifier, **more)  # type: ignore[arg-type]
    return triage(case, LIBRARY, tools)


def letter(text: str, platform: Platform, requester: str = "anna@bakery.test") -> Case:
    evidence = Evidence("message", MessageInfo(from_=requester), text=text)
    return Case((CaseMessage(evidence, text),), platform, requester=requester)


MISSING = (
    "A mail from bob@partner.test to me never arrived. It was sent on 12 March 2026 at 11:05 CET. "
    "I have looked in the junk folder."
)
CUSTOMER = Customer("bakery.test", "res-1", "user-1", "b", "Europe/Budapest", "en", "Bakery Mail")


@pytest.fixture
def missing(says: type) -> Classifier:
    found: Classifier = says(Route.REAL_ISSUE, ProblemKind.MISSING_MAIL)
    return found


def test_what_the_directory_knows_is_not_asked_for(missing: Classifier) -> None:
    case = letter(MISSING, LIBRARY.platform("hostedemail"))
    without = decide(case, missing)
    assert (without.action, set(without.missing)) == (Action.ASK, {"reseller_id", "authorized_user_id"})
    directory = Directory(CUSTOMER)
    known = decide(case, missing, customers=directory)
    assert (known.action, known.missing) == (Action.ESCALATE, ())
    assert (known.details["reseller_id"], known.details["authorized_user_id"]) == ("res-1", "user-1")
    assert directory.asked == ("anna@bakery.test", "bakery.test")


@pytest.mark.parametrize("ended", [Ended.ABSENT, Ended.UNREACHABLE])
def test_a_directory_that_does_not_know_changes_nothing(missing: Classifier, ended: Ended) -> None:
    case = letter(MISSING, LIBRARY.platform("hostedemail"))
    assert decide(case, missing, customers=Directory(None, ended)) == decide(case, missing)


def test_the_zone_of_the_customer_makes_a_time_exact(missing: Classifier, oss: Platform) -> None:
    case = letter(MISSING.replace(" CET", ""), oss)
    assert "occurred_at" in decide(case, missing).missing
    known = decide(case, missing, customers=Directory(CUSTOMER))
    assert known.details["occurred_at"] == "2026-03-12T11:05:00+01:00"


def test_replies_are_signed_with_the_brand(missing: Classifier, oss: Platform) -> None:
    reply = decide(letter("A mail never reached me.", oss), missing, customers=Directory(CUSTOMER)).reply
    assert reply is not None
    assert reply.text.rstrip().endswith("\nBakery Mail")


def event(fate: Fate, **more: str) -> TraceAnswer:
    return TraceAnswer(Ended.FOUND, "mail.log", (TraceEvent(fate, AT, "the line", **more),), NOW)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (event(Fate.REFUSED, reply="554 no"), "(2026-03-12 10:05 UTC)"),
        (event(Fate.REFUSED, reply="554 no"), "before it is sent again:\n   554 no"),
        (event(Fate.FILED, folder="Junk", by="user"), "was put into the folder Junk (2026-03-12 10:05 UTC)"),
        (TraceAnswer(Ended.ABSENT, "mail.log", at=NOW), "no mail of bob@partner.test for anna@bakery"),
    ],
)  # fmt: skip
def test_a_missing_mail_is_answered_from_its_trace(
    missing: Classifier, oss: Platform, answer: TraceAnswer, said: str
) -> None:
    decision = decide(letter(MISSING, oss), missing, trace=Log(answer))
    assert decision.action is Action.REPLY
    assert decision.reply is not None
    assert said in decision.reply.text
    assert "DNS" not in decision.reply.text


@dataclass
class Accounts:
    account: Account

    async def look_up(self, address: str) -> AccountAnswer:
        known = address == self.account.address
        ended = Ended.FOUND if known else Ended.ABSENT
        return AccountAnswer(ended, "the directory", self.account if known else None, NOW)


@pytest.mark.parametrize(
    ("account", "code", "said"),
    [
        (
            Account("anna@bakery.test", block=("*@partner.test",)),
            "account_lists.blocked",
            "by the entry *@partner.test",
        ),
        (
            Account("anna@bakery.test", sieve='if x "bob@partner.test" { discard; }'),
            "account_sieve.discards",
            "deletes such mail",
        ),
        (
            Account("anna@bakery.test", quota_used=9, quota_max=9),
            "account_quota.full",
            "is full: it holds 9 B of 9 B",
        ),
        (
            Account("anna@bakery.test", forwards=("a@else.test",), keeps_copy=False),
            "account_forward.away",
            "sends its mail on to a@else.test",
        ),
    ],
)
@pytest.mark.parametrize(("requester", "told"), [("anna@bakery.test", True), ("eve@other.test", False)])
def test_what_the_account_explains_is_told_to_its_own_side_only(
    missing: Classifier, oss: Platform, account: Account, code: str, said: str, requester: str, told: bool
) -> None:
    text = MISSING if told else MISSING.replace("to me", "to anna@bakery.test")
    decision = decide(letter(text, oss, requester), missing, accounts=Accounts(account))
    assert code in {one.code for one in decision.findings}
    assert (decision.action is Action.REPLY) is told
    assert (decision.reply is not None and said in decision.reply.text) is told


def test_a_reached_limit_is_told(oss: Platform, says: type) -> None:
    account = Account("anna@bakery.test", sent_today=400, sent_limit=400)
    words = "I cannot send any mail today: my mail program says that the server refuses it."
    case = letter(words, replace(oss, domains=("bakery.test",)))
    refused = says(Route.REAL_ISSUE, ProblemKind.OUTBOUND_REFUSED)
    decision = decide(case, refused, accounts=Accounts(account))
    assert decision.action is Action.REPLY, (decision.details, decision.findings)
    assert decision.reply is not None
    assert "has sent 400 mails; 400 a day are allowed" in decision.reply.text
    assert "may know the password" in decision.reply.text
    assert decide(case, refused).action is Action.ASK


def test_others_are_not_told_of_a_mail(missing: Classifier, oss: Platform) -> None:
    case = letter(MISSING.replace("to me", "to carol@flowers.test"), oss, "eve@other.test")
    decision = decide(case, missing, trace=Log(event(Fate.FILED, folder="Junk", by="user")))
    assert decision.action is not Action.REPLY


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (None, True),
        (TraceAnswer(Ended.BROKEN, "mail.log", at=NOW), True),
        (event(Fate.DELIVERED), False),
    ],
)
def test_the_dossier_asks_for_a_trace_that_nobody_has(
    missing: Classifier, oss: Platform, answer: TraceAnswer | None, asked: bool
) -> None:
    decision = decide(letter(MISSING, oss), missing, trace=Log(answer) if answer else None)
    assert decision.dossier is not None
    assert ("Whether the mail reached the platform" in decision.dossier) is asked


@pytest.mark.parametrize(
    ("page", "wish", "told"),
    [
        (Page("", Ended.FOUND, 200, "", b"Score: 8.1 / 5.0\n3.5 BAYES_99 spam"), None, "8.1 points"),
        (Page("", Ended.FOUND, 410), "the score page has expired", "has expired"),
        (Page("", Ended.TIMEOUT), "the score page could not be read", "could not be reached"),
    ],
)
def test_the_score_page_in_the_dossier(
    mail_case: Callable[[str], Case], says: type, page: Page, wish: str | None, told: str
) -> None:
    case = mail_case("inbound-spam-score-recipient")
    decision = decide(case, says(Route.REAL_ISSUE, ProblemKind.INBOUND_REJECTED), fetch=Web(page))
    assert decision.dossier is not None
    assert told in decision.dossier
    assert ("points of each spam test" in decision.dossier) is (wish is not None)
    assert wish is None or wish in decision.dossier
