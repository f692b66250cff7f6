"""A desk to test with: the real store and files, a clock that is moved by hand, thoughts that are given."""

from __future__ import annotations

import email
import email.policy
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

import pytest
import structlog

from bot.desk.context import Desk
from bot.desk.receive import receive
from bot.desk.types import Actor, Delivery, DeliveryOutcome, Incoming, Outgoing, Receipt, Source, StoredIntake
from bot.jobs.runner import drain
from bot.settings import Settings
from bot.store.engine import Store
from bot.store.migrate import upgrade
from bot.store.queries.ticket import TicketView, ticket
from bot.store.raw import RawFiles
from knowledge.library import Library, load_library
from knowledge.vocabulary import Action, Escalation, Platform, Route
from tests.stand_ins import NoNetwork, NoWords
from triage.model import Attachment, Case, Decision, Evidence, MessageInfo, Reply
from triage.tools.protocols import Tools

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class MovableClock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **how_long: float) -> None:
        self.at += timedelta(**how_long)


class NoReader:
    def read(self, raw: bytes, name: str, platform: Platform) -> tuple[Evidence, ...]:
        raise AssertionError("the test's own channel reads")


@dataclass
class Thinker:
    """Stands in the place of `triage.pipeline.triage`: says what it was told, and keeps what it heard."""

    decision: Decision
    heard: list[Case] = field(default_factory=list)
    meanwhile: Callable[[], None] | None = None

    def __call__(self, case: Case, library: Library, tools: Tools) -> Decision:
        self.heard.append(case)
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        return self.decision

    def says(self, action: Action, **changes: object) -> None:
        self.decision = replace(self.decision, action=action, **changes)  # type: ignore[arg-type]


@dataclass
class TestChannel:
    """A channel whose raw bytes are plain mails; it keeps what it was given to deliver and show."""

    __test__ = False
    name: str = "mail"
    answer: Delivery = field(default_factory=lambda: Delivery(DeliveryOutcome.SENT))
    delivered: list[Outgoing] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    read_error: Exception | None = None
    show_error: Exception | None = None
    deliver_error: Exception | None = None

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def issues(self) -> list[str]:
        return []

    def read(self, intake: StoredIntake) -> Incoming:
        if self.read_error is not None:
            raise self.read_error
        mail = email.message_from_bytes(intake.raw, policy=email.policy.default)
        name, address = parseaddr(str(mail["From"]))
        text = str(mail.get_payload())
        message_id = str(mail["Message-ID"])
        headers = tuple((key, str(value)) for key, value in mail.items())
        info = MessageInfo(subject=str(mail["Subject"]), from_=address, message_id=message_id)
        files = tuple(
            Attachment(word, "text/plain", 1, "0" * 64)
            for word in intake.source.meta.get("files", "").split()
        )
        return Incoming(
            evidence=Evidence("message", info, text=text, headers=headers),
            text=text,
            requester=address,
            requester_name=name or None,
            subject=str(mail["Subject"]),
            message_id=message_id,
            fingerprint=message_id,
            answers_ids=tuple(str(mail["In-Reply-To"]).split()) if mail["In-Reply-To"] else (),
            thread=intake.source.meta.get("thread"),
            set_aside="an auto-reply" if mail["Auto-Submitted"] else None,
            may_auto_answer=intake.source.meta.get("verified") != "no",
            attachments=files,
            authenticated={"yes": True, "no": False}.get(intake.source.meta.get("support", "")),
            automatic=bool(mail["Auto-Submitted"]),
        )

    def deliver(self, outgoing: Outgoing) -> Delivery:
        self.delivered.append(outgoing)
        if self.deliver_error is not None:
            raise self.deliver_error
        return self.answer

    def show(self, ticket: int) -> None:
        if self.show_error is not None:
            raise self.show_error
        self.shown.append(ticket)


@dataclass
class Bench:
    """The desk with everything that a test moves by hand."""

    desk: Desk
    clock: MovableClock
    channel: TestChannel
    thinker: Thinker
    _mails: int = 0

    def mail(
        self,
        text: str = "My mail bounced.",
        *,
        sender: str = "Alice <alice@example.org>",
        subject: str = "Help",
        message_id: str | None = None,
        answers: str | None = None,
        key: str | None = None,
        more: str = "",
        meta: dict[str, str] | None = None,
    ) -> Receipt:
        """Take one mail in, without working on it."""
        self._mails += 1
        message_id = message_id or f"<m{self._mails}@example.org>"
        reply = f"In-Reply-To: {answers}\r\nReferences: {answers}\r\n" if answers else ""
        raw = (
            f"From: {sender}\r\nTo: help@desk.test\r\nSubject: {subject}\r\nMessage-ID: {message_id}\r\n"
            f"{reply}{more}\r\n{text}"
        ).encode()
        source = Source(self.channel.name, key or f"test:{self._mails}", "", ("help@desk.test",), meta or {})
        return receive(self.desk, raw, source)

    def work(self) -> int:
        """Do all that is due now, by this clock."""
        return drain(self.desk, {self.channel.name: self.channel})

    def set(self, **changes: object) -> None:
        """Change settings of this desk."""
        self.desk = replace(self.desk, settings=self.desk.settings.model_copy(update=changes))

    def set_platform(self, *, escalation: str) -> None:
        platform = replace(self.desk.platform, escalation=Escalation(escalation))
        self.desk = replace(self.desk, platform=platform)

    def view(self, number: int = 1) -> TicketView:
        found = ticket(self.desk.store, number)
        assert found is not None, f"there is no ticket {number}"
        return found

    def state(self, number: int = 1) -> str:
        return self.view(number).line.state

    def trail(self, number: int = 1) -> list[str]:
        """What the audit says was done to a ticket."""
        return [item.what for item in self.view(number).audit]

    @property
    def suggestion(self) -> int:
        """The one suggestion of ticket 1 that is pending."""
        (pending,) = self.view().pending
        return pending.id


@pytest.fixture(scope="session", autouse=True)
def quiet() -> None:
    """The default logger draws tracebacks with all variables: that takes longer than the tests themselves."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@pytest.fixture
def anna() -> Actor:
    return Actor("agent", "anna", "Anna")


@pytest.fixture
def ben() -> Actor:
    return Actor("agent", "ben", "Ben")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at this version's schema, to be copied: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    store = Store(f"sqlite:///{path}")
    upgrade(store)
    with store.write() as connection:
        connection.exec_driver_sql("SELECT 1")
    store.engine.dispose()
    return path


@pytest.fixture
def bench(tmp_path: Path, empty_database: Path) -> Iterator[Bench]:
    shutil.copy(empty_database, tmp_path / "mailtriage.sqlite3")
    bench = make_bench(tmp_path)
    yield bench
    bench.desk.store.close()


def make_bench(folder: Path) -> Bench:
    """A bench on a data folder whose database is at this version."""
    settings = Settings(data=folder, help_address=("help@desk.test",), platform="oss")
    clock, thinker = MovableClock(), Thinker(_nothing_known())
    desk = Desk(
        settings=settings,
        store=Store(settings.url_of_database()),
        raw=RawFiles(folder / "raw"),
        library=load_library(),
        tools=Tools(NoNetwork(), clock, NoWords()),
        platform=Platform("test", "Test", escalation=Escalation("support@platform.test")),
        sandbox=NoReader(),
        clock=clock,
        triage=thinker,
        secret_key=b"not a secret",
    )
    return Bench(desk, clock, TestChannel(), thinker)


def _nothing_known() -> Decision:
    return Decision(
        route=Route.THIRD_PARTY_REJECT,
        confidence=0.9,
        confident=True,
        problem=None,
        platform="test",
        reasons=("the other side said no",),
        details={},
        missing=(),
        findings=(),
        action=Action.REPLY,
        reply=Reply("Re: Help", "The address does not exist.", ("no-such-user",)),
        evidence=(),
    )
