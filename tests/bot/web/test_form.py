"""The requester's page: what it asks, what it takes, and when it is closed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.desk.accept import accept
from bot.desk.close import close
from bot.desk.form_link import FormToken, form_link, make_token
from bot.desk.types import Actor, Incoming, StoredIntake
from bot.form.channel import MOST_ANSWERS, FormChannel
from bot.jobs.runner import drain
from bot.store.schema.ledger import intake
from bot.store.schema.ticket import tickets
from bot.web.app import create_app
from bot.web.form_words import languages, words_in
from bot.web.limits import limiter
from knowledge.library import load_library
from knowledge.vocabulary import Action, Autonomy, Detail, ProblemKind, Route, TicketState
from triage.evidence.reader import read
from triage.model import Reply

OUTLOOK = "Date: Mon, 2 Mar 2026 10:00:00 +0100\r\nX-Mailer: Microsoft Outlook 16.0\r\n"
ALL = tuple(detail.value for detail in Detail)
GERMAN = "Guten Tag, seit gestern kommen bei uns keine Mails mehr an, bitte helfen Sie uns."


MULTIPART = "multipart/form-data; boundary=b"


def _multipart(*files: tuple[str, bytes]) -> bytes:
    """A body as a browser, or somebody worse, sends it."""
    parts = [
        f"--b\r\nContent-Disposition: form-data; name=\"file_ndr\"; filename*=UTF-8''{quote(name, safe='')}"
        f"\r\n\r\n".encode()
        + content
        for name, content in files
    ]
    return b"\r\n".join([*parts, b"--b--\r\n"])


class InProcess:
    def read(self, raw: bytes, name: str, platform: Any) -> Any:
        return read(raw, name, platform)


class Requester:
    """Somebody with the link of a request; reads pages without cookies or scripts."""

    def __init__(self, bench: Any, client: FlaskClient) -> None:
        self.bench, self.client = bench, client
        self.channels = {"mail": bench.channel, "form": FormChannel(bench.desk)}

    def ask(self, *missing: str, text: str = "My mail is missing, please help me with it.") -> str:
        """Let the desk ask for these details; the path of the link in what it sent."""
        self.bench.thinker.says(
            Action.ASK,
            route=Route.REAL_ISSUE,
            problem=ProblemKind.MISSING_MAIL,
            missing=missing,
            reply=Reply("A few details", "Please tell us."),
        )
        self.bench.mail(text, more=OUTLOOK)
        self.work()
        return self.link()

    def link(self, number: int = 1) -> str:
        with self.bench.desk.store.read() as connection:
            row = connection.execute(select(tickets).where(tickets.c.number == number)).one()
        link = form_link(self.bench.desk, row)
        assert link is not None
        return link.removeprefix("https://desk.example.org")

    def work(self) -> None:
        drain(self.bench.desk, self.channels)

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, status: int = 303, **fields: Any) -> Any:
        answer = self.client.post(path, data=fields, content_type="multipart/form-data")
        assert answer.status_code == status, answer.text
        return answer

    def kept(self) -> list[Any]:
        with self.bench.desk.store.read() as connection:
            rows = connection.execute(select(intake).where(intake.c.channel == "form").order_by(intake.c.id))
            return list(rows)


@pytest.fixture
def requester(bench: Any) -> Iterator[Requester]:
    bench.set(web_url="https://desk.example.org", autonomy=Autonomy.SUGGEST)
    bench.desk = replace(bench.desk, sandbox=InProcess())
    plain = bench.channel.read

    def read_mail(stored: StoredIntake) -> Incoming:
        incoming: Incoming = plain(stored)
        return replace(incoming, evidence=read(stored.raw, "mail.eml", bench.desk.platform)[0])

    bench.channel.read = read_mail
    app = create_app(bench.desk, {bench.channel.name: bench.channel})
    limiter.reset()
    yield Requester(bench, app.test_client(use_cookies=False))
    limiter.reset()


def test_it_asks_for_what_is_missing_and_shows_nothing_of_the_ticket(requester: Requester) -> None:
    page = requester.get(requester.ask("occurred_at", "junk_checked"))
    assert "When did it happen?" in page
    assert "Junk (Spam)" in page
    assert "Sender of the mail" not in page
    assert "whether an error message came back" in page  # the wish, and no field of its own
    for private in ("alice", "example.org", "My mail is missing"):
        assert private not in page
    assert "<script" not in page


def test_a_deployments_own_words_win(bench: Any, requester: Requester, tmp_path: Any) -> None:
    own = tmp_path / "templates" / "en"
    own.mkdir(parents=True)
    (own / "ask.toml").write_text('sender = "Who wrote it, in our own words?"\n', encoding="utf-8")
    link = requester.ask("sender", "recipient")
    before = requester.get(link)
    object.__setattr__(bench.desk, "library", load_library(tmp_path))
    page = requester.get(link)
    assert "Who wrote it, in our own words?" in page and "in our own words" not in before
    assert "The address that the mail was sent to." in page


def test_it_is_found_by_nobody_and_tells_nobody(requester: Requester) -> None:
    answer = requester.client.get(requester.ask("sender"))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word_for_every_detail(requester: Requester, language: str) -> None:
    link = requester.ask(*ALL)
    page = requester.get(f"{link}?l={language}")
    assert f'<html lang="{language}">' in page
    assert page.count("</label>") + page.count("</legend>") > len(ALL)
    assert "{" not in re.sub(r"<style.*?</style>", "", page)


@pytest.mark.parametrize("language", languages())
def test_the_words_are_complete(language: str) -> None:
    def shape(words: Any) -> Any:
        if isinstance(words, dict):
            return {key: shape(value) for key, value in words.items()}
        return sorted(re.findall(r"{\w+}", words))

    assert shape({**words_in(language), "lang": ""}) == shape({**words_in("en"), "lang": ""})


def test_it_speaks_the_requesters_language_and_knows_the_mail_program(requester: Requester) -> None:
    page = requester.get(requester.ask("spam_samples", text=GERMAN))
    assert "Beispiele dieser Mails" in page
    assert ".msg" in page
    assert "Speichern unter" in page


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
    answer = requester.post(requester.ask(name), **told)
    requester.work()
    assert requester.bench.view().known == ({name: known} if known else {})
    after = requester.get(answer.headers["Location"])
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
    answer = requester.post(link, occurred_at="yesterday")
    assert len(requester.kept()) == 1
    page = requester.get(answer.headers["Location"])
    assert 'aria-invalid="true"' in page
    assert "exact hour and the time zone" in page
    assert 'aria-invalid="true"' not in requester.get(link)


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


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\mail.msg", "mail.msg"),
        ("\u202egpj.exe\u202c.txt", "gpj.exe.txt"),
        ("a\r\nX-Evil: 1.eml", "aX-Evil: 1.eml"),
        ('"; rm -rf /.png', None),
        ("x" * 400 + ".eml", "x" * 96 + ".eml"),
        ("Éva levele.EML", "Éva levele.EML"),
    ],
)
def test_a_hostile_file_name_does_no_harm(requester: Requester, name: str, shown: str | None) -> None:
    link = requester.ask("ndr")
    answer = requester.client.post(link, data=_multipart((name, b"hello")), content_type=MULTIPART)
    assert answer.status_code == (303 if shown else 422)  # a name that is only an ending is none
    if shown is None:
        return
    requester.work()
    assert [item["name"] for item in requester.bench.view().messages[-1].attachments] == [shown]


def test_files_of_other_kinds_are_left_out_and_told(requester: Requester) -> None:
    link = requester.ask("ndr")
    files = [(io.BytesIO(b"MZ"), "setup.exe"), (io.BytesIO(b"From: a@example.org\r\n\r\nx"), "good.eml")]
    answer = requester.post(link, file_ndr=files)
    requester.work()
    assert "Not all of your files" in requester.get(answer.headers["Location"])
    assert [item["name"] for item in requester.bench.view().messages[-1].attachments] == ["good.eml"]
    assert "Not all of your files" in requester.post(link, 422, file_ndr=(io.BytesIO(b"MZ"), "x.exe")).text


def test_too_much_at_once_is_told_in_the_requesters_words(requester: Requester) -> None:
    requester.bench.set(form_max_mb=1)
    app = create_app(requester.bench.desk, {})
    requester.client = app.test_client(use_cookies=False)
    link = requester.ask("ndr")
    big = _multipart(("big.eml", b"x" * 4_000_000))
    answer = requester.client.post(link, data=big, content_type=MULTIPART)
    assert answer.status_code == 413
    assert "No more than 1\N{NO-BREAK SPACE}MB" in answer.text
    two = _multipart(("1.eml", b"x" * 700_000), ("2.eml", b"x" * 700_000))
    answer = requester.client.post(link, data=two, content_type=MULTIPART)
    assert answer.status_code == 303
    assert "left=1" in answer.headers["Location"]


def test_a_thousand_fields_are_refused(requester: Requester) -> None:
    link = requester.ask("sender")
    requester.post(link, 413, **{f"f{number}": "x" for number in range(1_000)})
    assert requester.kept() == []


def test_a_flood_of_answers_ends(requester: Requester) -> None:
    link = requester.ask("sender")
    for number in range(MOST_ANSWERS):
        limiter.reset()
        requester.post(link, sender=f"bob{number}@example.com")
    limiter.reset()
    assert "A lot has been sent" in requester.post(link, 429, sender="one@more.example").text
    for _ in range(20):
        last = requester.client.post(link, data={"sender": "again@example.com"})
    assert last.status_code == 429
    assert "Please wait a moment" in last.text


@pytest.mark.parametrize("token", ["x", "a" * 32, "7" * 32, "A1" * 16])
def test_a_forged_link_leads_nowhere(requester: Requester, token: str) -> None:
    requester.ask("sender")
    assert "does not lead anywhere" in requester.get(f"/d/{token}", 404)
    requester.client.post(f"/d/{token}", data={"sender": "bob@example.com"})
    assert requester.kept() == []


def test_a_link_of_another_key_is_forged(requester: Requester) -> None:
    requester.ask("sender")
    forged = make_token(b"another secret", FormToken(1, 0, requester.bench.clock.now()))
    requester.get(f"/d/{forged}", 404)


def test_it_ends_after_its_days_which_count_from_the_sending(requester: Requester, anna: Actor) -> None:
    link = requester.ask("sender")
    requester.bench.clock.pass_by(days=10)
    accept(requester.bench.desk, requester.bench.suggestion, anna)
    requester.work()
    requester.bench.clock.pass_by(days=13, hours=23)
    requester.get(link)
    requester.bench.clock.pass_by(hours=2)
    assert "14 days" in requester.get(link, 410)
    requester.post(link, 410, sender="bob@example.com")
    assert requester.kept() == []


def test_a_newer_request_takes_its_place(requester: Requester, anna: Actor) -> None:
    first = requester.ask("sender", "occurred_at")
    accept(requester.bench.desk, requester.bench.suggestion, anna)
    requester.work()
    requester.post(first, sender="bob@example.com")
    requester.bench.thinker.says(Action.ASK, missing=("occurred_at",))
    requester.work()
    requester.get(first)  # the second one has not gone out
    accept(requester.bench.desk, requester.bench.suggestion, anna)
    assert "newer message" in requester.get(first, 410)
    assert "When did it happen?" in requester.get(requester.link())


@pytest.mark.parametrize("state", [TicketState.CLOSED, TicketState.SOLVED])
def test_a_closed_ticket_asks_nothing(requester: Requester, anna: Actor, state: TicketState) -> None:
    link = requester.ask("sender")
    close(requester.bench.desk, 1, anna, state)
    assert "#1 is closed" in requester.get(link, 410)
    requester.post(link, 410, sender="bob@example.com")
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
