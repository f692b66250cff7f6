"""A mail that is sent along keeps what its signatures need, and the check asks for their keys."""

from __future__ import annotations

import base64

import dkim  # type: ignore[import-untyped]
import pytest

from knowledge.vocabulary import Platform
from tests.stand_ins import NeverAsked
from triage.checks import run_checks
from triage.evidence.limits import MAX_SIGNED_BYTES
from triage.evidence.reader import read
from triage.evidence.sandbox import Sandbox
from triage.evidence.signed import signed_of
from triage.facts import gather
from triage.model import Case, CaseMessage, Evidence, Facts
from triage.tools.clock import SystemClock
from triage.tools.protocols import Outcome, Tools
from triage.tools.static_zones import StaticZones

Key = tuple[bytes, str]
NAME = "mail._domainkey.sender.test"
MAIL = (
    b"From: A <a@sender.test>\r\nTo: b@hosted.test\r\nSubject: hi\r\n"
    b"Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nhello  there\r\n"
)


def signed(key: Key, way: str = "relaxed/simple", length: bool = False) -> bytes:
    form = tuple(way.encode().split(b"/"))
    names = [b"from", b"subject"]
    head = dkim.sign(
        MAIL, b"mail", b"sender.test", key[0], canonicalize=form, include_headers=names, length=length
    )
    return bytes(head) + MAIL


def letter(sample: bytes, how: str = "rfc822") -> bytes:
    """A person's mail with the sample attached: as a mail within the mail, or as a file in Base64."""
    head = (
        b"From: b@hosted.test\nTo: help@hosted.test\nSubject: is this real?\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\nPlease look.\n--x\n'
    )
    if how == "rfc822":
        return head + b"Content-Type: message/rfc822\n\n" + sample.replace(b"\r\n", b"\n") + b"\n--x--\n"
    kind = b'Content-Type: application/octet-stream; name="sample.eml"\nContent-Transfer-Encoding: base64\n\n'
    return head + kind + base64.encodebytes(sample) + b"--x--\n"


def checked(
    evidence: Evidence,
    platform: Platform,
    key: Key,
    trouble: dict[str | tuple[str, str], Outcome] | None = None,
) -> list[str]:
    """Its signatures through facts and check, as a ticket's are."""
    case = Case((CaseMessage(evidence, evidence.text),), platform, requester="b@hosted.test")
    told = Facts(tuple(fact for fact in gather(case).items if fact.name == "dkim_signed"))
    zones = StaticZones({(NAME, "TXT"): [key[1]]} if trouble is None else {}, trouble=trouble)
    findings = run_checks(told, platform, Tools(zones, SystemClock(), NeverAsked()))
    return [finding.code for finding in findings if finding.check == "dkim_signature"]


@pytest.mark.parametrize("how", ["rfc822", "base64"])
@pytest.mark.parametrize("way", ["relaxed/simple", "relaxed/relaxed", "simple/relaxed"])
def test_an_untouched_copy(platform: Platform, key: Key, way: str, how: str) -> None:
    (evidence,) = read(letter(signed(key, way), how), "", platform)
    assert checked(evidence, platform, key) == ["dkim_signature.pass"]


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        (b"hello", b"jello", ["dkim_signature.changed"]),
        (b"Subject: hi", b"Subject: ho", ["dkim_signature.changed"]),
        (b"From: A", b"From: x@bank.test\r\nFrom: A", ["dkim_signature.changed"]),
        (b"s=mail", b"s=other", []),
        (b"a=rsa-sha256", b"a=rsa-sha1", []),
        (b"bh=", b"bh=!", []),
        (b"v=1;", b"v=2;", []),
    ],
)
def test_a_copy_that_was_touched(
    platform: Platform, key: Key, old: bytes, new: bytes, codes: list[str]
) -> None:
    (evidence,) = read(letter(signed(key).replace(old, new, 1)), "", platform)
    assert checked(evidence, platform, key) == codes


def test_a_signature_of_the_beginning(platform: Platform, key: Key) -> None:
    (evidence,) = read(letter(signed(key, length=True) + b"buy now\r\n"), "", platform)
    assert checked(evidence, platform, key) == ["dkim_signature.partial"]


def test_no_answer_is_no_verdict(platform: Platform, key: Key) -> None:
    (evidence,) = read(letter(signed(key)), "", platform)
    trouble: dict[str | tuple[str, str], Outcome] = {(NAME, "TXT"): Outcome.TIMEOUT}
    assert checked(evidence, platform, key, trouble) == ["dkim_signature.timeout"]


def test_behind_the_child(platform: Platform, key: Key) -> None:
    raw = signed(key)
    with Sandbox(children=1) as sandbox:
        (evidence,) = sandbox.read(letter(raw), "", platform)
    (sample,) = evidence.nested
    assert sample.signed == signed_of(raw)
    assert sample.signed[0].body_holds


def test_what_a_report_returns_is_not_looked_at(platform: Platform, key: Key) -> None:
    report = (
        b"From: MAILER-DAEMON@relay.test\nReturn-Path: <>\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        b"--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.test\n\n"
        b"Final-Recipient: rfc822; b@hosted.test\nAction: failed\nStatus: 5.1.1\n\n"
        b"--x\nContent-Type: message/rfc822\n\n" + signed(key).replace(b"\r\n", b"\n") + b"\n--x--\n"
    )
    (evidence,) = read(report, "", platform)
    assert evidence.kind == "ndr"
    assert [sample.signed for sample in evidence.nested] == [()]


def test_no_more_than_may_be_hashed(platform: Platform, key: Key) -> None:
    large = signed(key) + b"abc\r\n" * (MAX_SIGNED_BYTES // 4)
    (evidence,) = read(letter(large), "", platform)
    assert [sample.signed for sample in evidence.nested] == [()]
