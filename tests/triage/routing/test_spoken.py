"""The classifier hears what a person says, and nothing that a machine wrote."""

from __future__ import annotations

import pytest

from triage.routing.spoken import spoken

HEADER = """Return-Path: <news@shop.test>
Received: from a.shop.test (a.shop.test [192.0.2.9])
 by mx.desk.test with ESMTPS id 7; Wed, 18 Nov 2026 10:00:00 +0000
X-Spam-Score: 1.2
Subject: Hello
From: news@shop.test"""
SPACED = "\n\n".join(HEADER.replace("\n by", " by").splitlines())
LEGAL = (
    "________________________________\nThis mail is confidential. Only the intended recipient may read it."
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            f"Please look at this.\n\n{HEADER}\n\nThank you, Anna",
            "Please look at this.\n\n\n\nThank you, Anna",
        ),
        (f"> {HEADER}".replace("\n", "\n> "), ""),
        (f"Seht her:\n{SPACED}", "Seht her:"),
        (f"My printer is mute.\n\n{LEGAL}\nMore of it", "My printer is mute."),
        ("Sender: me\nRecipient: you\nTime: ten", "Sender: me\nRecipient: you\nTime: ten"),
        ("550 5.1.1 no such user", "550 5.1.1 no such user"),
        ("one\n________\ntwo", "one\n________\ntwo"),
        ("", ""),
    ],
)
def test_what_a_person_said(text: str, left: str) -> None:
    assert spoken(text) == left


def test_long_texts_are_cut() -> None:
    assert len(spoken("A: b\n" * 100_000)) < 20_000
