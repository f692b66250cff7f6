"""What checks found, told in every language, with the exact record on a line of its own."""

from __future__ import annotations

import importlib

import pytest

from knowledge.vocabulary import Status
from triage.model import Finding
from triage.replies.found import can_be_told, key_of, tell
from triage.replies.sentences import FOLDER, Voice, languages, read_sentences

SHOWN = (
    "spf", "spf_record", "dkim_key", "dmarc", "dmarc_alignment", "header_dkim", "ptr", "helo", "mx",
    "blocklist", "domain_blocklist", "platform_mx", "typo",
)  # fmt: skip
"""The checks whose findings a reply may tell (triage/remedy.py)."""
SIDES = {"sender": "a@x.test", "recipient": "b@x.test"}
AT = "2026-03-12T11:05:00+01:00"
NEVER = {
    "spf.pass", "spf.neutral", "spf.private_address", "spf_record.pass", "dkim_key.pass", "dmarc.pass",
    "dmarc_alignment.pass", "dmarc_alignment.no_policy", "header_dkim.pass", "header_dkim.none",
    "header_dkim.temperror", "ptr.pass", "ptr.private_address", "helo.pass", "helo.other_address", "mx.pass",
    "blocklist.pass", "blocklist.list_refused", "blocklist.not_a_list", "domain_blocklist.pass",
    "domain_blocklist.list_refused", "domain_blocklist.not_a_list", "platform_mx.pass",
}  # fmt: skip
"""What is in order, or not known: a reply has no use for it."""
ALONE = {
    "account_limit.reached", "account_lists.blocked", "account_sieve.discards", "account_sieve.rejects",
    "account_sieve.files", "account_sieve.redirects", "account_quota.full", "account_forward.away",
    "account_forward.loop", "mx_address.private", "trace.refused", "trace.filed", "trace.discarded",
    "trace.forwarded", "trace.never_came", "trace.greylisted",
}  # fmt: skip


def _told() -> list[str]:
    codes = {
        code for check in SHOWN for code in importlib.import_module(f"triage.checks.{check}").CODES
    } - NEVER
    return sorted(codes | ALONE)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", _told())
def test_every_code_that_a_reply_may_tell_has_its_sentences(code: str, language: str) -> None:
    key = key_of(code, Voice(language))
    assert key is not None
    assert Voice(language).has(f"{key}.do")


def _finding(code: str, **data: object) -> Finding:
    return Finding(code.partition(".")[0], code, Status.FAIL, "s", "a", data=data)  # type: ignore[arg-type]


DATA: dict[str, object] = {
    **SIDES, "domain": "example.org", "ip": "192.0.2.1", "place": "example.org", "bits": 512, "at": AT,
    "publish": 'example.org. TXT "v=spf1 mx ~all"', "name": "s1._domainkey.example.org", "helo": "localhost",
    "host": "mx.example.org", "target": "mx.example.net", "of": "192.0.2.1", "zone": "list.test", "used": 5,
    "max": 5, "page": "https://list.test/192.0.2.1", "address": "a@example.org", "sent": 400, "limit": 400,
    "entry": "*@partner.test", "to": ("b@x.test",), "since": AT, "until": AT, "folder": "Junk",
    "reply": "550 no", "records": ("v=spf1 mx", "v=spf1 a"), "meant": "x.test", "better": "a@x.test",
}  # fmt: skip


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", _told())
def test_every_code_is_told_whole(code: str, language: str) -> None:
    told = tell(Voice(language), _finding(code, **DATA))
    assert told is not None
    key = key_of(code, Voice(language))
    assert len(told.steps) == len(read_sentences((FOLDER,), language)[f"{key}.do"])
    assert not any("{" in text or text.endswith(" ") for text in (told.found, *told.steps))


@pytest.mark.parametrize("language", languages())
def test_a_record_stands_on_its_own_line_as_it_is(language: str) -> None:
    record = 'example.org. TXT "v=spf1 ip4:192.0.2.1 {x} ~all"'
    told = tell(Voice(language), _finding("spf.fail", domain="example.org", ip="192.0.2.1", publish=record))
    assert told is not None
    assert record in told.steps[0].splitlines()
    assert "example.org" in told.found
    assert "192.0.2.1" in told.found


@pytest.mark.parametrize(
    ("code", "data", "steps"),
    [
        ("spf.multiple_records", {"place": "example.org", "publish": None}, 1),
        ("spf.multiple_records", {"place": "example.org", "publish": 'example.org. TXT "v=spf1 ~all"'}, 2),
        ("spf.fail", {"domain": "example.org", "ip": "192.0.2.1", "publish": "v=spf1 ip4:192.0.2.1…"}, 1),
        ("spf.fail", {"domain": "example.org", "ip": "192.0.2.1", "publish": "a" * 451}, 1),
        ("blocklist.listed", {"of": "192.0.2.1", "zone": "list.test", "page": None}, 1),
        ("mx.target_missing", {"domain": "example.org", "host": "mx.example.org"}, 1),
    ],
)
def test_a_step_without_its_value_is_left_out(code: str, data: dict[str, object], steps: int) -> None:
    told = tell(Voice("en"), _finding(code, **data))
    assert told is not None
    assert len(told.steps) == steps


@pytest.mark.parametrize(
    ("finding", "can"),
    [
        (_finding("ptr.none", ip="192.0.2.1"), True),
        (_finding("ptr.none"), False),
        (
            _finding("platform_mx.elsewhere", domain="example.org", publish="example.org. MX 10 mx.test."),
            True,
        ),
        (_finding("platform_mx.elsewhere", domain="example.org", publish=None), False),
        (_finding("trace.never_came", sender=None, recipient="a@example.org"), False),
        (_finding("spf.pass", domain="example.org"), False),
        (_finding("brand_new.check", domain="example.org"), False),
    ],
)
def test_what_can_be_told(finding: Finding, can: bool) -> None:
    assert can_be_told(finding) is can


@pytest.mark.parametrize(
    ("code", "data", "says"),
    [
        ("account_quota.full", {"address": "a@x", "used": 2 * 10**9, "max": 15 * 10**5}, "2.0 GB of 1.5 MB"),
        ("account_forward.away", {"address": "a@x", "to": ("b@x", "c@x")}, "b@x, c@x"),
        ("trace.filed", {**SIDES, "folder": "Junk\u202e", "at": AT}, "folder Junk (2026-03-12 10:05 UTC)"),
    ],
)  # fmt: skip
def test_values_read_the_same_everywhere(code: str, data: dict[str, object], says: str) -> None:
    told = tell(Voice("en"), _finding(code, **data))
    assert told is not None
    assert says in told.found
