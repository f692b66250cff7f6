"""Machines that answer machines, for a day: at most one automatic mail a sender.

The post office below hands mail from one to the other at once, and everybody is proven to everybody: what
stops a loop here is nothing but the desk's own rules.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zlib import crc32

import pytest

from bot.desk.types import Delivery, DeliveryOutcome
from bot.jobs.runner import drain
from bot.mail import deliver
from bot.mail.channel import MailChannel, make
from bot.mail.lmtp import Envelope
from bot.mail.send import Parcel
from knowledge.vocabulary import Action, Autonomy
from tests.bot.conftest import START, Bench, MovableClock, make_bench
from tests.stand_ins import InProcess

STEP = timedelta(minutes=30)
A_DAY = 48
HIDDEN = ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop", "Precedence")


@dataclass
class Place:
    """A desk with its mail channel."""

    address: str
    bench: Bench
    channel: MailChannel

    def take(self, raw: bytes, sender: str) -> None:
        """As its own mail server hands it over, with a good word for whoever it says it is from."""
        domain = str(message_from_bytes(raw, policy=policy.default)["From"].addresses[0].domain)
        head = (
            f"Authentication-Results: mx.desk.test; dmarc=pass header.from={domain}\r\n"
            f"Received: from x (x [198.51.100.7]) by mx.desk.test; {format_datetime(START)}\r\n"
        )
        self.channel.take(head.encode() + raw, Envelope(sender, (self.address,), "lmtp"))

    def work(self) -> None:
        drain(self.bench.desk, {"mail": self.channel})


@dataclass
class PostOffice:
    """`strips`: a relay on the way that takes away every mark of automatic mail."""

    strips: bool = False
    places: dict[str, Callable[[bytes, str], None]] = field(default_factory=dict)
    carried: list[tuple[Parcel, EmailMessage]] = field(default_factory=list)

    def carry(self, _url: object, parcel: Parcel, *_login: object) -> Delivery:
        mail = message_from_bytes(parcel.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.carried.append((parcel, mail))
        raw, sender = parcel.content, parcel.sender
        if self.strips:
            head, _, body = raw.partition(b"\r\n\r\n")
            kept = [line for line in head.split(b"\r\n") if not line.decode().startswith(HIDDEN)]
            raw, sender = b"\r\n".join(kept) + b"\r\n\r\n" + body, sender or str(mail["From"])
        local, _, domain = parcel.recipient.partition("@")
        take = self.places.get(f"{local.partition('+')[0]}@{domain}")
        if take is not None:
            take(raw, sender)
        return Delivery(DeliveryOutcome.SENT, "250 kept", parcel.message_id)

    def automatic(self) -> Counter[tuple[str, str]]:
        """How many automatic mails went from whom to whom; tags behind a plus make nobody another."""
        found: Counter[tuple[str, str]] = Counter()
        for parcel, mail in self.carried:
            if mail["Auto-Submitted"] == "auto-replied":
                local, _, domain = parcel.recipient.lower().partition("@")
                found[str(mail["From"]), f"{local.partition('+')[0]}@{domain}"] += 1
        return found


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    office = PostOffice()
    monkeypatch.setattr(deliver, "hand_over", office.carry)
    return office


@pytest.fixture
def open_place(tmp_path: Path, empty_database: Path, office: PostOffice) -> Iterator[Callable[..., Place]]:
    """A desk at an address that asks back, answers and confirms whatever it may."""
    clock, opened = MovableClock(), list[Place]()

    def start(address: str, action: Action = Action.ASK) -> Place:
        folder = tmp_path / address
        folder.mkdir()
        shutil.copy(empty_database, folder / "mailtriage.sqlite3")
        bench = make_bench(folder)
        bench.clock = clock
        bench.set(autonomy=Autonomy.ANSWER, confirm_receipt=True, help_address=(address,))
        bench.set(smtp_url="smtp://never.test", lmtp_listen=None)
        platform = replace(bench.desk.platform, mail_hosts=("*.desk.test",))
        tools = replace(bench.desk.tools, clock=clock)
        secret = f"the secret of {address}".encode()
        bench.desk = replace(
            bench.desk,
            clock=clock,
            tools=tools,
            sandbox=InProcess(),
            platform=platform,
            secret_key=secret,
        )
        bench.thinker.says(action, missing=("occurred_at",))
        channel = make(bench.desk)
        assert channel is not None
        place = Place(address, bench, channel)
        office.places[address] = place.take
        opened.append(place)
        return place

    yield start
    for place in opened:
        place.bench.desk.close()


def letter(sender: str, to: str, number: int, more: str = "", subject: str = "Help") -> bytes:
    fields = (
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        f"Message-ID: <l{number}.{crc32(sender.encode())}@x.test>",
        f"Date: {format_datetime(START)}",
    )
    return ("\r\n".join(fields) + f"\r\n{more}\r\nMy mail came back, number {number}.\r\n").encode()


def live_a_day(*places: Place, each_step: Callable[[int], None] = lambda step: None) -> None:
    clock = places[0].bench.clock
    for step in range(A_DAY):
        each_step(step)
        for _ in range(3):  # what one sends, the next has at once
            for place in places:
                place.work()
        clock.at += STEP


@pytest.mark.parametrize("strips", [False, True], ids=["marked", "marks stripped"])
@pytest.mark.parametrize("action", [Action.ASK, Action.HOLD], ids=["asks", "confirms"])
def test_two_desks_that_mail_each_other(
    office: PostOffice, open_place: Callable[..., Place], strips: bool, action: Action
) -> None:
    office.strips = strips
    one, two = open_place("help@one.test", action), open_place("help@two.test", action)
    one.take(letter(two.address, one.address, 1), two.address)
    two.take(letter(one.address, two.address, 2), one.address)

    def poke(step: int) -> None:
        if step % 8 == 0:  # somebody forwards, resends, complains
            one.take(letter(two.address, one.address, 100 + step), two.address)

    live_a_day(one, two, each_step=poke)
    sent = office.automatic()
    assert sent
    assert max(sent.values()) == 1
    assert len(office.carried) == sum(sent.values()) <= 2


@dataclass
class Responder:
    """Answers whatever comes, at once, and looks like a person: no mark, a new Message-ID, a real sender."""

    kind: str
    desk: Place
    number: int
    count: int = 0

    @property
    def address(self) -> str:
        return f"machine{self.number}@r{self.number}.test"

    def write(self, answered: EmailMessage | None = None) -> None:
        self.count += 1
        sender, subject, more = self.address, "Help", ""
        if self.kind == "other tags":
            sender = self.address.replace("@", f"+{self.count}@")
        elif self.kind == "other cases":
            sender = self.address.title() if self.count % 2 else self.address
        elif self.kind == "other names":
            sender = f"Name {self.count} <{self.address}>"
        elif self.kind == "other subjects":
            subject = f"Away {self.count}"
        elif self.kind == "a number in the subject":
            subject = f"[#{self.count}] Re: [#1]"
        elif answered is not None and self.kind == "in its thread":
            more = f"In-Reply-To: {answered['Message-ID']}\r\nReferences: {answered['Message-ID']}\r\n"
        elif answered is not None and self.kind == "quotes it":
            subject = f"Re: {answered['Subject']}"
        elif self.kind == "says no":
            more = "Auto-Submitted: no\r\n"
        elif self.kind == "says suppress":
            more = "X-Auto-Response-Suppress: All\r\n"
        raw = letter(sender, self.desk.address, self.count, more, subject)
        self.desk.take(raw, "" if self.kind == "no envelope" else self.address)

    def take(self, raw: bytes, _sender: str) -> None:
        mail = message_from_bytes(raw, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        for _ in range(2 if self.kind == "twice" else 1):
            self.write(mail)


KINDS = (
    "plain", "other tags", "other cases", "other names", "other subjects", "a number in the subject",
    "in its thread", "quotes it", "says no", "says suppress", "twice", "no envelope",
)  # fmt: skip


@pytest.mark.parametrize("action", [Action.ASK, Action.HOLD], ids=["asks", "confirms"])
def test_responders_that_hide_what_they_are(
    office: PostOffice, open_place: Callable[..., Place], action: Action
) -> None:
    desk = open_place("help@one.test", action)
    machines = [Responder(kind, desk, number) for number, kind in enumerate(KINDS)]
    for machine in machines:
        office.places[machine.address] = machine.take

    def poke(step: int) -> None:
        for machine in machines:
            if step % (2 + machine.number) == 0:
                machine.write()

    live_a_day(desk, each_step=poke)
    sent = office.automatic()
    assert sum(machine.count for machine in machines) > 100
    assert max(sent.values()) == 1
    reached = {to for _, to in sent}
    assert reached == {machine.address for machine in machines if machine.kind != "no envelope"}
