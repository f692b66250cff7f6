"""What is filled in on the requester's page becomes evidence on the same ticket."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest

from knowledge.vocabulary import Action
from tests.bot.web.form.requester import Requester


def test_an_answer_is_evidence_on_the_same_ticket(requester: Requester) -> None:
    link = requester.ask("occurred_at", "sender", "ndr", "junk_checked")
    bounce = (
        b"From: mailer-daemon@example.net\r\nTo: alice@example.org\r\nSubject: Undelivered\r\n\r\nSorry.\r\n"
    )
    requester.post(
        link,
        occurred_at="28 February 2026, 14:05",
        sender="Bob <bob@example.com>",
        junk_checked="clean",
        file_ndr=(io.BytesIO(bounce), "bounce.eml"),
        more="Thank you!",
    )
    requester.work()
    view = requester.bench.view()
    assert view.messages[-1].text.splitlines() == [
        "- When did it happen? 28 February 2026, 14:05",
        "- Sender of the mail: Bob <bob@example.com>",
        "- I have looked in the Junk folder: it is not there",
        "",
        "Thank you!",
    ]
    assert view.messages[-1].role == "requester"
    assert view.messages[-1].evidence.nested[0].message.subject == "Undelivered"
    assert view.known == {
        "occurred_at": "2026-02-28T14:05:00+01:00",  # the zone of her own mail program
        "sender": "bob@example.com",
        "junk_checked": "yes, it is not there",
    }
    assert [item.name for item in requester.bench.thinker.heard[-1].messages[-1].evidence.attachments] == [
        "bounce.eml"
    ]
    assert b"Date: Mon, 02 Mar 2026 09:00:00 -0000" in requester.bench.desk.raw.get(
        requester.kept()[0].sha256
    )


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("sender", "bob@example.com, eve@example.net", "bob@example.com, eve@example.net"),
        ("sender", "Bob from accounting", None),
        ("recipient", "it was bob@bücher.example", "bob@bücher.example"),
        ("reseller_id", "acme-hosting", "acme-hosting"),
        ("reseller_id", "unknown", None),
        ("authorized_user_id", "j.doe", "j.doe"),
        ("unusual_volume", "300 a day, 5 before", "300 a day, 5 before"),
        ("affected_users", "only me", "only me"),
        ("affected_users", "?", None),
        ("junk_checked", "found", "yes, it is there"),
        ("junk_checked", "unseen", None),
        ("occurred_at", "Monday around 2", None),
        ("occurred_at", "1 March 2026 8:15 UTC+3", "2026-03-01T08:15:00+03:00"),
    ],
)
def test_one_field(requester: Requester, name: str, text: str, known: str | None) -> None:
    told: dict[str, Any] = {name: text}
    is_vague = known is None and name != "junk_checked"
    answer = requester.post(requester.ask(name), 200 if is_vague else 303, **told)
    requester.work()
    assert requester.bench.view().known == ({name: known} if known else {})
    after = answer.text if is_vague else requester.get(answer.headers["Location"])
    assert "Thank you, we have it" in after
    assert (f'name="{name}"' in after) == (known is None)  # what is still open may be added, or not


@pytest.mark.parametrize(
    ("zone", "at"),
    [("Europe/London", "2026-02-28T14:05:00+00:00"), ("America/New_York", "2026-02-28T14:05:00-05:00")],
)
def test_a_chosen_zone_is_kept_as_its_offset(requester: Requester, zone: str, at: str) -> None:
    requester.post(requester.ask("occurred_at"), occurred_at="14:05 on 28 February 2026", zone=zone)
    requester.work()
    assert requester.bench.view().known == {"occurred_at": at}
    assert f"(UTC{at[-6:]})" in requester.bench.view().messages[-1].text


def test_a_vague_time_counts_and_is_told_so_once(requester: Requester) -> None:
    link = requester.ask("occurred_at")
    page = requester.post(link, 200, occurred_at="yesterday").text
    assert len(requester.kept()) == 1
    assert 'aria-invalid="true"' in page
    assert "exact hour and the time zone" in page
    assert 'aria-invalid="true"' not in requester.get(link)


def test_what_is_to_be_mended_is_given_back_and_the_rest_is_not(requester: Requester) -> None:
    link = requester.ask("occurred_at", "sender", "recipient", "affected_users")
    page = requester.post(
        link,
        200,
        occurred_at='yesterday "about" <2>',
        zone="Asia/Tokyo",
        sender="Bob from accounting",
        recipient="eve@example.net",
        more="A long story",
    ).text
    assert 'value="yesterday &#34;about&#34; &lt;2&gt;"' in page
    assert 'value="Bob from accounting"' in page
    assert '<option value="Asia/Tokyo" selected>' in page
    assert 'name="affected_users"' in page
    for taken in ("eve@example.net", "A long story"):
        assert taken not in page
    assert requester.post(link, 303, occurred_at="1 March 2026, 14:05", zone="Asia/Tokyo").headers["Location"]
    for later in (link, f"{link}?sent=1&still=sender&vague=sender"):
        assert "accounting" not in requester.get(later)


def test_another_language_after_that_leads_to_the_same_fields(requester: Requester) -> None:
    link = requester.ask("occurred_at", "sender")
    page = requester.post(link, 200, occurred_at="yesterday", sender="bob@example.org").text
    (address,) = re.findall(r'href="([^"]+l=de)"', page)
    german = requester.get(unescape(address))
    assert 'aria-invalid="true"' in german
    assert 'name="sender"' not in german


def test_sent_twice_it_is_one(requester: Requester) -> None:
    link = requester.ask("sender")
    for _ in range(2):
        requester.post(link, sender="bob@example.com")
    requester.work()
    requester.post(link, sender="bob@example.com")  # "back", after it has been thought about
    requester.work()
    assert len(requester.kept()) == 1
    assert len(requester.bench.view().messages) == 2
    requester.post(link, sender="eve@example.net")  # another answer is another one
    requester.work()
    assert len(requester.bench.view().messages) == 3
    assert requester.bench.view().known == {"sender": "eve@example.net"}


def test_nothing_filled_in_is_said_so_and_nothing_is_kept(requester: Requester) -> None:
    answer = requester.post(requester.ask("sender"), 422, sender="  ", more="")
    assert 'role="alert"' in answer.text
    assert requester.kept() == []


def test_when_nothing_is_missing_something_may_still_be_added(requester: Requester) -> None:
    link = requester.ask("sender")
    requester.bench.thinker.says(Action.ESCALATE, missing=())
    requester.post(link, sender="bob@example.com")
    requester.work()
    assert "Nothing is missing" in requester.get(link)
    requester.post(link, more="One more thing.")
    requester.work()
    assert requester.bench.view().messages[-1].text == "One more thing."
