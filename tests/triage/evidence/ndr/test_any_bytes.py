"""Whatever a stranger writes: a value comes back, never an exception, and its size bounds the work."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.vocabulary import Platform
from triage.evidence.ndr import read_pasted, read_report
from triage.evidence.parsed import parse

NOBODY = Platform("none", "None")
HEAD = "From: MAILER-DAEMON@example.net\nSubject: Undelivered Mail\n\n"
PIECES = st.sampled_from(
    [
        "<bob@example.org>:", "bob@example.org", "  carol@example.com\n", "550 5.1.1 ", "\n", "\n\n", "\r",
        " ", ">", "> ", "Final-Recipient: rfc822; ", "Action: failed\n", "Status: ", "5.1.1", "Received: ",
        "----- Transcript of session follows -----\n", "<<< 550 ", "From: ", "Subject: ", "=?utf-8?b?", "@",
        ".", "could not be delivered", "(", "\x00", "host mx.example.org[192.0.2.1] said: ", "https://",
        "Original message follows", "会", "é", "--", "a" * 300,
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_notice(text: str) -> None:
    report = read_report(parse((HEAD + text).encode()), NOBODY)
    assert report is None or all(one.address for one in report.recipients)
    if report is not None:
        assert all(one.status is None or one.status in text for one in report.recipients)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_pasted_text(text: str) -> None:
    report = read_pasted(text, NOBODY)
    assert report is None or report.recipients


@pytest.mark.parametrize(
    "unit",
    [
        "a@",
        "<",
        "(",
        "550 ",
        "5.1.1 ",
        "bob@example.org\n",
        "bob@example.org: ",
        "> ",
        "A: b\n",
        "\n ",
        "@example.org:",
        "a" * 50,
        "host ",
        ". ",
    ],
)
def test_long_texts_are_read(unit: str) -> None:
    """The limits hold: the test's own time limit would end a search that is not linear."""
    text = "could not be delivered\n" + unit * (400_000 // len(unit))
    read_report(parse((HEAD + text).encode()), NOBODY)
    report = read_pasted(text, NOBODY)
    assert report is None or len(report.recipients) <= 1_000
