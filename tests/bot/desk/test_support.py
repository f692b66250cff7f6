"""Who is the platform's support, and what does a mail of theirs say?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.support import is_receipt, is_support, support_number
from bot.desk.types import Incoming
from knowledge.vocabulary import Escalation, Platform
from triage.model import Evidence, MessageInfo


def _incoming(subject: str = "", text: str = "", automatic: bool = False, **headers: str) -> Incoming:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    evidence = Evidence("message", MessageInfo(subject=subject), headers=fields)
    return Incoming(evidence, text, "sue@platform.test", None, subject, automatic=automatic)


@pytest.mark.parametrize(
    ("incoming", "number"),
    [
        (_incoming("Re: Delayed [#12]"), None),
        (_incoming("[Ticket ID: ABC-12] Re: Delayed [#12]"), "ABC-12"),
        (_incoming("[#12] Case number 00123456 created"), "00123456"),
        (_incoming("Re: Delayed [#12] ##9871##"), "9871"),
        (_incoming("(Request #771)"), "771"),
        (_incoming("Your request today"), None),
        (_incoming("Re: x", X_RT_Ticket="rt.example.org #4711"), "4711"),
        (_incoming("Re: x", "Your ticket number is 5512-9.", automatic=True), "5512-9"),
        (_incoming("Re: x", "We looked at ticket 99 of another customer."), None),
    ],
)
def test_their_number(incoming: Incoming, number: str | None) -> None:
    assert support_number(incoming) == number


@pytest.mark.parametrize(
    ("text", "automatic", "receipt"),
    [
        ("anything", True, True),
        ("Your request has been received and is being reviewed.", False, True),
        ("Ticket 4711 has been created.", False, True),
        ("We have taken the address off the list.", False, False),
        ("The automatic filter had caught it. It is released.", False, False),
        ("We have received your request. " + "And this is what we found. " * 100, False, False),
    ],
)
def test_receipts(text: str, automatic: bool, receipt: bool) -> None:
    assert is_receipt(_incoming("", text, automatic)) is receipt


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("help@opensrs.com", True),
        ("sue@support.opensrs.com", True),
        ("sue@TUCOWS.com", True),
        ("sue@opensrs.com.evil.test", False),
        ("sue@notopensrs.com", False),
        ("", False),
        (None, False),
    ],
)
def test_who_is_support(address: str | None, known: bool) -> None:
    platform = Platform("p", "P", escalation=Escalation("help@opensrs.com", answer_domains=("tucows.com",)))
    assert is_support(address, platform) is known
    assert not is_support(address, replace(platform, escalation=Escalation()))
