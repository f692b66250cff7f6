"""The console in a real Chromium: an agent's work from the link to the answer, by mouse and by keys."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.desk.context import Desk
from bot.desk.gather import gather
from bot.desk.receive import receive
from bot.desk.types import Delivery, DeliveryOutcome, Incoming, Outgoing, Source, StoredIntake
from bot.jobs.runner import Runner
from bot.setting_types import Listen
from bot.settings import Settings
from bot.store.engine import Store
from bot.store.migrate import upgrade
from bot.store.raw import RawFiles
from bot.web.agents import make_login_link
from bot.web.server import WebServer
from knowledge.library import load_library
from knowledge.vocabulary import Action, Platform, Route, Status, WhoCanFix
from tests.stand_ins import NoNetwork, NoWords
from triage.evidence.reader import read
from triage.incidents import Cause
from triage.model import Case, Decision, Evidence, Finding, Reply
from triage.tools.clock import SystemClock
from triage.tools.protocols import Tools

pytestmark = pytest.mark.peer("chromium")

PLATFORM = Platform("test", "Test")
HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
PATHS = (
    "/queue",
    "/queue?tab=done",
    "/tickets/1",
    "/tickets/1?panel=edit-1",
    "/tickets/1?panel=dismiss-1",
    "/ledger",
    "/knowledge",
    "/knowledge/no-such-user",
    "/nowhere",
)
MAIL = (
    "From: Alice <alice@example.org>\r\nTo: help@desk.test\r\nSubject: {subject}\r\n"
    "Message-ID: <{key}@example.org>\r\n{more}\r\n{text}\r\n"
)


CUT = """() => [...document.querySelectorAll(".top nav, .tabs, .ledger")]
    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className || one.tagName)"""
"""The menu, tabs and ledger of which a part is out of sight."""


class NoSandbox:
    def read(self, raw: bytes, name: str, platform: Platform | None) -> tuple[Evidence, ...]:
        raise AssertionError("the channel reads")


def _decide(case: Case, library: object, tools: object) -> Decision:
    """The same for every mail: what the page shows is asked here, not what triage thinks."""
    return Decision(
        route=Route.THIRD_PARTY_REJECT,
        confidence=0.93,
        confident=True,
        problem=None,
        platform="test",
        reasons=("the other side said no",),
        details={"sender": "alice@example.org"},
        missing=("occurred_at",),
        findings=(
            Finding("spf", "spf.pass", Status.PASS, "SPF is fine."),
            Finding("ptr", "ptr.timeout", Status.TEMPERROR, "The PTR could not be checked."),
            Finding(
                "dmarc", "dmarc.none", Status.WARN, "No policy.", "Publish one.", WhoCanFix.SENDER, "TXT"
            ),
        ),
        action=Action.REPLY,
        reply=Reply("Re: Help", "There is no such address."),
        evidence=(),
    )


@dataclass
class Channel:
    """Reads mails with the real reader; what is delivered is kept, to be looked at."""

    name: str = "mail"
    delivered: list[Outgoing] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def issues(self) -> list[str]:
        return []

    def show(self, ticket: int) -> None: ...

    def read(self, intake: StoredIntake) -> Incoming:
        evidence = read(intake.raw, "mail", PLATFORM)[0]
        key = evidence.message.message_id
        answers = evidence.header("In-Reply-To")
        return Incoming(
            evidence=evidence,
            text=evidence.text,
            requester=evidence.message.from_ or "",
            requester_name=evidence.from_name,
            subject=evidence.message.subject or "",
            message_id=key,
            fingerprint=key,
            answers_ids=(answers,) if answers else (),
            may_auto_answer=True,
        )

    def deliver(self, outgoing: Outgoing) -> Delivery:
        self.delivered.append(outgoing)
        self.arrived.set()
        return Delivery(DeliveryOutcome.SENT)


@dataclass
class Console:
    desk: Desk
    channel: Channel
    server: WebServer

    def mail(
        self, text: str = "It came back.", *, key: str = "m1", subject: str = "Help", more: str = ""
    ) -> None:
        raw = MAIL.format(subject=subject, key=key, text=text, more=more).encode()
        receive(self.desk, raw, Source("mail", key, "alice@example.org", ("help@desk.test",)))


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    settings = Settings(data=tmp_path, help_address=("help@desk.test",), platform="oss", workers=2)
    clock = SystemClock()
    store = Store(settings.url_of_database())
    upgrade(store)
    desk = Desk(
        settings=settings,
        store=store,
        raw=RawFiles(tmp_path / "raw"),
        library=load_library(),
        tools=Tools(NoNetwork(), clock, NoWords()),
        platform=PLATFORM,
        sandbox=NoSandbox(),
        clock=clock,
        triage=_decide,
        secret_key=b"not a secret",
    )
    channel = Channel()
    server = WebServer(desk, {"mail": channel}, Listen("127.0.0.1", 0))
    server.app.config["UNDO_SECONDS"] = 0
    runner = Runner(desk, {"mail": channel}, 2)
    runner.start()
    server.start()
    yield Console(desk, channel, server)
    server.stop()
    runner.stop()
    store.close()


@pytest.fixture
def sign_in(chromium: Browser, console: Console) -> Iterator[Callable[..., Page]]:
    """Signs somebody in, in a browser profile of their own. At the end no page may have complained."""
    complaints: list[str] = []
    contexts = []

    def enter(name: str, **options: Any) -> Page:
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(f"{said.text} {said.location.get('url')}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(make_login_link(console.desk, name, base=console.server.own_url))
        return page

    yield enter
    for context in contexts:
        context.close()
    expected = ("409 (CONFLICT)", "400 (BAD REQUEST)", "/nowhere")
    assert [said for said in complaints if not any(word in said for word in expected)] == []


def test_from_the_link_to_the_answer(console: Console, sign_in: Callable[..., Page]) -> None:
    console.mail(f"It came back. {HOSTILE}", subject=f"Help {HOSTILE[:60]}")
    page = sign_in("Ada")
    page.get_by_role("link", name="Help").click()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Suggested reply")).to_be_visible()
    expect(page.locator(".message")).to_contain_text("onerror=")
    assert "taken" not in page.title().split("·")[-1]
    page.get_by_role("button", name="Accept and send").click()
    assert console.channel.arrived.wait(30)
    assert [(sent.to, sent.text) for sent in console.channel.delivered] == [
        ("alice@example.org", "There is no such address.")
    ]
    expect(page.locator(".message.ours")).to_contain_text("There is no such address.")
    expect(page.locator(".tickethead")).to_contain_text("Solved", timeout=30_000)


def test_by_keys_alone(console: Console, sign_in: Callable[..., Page]) -> None:
    console.mail(key="k1", subject="First")
    page = sign_in("Ada")
    expect(page.get_by_role("link", name="First")).to_be_visible(timeout=30_000)  # the list fills by itself
    console.mail(key="k2", subject="Second")
    expect(page.get_by_role("link", name="Second")).to_be_visible(timeout=30_000)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Second")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/2")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    editor = page.get_by_label("Text of the reply")
    expect(editor).to_be_focused()
    editor.press("Control+Home")
    page.keyboard.type("Dear Alice, e a d! ")
    page.keyboard.press("Control+Enter")
    assert console.channel.arrived.wait(30)
    assert console.channel.delivered[0].text == "Dear Alice, e a d! There is no such address."


def test_keys_can_be_switched_off(console: Console, sign_in: Callable[..., Page]) -> None:
    console.mail()
    page = sign_in("Ada")
    page.get_by_role("link", name="Help").click()
    page.wait_for_load_state()
    page.keyboard.press("?")
    page.get_by_label("Single keys do something").uncheck()
    page.get_by_role("button", name="Close", exact=True).last.click()
    page.reload()
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Accept and send")).to_be_visible()
    expect(page.get_by_label("Text of the reply")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_label("Single keys do something")).not_to_be_checked()


def test_two_agents_and_who_was_first(console: Console, sign_in: Callable[..., Page]) -> None:
    console.mail()
    ada, ben = sign_in("Ada"), sign_in("Ben")
    for page in (ada, ben):
        page.get_by_role("link", name="Help").click()
        page.wait_for_load_state()
    ben.get_by_role("button", name="Edit").click()
    ben.get_by_label("Text of the reply").fill("Ben's words")
    ada.get_by_role("button", name="Accept and send").click()
    assert console.channel.arrived.wait(30)
    ben.get_by_role("button", name="Send edited").click()
    expect(ben.get_by_role("alert")).to_contain_text("Ada has sent this already")
    expect(ben.get_by_label("Your reply")).to_have_value("Ben's words")
    ben.reload()  # asks for the page, and does not send the form once more
    expect(ben.get_by_role("alert")).to_be_hidden()
    assert len(console.channel.delivered) == 1


def test_news_are_told_while_one_writes(console: Console, sign_in: Callable[..., Page]) -> None:
    console.mail()
    page = sign_in("Ada")
    page.get_by_role("link", name="Help").click()
    page.wait_for_load_state()
    page.get_by_label("Your reply").fill("Half a sen")
    console.mail("One more thing", key="m2", more="In-Reply-To: <m1@example.org>\r\n")
    expect(page.get_by_text("Something changed on this ticket")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Show it").click()
    expect(page.get_by_text("One more thing")).to_be_visible()
    expect(page.get_by_label("Your reply")).to_have_value("Half a sen")


def test_an_article_is_put_in_at_the_cursor(console: Console, sign_in: Callable[..., Page]) -> None:
    console.mail()
    page = sign_in("Ada")
    page.get_by_role("link", name="Help").click()
    page.wait_for_load_state()
    reply = page.get_by_label("Your reply")
    reply.fill("Hello, | Bye")
    reply.evaluate("area => area.setSelectionRange(7, 8)")
    page.locator(".composer").get_by_label("Put an article into the text").select_option(index=1)
    expect(reply).to_have_value(re.compile(r"^Hello, [^|]{50,} Bye$"))


def test_undo(console: Console, sign_in: Callable[..., Page]) -> None:
    console.server.app.config["UNDO_SECONDS"] = 600
    console.mail()
    page = sign_in("Ada")
    page.get_by_role("link", name="Help").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Accept and send").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    expect(page.get_by_role("button", name="Accept and send")).to_be_visible()
    assert console.channel.delivered == []


def test_words_outlive_an_ended_session(console: Console, sign_in: Callable[..., Page]) -> None:
    console.mail()
    page = sign_in("Ada")
    page.get_by_role("link", name="Help").click()
    page.wait_for_load_state()
    page.get_by_label("Your reply").fill("A long answer")
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Text of the reply").fill("A better one")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send edited").click()
    page.wait_for_load_state()
    assert console.channel.delivered == []
    page.goto(make_login_link(console.desk, "Ada", base=console.server.own_url))
    page.goto(f"{console.server.own_url}/tickets/1")
    expect(page.get_by_label("Your reply")).to_have_value("A long answer")
    expect(page.get_by_label("Text of the reply")).to_have_value("A better one")
    page.get_by_role("button", name="Send edited").click()
    assert console.channel.arrived.wait(30)
    expect(page.locator(".message.ours")).to_contain_text("A better one")
    page.reload()
    expect(page.get_by_label("Your reply")).to_have_value("A long answer")
    stored = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    assert (stored["draft:edit-1"], stored["draft:reply-1"]) == ("", "A long answer")


def test_everything_works_without_scripts(console: Console, sign_in: Callable[..., Page]) -> None:
    console.mail()
    with_scripts = sign_in("Ben")
    expect(with_scripts.get_by_role("link", name="Help")).to_be_visible(timeout=30_000)
    page = sign_in("Ada", java_script_enabled=False)
    page.get_by_role("link", name="Help").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Text of the reply").fill("Without scripts")
    page.get_by_role("button", name="Send edited").click()
    assert console.channel.arrived.wait(30)
    assert console.channel.delivered[0].text == "Without scripts"


@pytest.mark.peer("axe")
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nobody_is_kept_out(
    console: Console,
    sign_in: Callable[..., Page],
    peer_program: dict[str, str],
    scheme: str,
    width: int,
) -> None:
    """No page breaks a rule of axe (WCAG and its best practices), and none is wider than the screen."""
    console.mail()
    axe = Path(peer_program["axe"]).read_text("utf-8")
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
    page = sign_in("Ada", **options)
    expect(page.get_by_role("link", name="Help")).to_be_visible(timeout=30_000)
    with console.desk.store.write() as connection:
        gather(console.desk, connection, 1, (Cause("own_ip", "192.0.2.1", HOSTILE),), massive=True)
    broken: dict[str, list[str]] = {}
    paths = (
        "/queue",
        "/queue?tab=done",
        "/tickets/1",
        "/tickets/1?panel=edit-1",
        "/tickets/1?panel=dismiss-1",
    )
    for path in (
        *paths,
        "/incidents",
        "/incidents/1",
        "/queue?q=example.org",
        "/ledger",
        "/models",
        "/knowledge",
        "/knowledge/no-such-user",
        "/nowhere",
    ):
        page.goto(console.server.own_url + path)
        page.evaluate(axe)
        found = json.loads(page.evaluate("axe.run().then(found => JSON.stringify(found.violations))"))
        broken[path] = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            broken[path].append("wider than the screen")
        cut = page.evaluate(CUT)
        if cut:
            broken[path].append(f"cut off: {cut}")
    assert {path: rules for path, rules in broken.items() if rules} == {}
