"""Commands to paste: filled in where a finding calls for one, and safe whatever a stranger wrote."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from knowledge.vocabulary import Platform, Status
from triage.model import Fact, Facts, Finding
from triage.snippets import fill, with_commands

SNIPPETS = {
    "block_ip": "fwctl block {ip}",
    "block_sender": "listctl block {sender} --for {recipient}",
    "allow_sender": "listctl allow {sender} --for {recipient}",
    "release_mail": "queuectl release {message_id}",
    "ask_delisting": "delist {ip} {list}",
}
PLATFORM = Platform("x", "X", networks=("203.0.113.0/24",), snippets=SNIPPETS)
FACTS = {
    "sender": "bob@partner.test",
    "recipient": "anna@hosted.test",
    "sending_ip": "198.51.100.7",
    "message_id": "1@partner.test",
}


def command(code: str, data: dict[str, Any], **changed: str) -> Any:
    finding = Finding(code.split(".")[0], code, Status.WARN, "", data=data)
    facts = Facts(tuple(Fact(name, value, "") for name, value in (FACTS | changed).items()))
    return with_commands((finding,), facts, PLATFORM)[0].data.get("command")


@pytest.mark.parametrize(
    ("code", "data", "shown"),
    [
        ("blocklist.listed", {"of": "203.0.113.9", "zone": "zen.test"}, "delist 203.0.113.9 zen.test"),
        ("blocklist.listed", {"of": "198.51.100.7", "zone": "zen.test"}, "fwctl block 198.51.100.7"),
        ("spf.fail", {"ip": "198.51.100.8"}, "fwctl block 198.51.100.8"),
        ("shared_features.safe", {"kinds": ("ip",), "value": "198.51.100.9"}, "fwctl block 198.51.100.9"),
        ("shared_features.safe", {"kinds": ("link",), "value": "shop.test"}, None),
        ("account_lists.blocked", {}, "listctl allow bob@partner.test --for anna@hosted.test"),
        ("account_lists.allowed", {}, "listctl block bob@partner.test --for anna@hosted.test"),
        ("trace.quarantined", {}, "queuectl release 1@partner.test"),
        ("spf.pass", {"ip": "198.51.100.8"}, None),
    ],
)
def test_which_finding_calls_for_what(code: str, data: dict[str, Any], shown: str | None) -> None:
    assert command(code, data) == shown


def test_what_is_not_known_leaves_no_half_command() -> None:
    assert command("account_lists.blocked", {}, recipient="") is None
    finding = Finding("spf", "spf.fail", Status.FAIL, "")
    assert with_commands((finding,), Facts(), Platform("x", "X")) == (finding,)


NASTY = [
    "$(touch /tmp/x)", "`id`", "a;id", "a|id", "a&&id", "a\nid", "a'b", 'a"b', "a\\", "a b", "-rf", "--help",
    "*", "~",
    "$HOME", "a>b", "a<b", "#a", "!a", "{a,b}", "(a)", "[a]",
    "a\x00b", "\x1b[31m", "a\u202eb", "", "=a", "a=b",
]  # fmt: skip


@pytest.mark.parametrize("nasty", NASTY)
def test_a_value_reaches_the_shell_as_it_is_or_not_at_all(nasty: str) -> None:
    """Held to a real shell: each placeholder is one word, and nothing else happens."""
    values = {
        "ip": nasty,
        "sender": f"{nasty}@partner.test",
        "recipient": f"anna@{nasty}.test",
        "domain": nasty,
        "list": nasty,
        "message_id": f"{nasty}@x.test",
    }
    for name, value in values.items():
        filled = fill("printf '%s|' {" + name + "} end", {name: value})
        if filled is None:
            continue
        assert not value.startswith("-")
        ran = subprocess.run(["sh", "-c", filled], capture_output=True, check=False)
        assert (ran.stdout, ran.stderr) == (f"{value}|end|".encode(), b"")
