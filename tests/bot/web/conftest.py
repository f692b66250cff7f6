"""A console on a real desk, with agents who are signed in and click forms as the page offers them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from pydantic import SecretStr

from bot.desk.types import Incoming, StoredIntake
from bot.web.agents import make_login_link
from bot.web.app import create_app
from bot.web.limits import limiter
from knowledge.vocabulary import ProblemKind, Reason, RejectedBy, Route, Status, WhoCanFix
from triage.model import (
    Authentication,
    DeliveryReport,
    Evidence,
    Finding,
    Hop,
    MessageInfo,
    OriginalMessage,
    RecipientReport,
    SpamTest,
    SpamVerdict,
)

TOKEN = "a token for tests"
AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
REFUSED = "550 5.1.1 <bob@example.com>: User unknown <script>alert(1)</script>"


class TemplatesKept(BytecodeCache):
    """Compiled templates, kept from test to test: compiling them takes longer than most tests."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@dataclass
class Browser:
    """A signed-in agent."""

    client: FlaskClient

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, status: int = 303, **values: str) -> str:
        """Send a form, with the token of a page that the agent has open."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/ledger"))
        assert token is not None
        answer = self.client.post(path, data={"csrf_token": token[1], **values})
        assert answer.status_code == status, answer.text
        return answer.text

    def seen(self, number: int) -> str:
        """What the open ticket page says that it has seen."""
        found = re.search(r'name="seen" value="(\d+)"', self.get(f"/tickets/{number}"))
        assert found is not None
        return found[1]


@pytest.fixture
def app(bench: Any) -> Iterator[Flask]:
    settings = bench.desk.settings.model_copy(update={"api_token": SecretStr(TOKEN)})
    bench.desk = replace(bench.desk, settings=settings)
    made = create_app(bench.desk, {bench.channel.name: bench.channel})
    made.jinja_env.bytecode_cache = TemplatesKept()
    made.config.update(UNDO_SECONDS=0, FILE_WAIT_SECONDS=0)
    limiter.reset()
    yield made
    limiter.reset()


@pytest.fixture
def sign_in(app: Flask, bench: Any) -> Callable[[str], Browser]:
    def enter(name: str) -> Browser:
        client = app.test_client()
        assert client.get(make_login_link(bench.desk, name, base="")).status_code == 302
        return Browser(client)

    return enter


@pytest.fixture
def ada(sign_in: Callable[[str], Browser]) -> Browser:
    return sign_in("Ada")


@pytest.fixture
def api(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
    return client


@pytest.fixture
def bounced(bench: Any) -> Any:
    """Its channel reads every mail as one with a bounce attached; its checks have found things."""
    plain = bench.channel.read

    def read(intake: StoredIntake) -> Incoming:
        incoming: Incoming = plain(intake)
        return replace(incoming, evidence=replace(incoming.evidence, **_known(), nested=(_bounce(),)))

    bench.channel.read = read
    bench.thinker.decision = replace(
        bench.thinker.decision,
        route=Route.REAL_ISSUE,
        problem=ProblemKind.OUTBOUND_BOUNCED,
        missing=("occurred_at",),
        details={"sender": "alice@example.org", "recipient": ("bob@example.com", "eve@example.com")},
        findings=(
            Finding("spf", "spf.pass", Status.PASS, "192.0.2.4 may send.", source="v=spf1 -all"),
            Finding("mx", "mx.timeout", Status.TEMPERROR, "The MX could not be checked."),
            Finding(
                "dmarc",
                "dmarc.none",
                Status.FAIL,
                "No policy.",
                "Publish one.",
                WhoCanFix.SENDER,
                "_dmarc",
            ),
        ),
    )
    return bench


def _bounce() -> Evidence:
    recipient = RecipientReport(
        address="bob@example.com",
        action="failed",
        status="5.1.1",
        smtp_reply=550,
        permanent=True,
        reason=Reason.NO_SUCH_USER,
        rejected_by=RejectedBy.THIRD_PARTY,
        who_can_fix=WhoCanFix.SENDER,
        remote_mta="mx.example.com",
        diagnostic=REFUSED,
        evidence=REFUSED,
    )
    original = OriginalMessage("Figures", "alice@example.org", ("bob@example.com",), AT)
    return Evidence(
        "ndr",
        MessageInfo("Undelivered", "mailer-daemon@mx.example.net"),
        DeliveryReport("mx.example.net", original, (recipient,)),
    )


def _known() -> dict[str, Any]:
    return {
        "hops": (
            Hop("laptop.example.org", "mail.example.org", "192.0.2.9", "ESMTPSA", AT, 0.0),
            Hop("mail.example.org", "mx.desk.test", "192.0.2.4", "ESMTPS", AT, 764.0),
        ),
        "spam": SpamVerdict(True, 8.1, 5.0, 8, (SpamTest("BAYES_99", 3.5, "reads like spam"),), 5, False),
        "authentication": Authentication("softfail", "pass", False, "fail", None, "192.0.2.4", "mx"),
    }
