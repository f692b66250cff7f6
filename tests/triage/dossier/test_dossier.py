"""What the platform's support gets to read: its form, the case in short, and nothing that hurts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from knowledge.library import load_library
from knowledge.vocabulary import CASE_FIELDS, Detail, Platform, ProblemKind, Route, Status, WhoCanFix
from triage.arrival import arrived
from triage.details.telling import listen
from triage.dossier.build import build
from triage.dossier.data import as_json
from triage.dossier.found import matters, unchecked
from triage.dossier.lines import body_lines, clean, tells_a_password, without_passwords
from triage.dossier.model import SCHEMA, Dossier, When
from triage.dossier.text import as_text
from triage.dossier.times import in_words
from triage.dossier.wishes import wishes
from triage.evidence.reader import read
from triage.model import Case, CaseMessage, Decision, Evidence, Finding, MessageInfo, SentWords
from triage.model.typed import from_data
from triage.pipeline import triage
from triage.routing.route import Judgement
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools
from triage.tools.resolver import OfflineResolver

CASES = Path(__file__).parents[2] / "cases"
R, P, D = Route, ProblemKind, Detail
LIBRARY = load_library()


@pytest.fixture(scope="module")
def hosted() -> Platform:
    return LIBRARY.platform(str(CASES / "platforms" / "hostedemail-test.toml"))


def _case(name: str, platform: Platform) -> Case:
    return arrived(read((CASES / "mail" / f"{name}.eml").read_bytes(), "", platform)[0], platform)


def _decide(case: Case, words: object) -> Decision:
    return triage(case, LIBRARY, Tools(OfflineResolver(), SystemClock(), words))  # type: ignore[arg-type]


def _handover(case: Case, words: object) -> Dossier:
    found = _decide(case, words).handover
    assert found is not None
    return found


def test_the_form_of_hosted_email_by_its_own_names(hosted: Platform, says: type) -> None:
    known = {"reseller_id": "acme", "authorized_user_id": "acme-admin", "cluster": "b"}
    case = replace(_case("our-address-listed-hosted", hosted), known=known, reference="#12")
    dossier = _handover(case, says(R.REAL_ISSUE, P.OUTBOUND_BOUNCED))
    assert {item.label: item.values for item in dossier.fields if item.name != "ndr"} == {
        "Reseller ID": ("acme",),
        "Authorized user ID": ("acme-admin",),
        "Recipient": ("joe@partner.test",),
        "Sender": ("lea@studio.test",),
        "Date and time of the failure, with time zone": ("2026-03-12 09:30:12 +01:00 (08:30:12 UTC)",),
        "Cluster": ("b",),
        "Error message": (
            "550 5.7.1 [192.0.2.200] Client host rejected: poor reputation, listed at bl.blocklist.test",
        ),
        "Message-ID": ("<offer@studio.test>",),
    }
    assert [item.name for item in dossier.fields][:5] == [
        "reseller_id",
        "authorized_user_id",
        "recipient",
        "sender",
        "occurred_at",
    ]
    assert dossier.missing == ()
    text = as_text(dossier)
    assert "Our reference: #12" in text
    assert "Reseller ID: acme" in text


def test_what_the_form_needs_and_nobody_knows(hosted: Platform, says: type) -> None:
    dossier = _handover(_case("our-address-listed-hosted", hosted), says(R.REAL_ISSUE, P.OUTBOUND_BOUNCED))
    assert {item.name for item in dossier.fields if not item.values} == {
        "reseller_id", "authorized_user_id", "cluster",
    }  # fmt: skip
    assert dossier.missing == ("reseller_id", "authorized_user_id")
    assert "Reseller ID: (not known)" in as_text(dossier)


@pytest.mark.parametrize(
    ("name", "problem", "fields", "wish"),
    [
        ("our-address-listed", P.OUTBOUND_BOUNCED, {"ndr", "sending_ip", "message_id"}, "blocklist"),
        ("inbound-spam-score-recipient", P.INBOUND_REJECTED, {"ndr", "spam_score_url"}, "let such mail in"),
        ("missing-complete", P.MISSING_MAIL, {"sender", "recipient", "junk_checked"}, "reached the platform"),
        ("spoofed-sample", P.SPOOFED, {"spam_samples", "sender"}, "this sender"),
        ("spam-inbox-sample", P.SPAM_RECEIVED, {"spam_samples"}, "learn from the samples"),
    ],
)
def test_each_kind_of_case(
    oss: Platform, says: type, name: str, problem: ProblemKind, fields: set[str], wish: str
) -> None:
    dossier = _handover(_case(name, oss), says(R.REAL_ISSUE, problem))
    known = {item.name for item in dossier.fields if item.values}
    assert fields <= known
    assert 5 <= len(dossier.summary) <= 10
    assert [line.partition(":")[0] for line in dossier.summary][:4] == ["Who", "What", "When", "Verdict"]
    assert wish in dossier.wishes[0]
    assert (dossier.schema, dossier.problem) == (SCHEMA, problem)


def test_it_comes_back_from_json_as_it_was(mail_case: Callable[[str], Case], says: type) -> None:
    dossier = _handover(mail_case("our-address-listed"), says(R.REAL_ISSUE, P.OUTBOUND_BOUNCED))
    written = json.dumps(as_json(dossier))
    assert from_data(json.loads(written), Dossier) == dossier
    assert as_text(from_data(json.loads(written), Dossier)) == as_text(dossier)


def test_the_page_of_the_platform_stays_a_link_and_no_other(
    mail_case: Callable[[str], Case], says: type
) -> None:
    text = as_text(
        _handover(mail_case("inbound-spam-score-recipient"), says(R.REAL_ISSUE, P.INBOUND_REJECTED))
    )
    assert re.findall(r"https?://\S+", text) == ["https://score.hosting.test/s/abc123"]


def test_what_was_asked_and_what_came_back(mail_case: Callable[[str], Case], says: type) -> None:
    case = mail_case("missing-complete")
    first = case.messages[0]
    assert first.at is not None
    asked = SentWords("ask", "When was it?\nWho sent it?", first.at + timedelta(hours=1))
    answer = replace(first, text="On Monday at 9.", at=first.at + timedelta(hours=2))
    dossier = _handover(
        replace(case, messages=(first, answer), sent=(asked,), asked=True), says(R.REAL_ISSUE, P.MISSING_MAIL)
    )
    assert [item.who for item in dossier.conversation] == ["requester", "desk", "requester"]
    assert dossier.conversation[1].lines == ("When was it?", "Who sent it?")
    assert any("asked once, and answered" in line for line in dossier.summary)


def test_a_flood_of_words_stays_bounded(mail_case: Callable[[str], Case], says: type) -> None:
    case = mail_case("missing-complete")
    long = replace(case.messages[0], text="x" * 20_000 + "\nhttp://evil.test/\n" * 300)
    many = replace(case, messages=(long,) * 14)
    text = as_text(_handover(many, says(R.REAL_ISSUE, P.MISSING_MAIL)))
    assert len(text) < 100_000
    assert "http://" not in text


def test_every_field_of_the_profiles_is_one_that_can_be_filled() -> None:
    for name in ("oss", "hostedemail"):
        escalation = LIBRARY.platform(name).escalation
        assert set(escalation.fields) <= {*Detail, *CASE_FIELDS}
        assert set(escalation.labels) == set(escalation.fields)


@pytest.mark.parametrize("problem", [None, *ProblemKind])
def test_something_is_wanted_in_every_case(problem: ProblemKind | None) -> None:
    assert len(list(wishes(problem, ()))) == 1


def _finding(code: str, status: Status, summary: str, **data: str) -> Finding:
    return Finding(code.partition(".")[0], code, status, summary, data=data)


def test_findings_of_one_cause_are_one_line() -> None:
    gone = "nowhere.test does not exist (NXDOMAIN), so it has no SPF record."
    found = matters(
        [
            _finding("ptr.missing", Status.WARN, "192.0.2.1 has no PTR record."),
            _finding("spf_record.none", Status.FAIL, gone),
            _finding(
                "mx.nxdomain", Status.FAIL, "nowhere.test does not exist (NXDOMAIN): no mail can go to it."
            ),
            _finding("dmarc.nxdomain", Status.FAIL, "other.test does not exist (NXDOMAIN)."),
            _finding("spf.pass", Status.PASS, "fine"),
        ]
    )
    assert [(item.code, item.also) for item in found] == [
        ("spf_record.none", ("mx.nxdomain",)),
        ("dmarc.nxdomain", ()),
        ("ptr.missing", ()),
    ]


def test_what_got_no_answer_is_not_called_wrong() -> None:
    findings = [
        _finding("mx.timeout", Status.TEMPERROR, "x.test MX could not be checked", name="x.test"),
        _finding("spf.timeout", Status.TEMPERROR, "x.test TXT could not be checked", name="x.test"),
        _finding("dmarc.offline", Status.SKIPPED, "not checked: offline"),
        _finding("ptr.offline", Status.SKIPPED, "not checked: offline"),
        _finding("trace.unset", Status.SKIPPED, "nobody knows"),
    ]
    assert matters(findings) == ()
    assert [(item.code, item.also) for item in unchecked(findings)] == [
        ("mx.timeout", ("spf.timeout",)),
        ("dmarc.offline", ("ptr.offline",)),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\r\nb\tc", "a b c"),
        ("\u202egnp.exe\u200b", "gnp.exe"),
        ("see Https://evil.test/", "see hxxps://evil.test/"),
        ("x" * 400, "x" * 299 + "…"),
        (None, ""),
    ],
)
def test_one_clean_line(text: str | None, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("my password is hunter2 and nothing works", True),
        ("Passwort: geheim", True),
        ("a jelszavam: abc123", True),
        ("mot de passe = x9!kk", True),
        ("my password is wrong", False),
        ("I forgot my password.", False),
        ("The password reset mail never came", False),
    ],
)
def test_passwords_stay_here(text: str, tells: bool) -> None:
    assert tells_a_password(text) is tells
    assert ("[removed" in without_passwords(text)) is tells
    assert not any(secret in without_passwords(text) for secret in ("hunter2", "geheim", "abc123", "x9!kk"))


def test_long_messages_say_what_is_left_out() -> None:
    assert body_lines("a\n\nb\nc\nd", 3) == ("a", "b", "[2 more lines]")


@pytest.mark.parametrize(
    ("utc", "local", "words"),
    [
        ("2026-03-12T08:30:12Z", "2026-03-12T09:30:12+01:00", "2026-03-12 09:30:12 +01:00 (08:30:12 UTC)"),
        ("2026-03-12T23:30:00Z", "2026-03-13T00:30:00+01:00", "2026-03-13 00:30:00 +01:00 "
         "(2026-03-12 23:30:00 UTC)"),
        ("2026-03-12T08:30:12Z", None, "2026-03-12 08:30:12 UTC"),
    ],
)  # fmt: skip
def test_a_moment_in_both_zones(utc: str, local: str | None, words: str) -> None:
    assert in_words(When("it", utc, local)) == words


def test_times_in_the_requester_s_zone(mail_case: Callable[[str], Case], says: type) -> None:
    case = mail_case("missing-complete")
    first = case.messages[0]
    info = replace(first.evidence.message, date=datetime(2026, 3, 12, 9, tzinfo=timezone(timedelta(hours=1))))
    moved = replace(
        first, evidence=replace(first.evidence, message=info), at=datetime(2026, 3, 12, 8, tzinfo=UTC)
    )
    dossier = _handover(replace(case, messages=(moved,)), says(R.REAL_ISSUE, P.MISSING_MAIL))
    (written,) = [item for item in dossier.times if item.what == "the requester wrote"]
    assert (written.utc, written.local) == ("2026-03-12T08:00:00Z", "2026-03-12T09:00:00+01:00")


def test_a_misused_account_is_named_as_one(hosted: Platform, says: type) -> None:
    case = _case("compromised", hosted)
    lines = _handover(case, says(R.REAL_ISSUE, P.ACCOUNT_COMPROMISED)).summary
    assert "What: account compromised; account anna@bakery.test" in lines


@pytest.mark.parametrize(
    ("route", "problem", "share", "confident", "line"),
    [
        (R.REAL_ISSUE, P.DELAYED, 0.93, True, "Verdict: real issue, delayed; 93% sure"),
        (R.REAL_ISSUE, P.DELAYED, 0.9975, True, "Verdict: real issue, delayed; 99% sure"),
        (R.REAL_ISSUE, P.DELAYED, 1.0, True, "Verdict: real issue, delayed; 100% sure"),
        (
            R.THIRD_PARTY_REJECT,
            None,
            0.4,
            False,
            "Verdict: third party reject; 40% sure, so a person decided",
        ),
    ],
)
def test_the_verdict_is_named_once(
    hosted: Platform, route: Route, problem: ProblemKind | None, share: float, confident: bool, line: str
) -> None:
    telling = listen(_case("delayed-sample", hosted))
    judged = Judgement(route, problem, share, confident, ())
    assert line in build(telling, judged, {}, (), ()).summary


@pytest.mark.parametrize(
    ("domain", "advice"), [("vps-cheap.test", ""), ("bakery.test", "Publish an MX record.")]
)
def test_a_forgers_dns_is_not_advised_upon(hosted: Platform, domain: str, advice: str) -> None:
    case = replace(_case("spoofed-sample", hosted), requester="anna@bakery.test")
    finding = Finding(
        "mx",
        "mx.none",
        Status.FAIL,
        "No MX.",
        "Publish an MX record.",
        WhoCanFix.SENDER,
        data={"domain": domain},
    )
    judged = Judgement(R.REAL_ISSUE, P.SPOOFED, 0.9, True, ())
    (found,) = build(listen(case), judged, {}, (), (finding,)).findings
    assert (found.summary, found.advice) == ("No MX.", advice)


def _question(platform: Platform, text: str) -> Case:
    letter = Evidence("message", MessageInfo(subject="Printer", from_="anna@bakery.test"), text=text)
    return Case((CaseMessage(letter, text),), platform, requester="anna@bakery.test")


def test_a_question_about_no_mail_is_told_as_one(hosted: Platform, says: type) -> None:
    text = "Our printer does not print since this morning, the lamp is red. Please ask pat@bakery.test."
    dossier = _handover(_question(hosted, text), says(R.REAL_ISSUE, P.OTHER))
    told = as_text(dossier)
    assert "What: a question about no particular mail; named in it: pat@bakery.test" in dossier.summary
    assert [item.values for item in dossier.fields if item.label == "Address named"] == [("pat@bakery.test",)]
    assert dossier.wishes == tuple(wishes(P.OTHER, (), of_mail=False))
    for word in ("mail to", "logs", "exact time", "MX", "could not be checked"):
        assert word not in told


def test_another_question_about_a_mail_is_for_the_logs(hosted: Platform, says: type) -> None:
    case = replace(_case("delayed-sample", hosted), route=R.REAL_ISSUE, problem=P.OTHER)
    dossier = _handover(case, says(R.REAL_ISSUE, P.OTHER))
    assert any(line.startswith("What: other; mail ") for line in dossier.summary)
    assert "logs" in dossier.wishes[0]
