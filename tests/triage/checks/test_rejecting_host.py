"""Whose host said no: by name, by address, by MX; and nothing is claimed where that could not be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from knowledge.vocabulary import Platform
from triage.model import Finding
from triage.tools.protocols import Outcome

Ask = Callable[..., tuple[Finding, ...]]

TO = {"recipient_domain": "r.test", "sender_domain": "s.test"}
MX = "r.test MX 10 in.filter.test.\n"
ROWS = [
    # zone, refusing host, code
    ("", "mx3.platform.test", "platform"),
    ("", "[203.0.113.9]", "platform"),
    ("mx.elsewhere.test A 203.0.113.25\n", "mx.elsewhere.test", "platform"),
    ("r.test MX 10 mx1.platform.test.\nr.test MX 20 relay.other.test.\n", "relay.other.test", "platform"),
    (MX, "in.filter.test", "third_party"),
    (MX, "in7.filter.test", "third_party"),
    (MX, "mail.r.test", "third_party"),
    (MX, "smtp.s.test", "sender_side"),
    (MX, "out.gateway.test", "elsewhere"),
    (MX, "IN.Filter.test.", "third_party"),
]


@pytest.fixture
def here(platform: Platform) -> Platform:
    return replace(platform, mail_hosts=("*.platform.test",))


@pytest.mark.parametrize(("zone", "host", "code"), ROWS)
def test_whose(ask: Ask, here: Platform, zone: str, host: str, code: str) -> None:
    (found,) = ask("rejecting_host", zone, TO | {"remote_mta": host}, platform=here)
    assert found.code == f"rejecting_host.{code}"
    assert found.data["rejected_by"] == ("unknown" if code == "elsewhere" else code)


@pytest.mark.parametrize("host", ["192.0.2.7", "not a host", "localhost"])
def test_nothing_to_say(ask: Ask, here: Platform, host: str) -> None:
    assert ask("rejecting_host", MX, TO | {"remote_mta": host}, platform=here) == ()


def test_no_answer_is_no_verdict(ask: Ask, here: Platform) -> None:
    facts = TO | {"remote_mta": "out.gateway.test"}
    (found,) = ask("rejecting_host", "", facts, {("r.test", "MX"): Outcome.TIMEOUT}, here)
    assert found.code == "rejecting_host.timeout"
