"""Signatures are checked with keys from the DNS: what holds, what does not, and what cannot be said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import dkim  # type: ignore[import-untyped]
import pytest

from triage.evidence.signatures import MAX_HEAD, verify_arc, verify_dkim, why_not
from triage.evidence.verified import lookup_of, verified
from triage.model import Evidence
from triage.tools.protocols import Answer, Outcome
from triage.tools.static_zones import StaticZones

ReadOne = Callable[..., Evidence]
Key = tuple[bytes, str]
NAME = "mail._domainkey.sender.test"
MAIL = (
    b"From: A <a@sender.test>\r\nTo: b@hosted.test\r\nSubject: hi\r\n"
    b"Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nhello\r\n"
)


def _signed(key: Key, domain: bytes = b"sender.test", length: bool = False) -> bytes:
    names = [b"from", b"subject"]
    head = dkim.sign(MAIL, b"mail", domain, key[0], include_headers=names, length=length)
    return bytes(head) + MAIL


def _zones(key: Key) -> StaticZones:
    return StaticZones({(NAME, "TXT"): [key[1]], ("mail._domainkey.esp.test", "TXT"): [key[1]]})


@pytest.mark.parametrize(
    ("old", "new", "result", "why"),
    [
        (b"", b"", "pass", None),
        (b"hello", b"jello", "fail", "the body"),
        (b"Subject: hi", b"Subject: ho", "fail", "the header"),
        (b"s=mail", b"s=other", "permerror", "NXDOMAIN"),
        (b"a=rsa-sha256", b"a=rsa-sha1", "policy", "SHA-1"),
        (b"v=1;", b"v=2;", "permerror", "not well-formed"),
        (b"d=sender.test", b"d=", "permerror", "not well-formed"),
    ],
)
def test_dkim(key: Key, old: bytes, new: bytes, result: str, why: str | None) -> None:
    (found,) = verify_dkim(_signed(key).replace(old, new, 1), lookup_of(_zones(key)))
    assert found.result == result
    assert (why or "") in (found.why or "")


@pytest.mark.parametrize(
    ("records", "trouble", "result"),
    [
        ((), Outcome.TIMEOUT, "temperror"),
        ((), Outcome.SERVFAIL, "temperror"),
        ((), Outcome.OFFLINE, "temperror"),
        ((), Outcome.NODATA, "permerror"),
        (("v=DKIM1; p=",), None, "permerror"),
        (("v=DKIM1; p=notakey",), None, "permerror"),
        (("something else",), None, "permerror"),
        (("v=DKIM1; p=" + "A" * 50_000,), None, "permerror"),
    ],
)
def test_without_a_usable_key(
    key: Key, records: tuple[str, ...], trouble: Outcome | None, result: str
) -> None:
    outcome = trouble or Outcome.OK
    (found,) = verify_dkim(_signed(key), lambda name: Answer(name, "TXT", outcome, records))
    assert found.result == result


def test_only_signatures_of_the_organisation_that_is_asked_for(key: Key) -> None:
    raw = _signed(key, b"esp.test")
    assert verify_dkim(raw, lookup_of(_zones(key)), aligned_with="sender.test") == ()
    assert verify_dkim(raw, lookup_of(_zones(key)), aligned_with="mail.esp.test")[0].result == "pass"


def test_a_signature_over_the_beginning_is_partial(key: Key) -> None:
    (found,) = verify_dkim(_signed(key, length=True) + b"more\r\n", lookup_of(_zones(key)))
    assert (found.result, found.is_partial) == ("pass", True)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff",
        b" folded\r\n\r\n",
        b"no header\r\n\r\nx",
        b"DKIM-Signature: \r\n\r\n",
        b"A: b\r\n" * 9,
    ],
)
def test_anything_may_be_asked(raw: bytes) -> None:
    nowhere = lookup_of(StaticZones({}))
    assert all(one.result == "permerror" for one in verify_dkim(raw, nowhere))
    assert verify_arc(raw, nowhere) is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"A: " + b"x" * MAX_HEAD + b"\r\n\r\nbody", "header"),
        (MAIL + b" \t" * 10_000, "spaces"),
        (MAIL + (b" " * 999 + b"x") * 300, "spaces"),
        (MAIL + b" " * 5_000, None),
        (MAIL, None),
    ],
)
def test_what_would_take_long_is_refused(raw: bytes, why: str | None) -> None:
    assert (why or "") in (why_not(raw) or "")
    assert (why_not(raw) is None) is (why is None)


def test_every_chain_of_the_public_suite(samples: Path) -> None:
    """A chain that ends by its own word has no result in the suite; by RFC 8617 it has failed."""
    suites = json.loads((samples / "auth" / "arc" / "arc-draft-validation-tests.json").read_text("utf-8"))
    wrong, count = [], 0
    for suite in suites:
        zones = StaticZones({(name, "TXT"): [text] for name, text in suite["txt-records"].items() if text})
        for name, case in suite["tests"].items():
            found = verify_arc(case["message"].encode(), lookup_of(zones))
            count += 1
            if (found[0] if found else "none") != (case["cv"].lower() or "fail"):
                wrong.append(name)
    assert count >= 171
    assert wrong == []


@pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.SERVFAIL])
def test_a_chain_whose_keys_cannot_be_had_is_not_called_broken(samples: Path, outcome: Outcome) -> None:
    suites = json.loads((samples / "auth" / "arc" / "arc-draft-validation-tests.json").read_text("utf-8"))
    raw = suites[0]["tests"]["cv_pass_i1_1"]["message"].encode()
    found = verify_arc(raw, lambda name: Answer(name, "TXT", outcome))
    assert found is not None
    assert found[0] == "temperror"


def test_what_the_header_leaves_open_is_filled_in(key: Key, read_one: ReadOne) -> None:
    raw = _signed(key)
    shown = verified(read_one(raw), raw, lookup_of(_zones(key))).authentication
    assert (shown.dkim, shown.dkim_aligned) == ("pass", True)
    assert "checked now" in (shown.source or "")


def test_what_the_platform_said_stays_and_a_difference_is_told(key: Key, read_one: ReadOne) -> None:
    raw = _signed(key).replace(b"hello", b"jello")
    evidence = read_one(raw)
    said = replace(evidence, authentication=replace(evidence.authentication, dkim="pass", source="x"))
    found = verified(said, raw, lookup_of(_zones(key)))
    assert found.authentication == said.authentication
    assert any("DKIM was pass when it came in; checked now: fail" in one for one in found.problems)


def test_an_unsigned_mail_has_no_result(read_one: ReadOne) -> None:
    evidence = read_one(MAIL)
    assert verified(evidence, MAIL, lookup_of(StaticZones({}))) is evidence


def test_a_silent_resolver_is_not_asked_on_and_on() -> None:
    class Silent:
        asked = 0

        async def query(self, name: str, rdtype: str) -> Answer:
            self.asked += 1
            return Answer(name, rdtype, Outcome.TIMEOUT)

    silent = Silent()
    look_up = lookup_of(silent)
    assert [look_up(f"{n}.test").outcome.is_answer for n in range(9)] == [False] * 9
    assert silent.asked == 2
