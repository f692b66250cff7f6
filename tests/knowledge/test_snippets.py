"""Which commands a profile may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import KnowledgeError, load_library
from knowledge.snippets import what_is_wrong


@pytest.mark.parametrize(
    "command",
    [
        "fwctl block {ip}",
        "ssh gw1 fwctl block {ip} # {sender}",
        "psql -c 'select 1' && fwctl block {ip}",
        'curl -d ip={ip} "https://x.test/"',
        "echo it\\'s {ip}",
    ],
)
def test_a_command_that_may_be_filled_in(command: str) -> None:
    assert what_is_wrong("block_ip", command) is None


@pytest.mark.parametrize(
    ("command", "should"),
    [
        ("fwctl block '{ip}'", "without quotes"),
        ('fwctl block "{ip}"', "without quotes"),
        ('fwctl block "a \\" {ip}"', "without quotes"),
        ("fwctl block `echo {ip}`", "without quotes"),
        ("fwctl block \\{ip}", "without quotes"),
        ("fwctl block it's {ip}", "without quotes"),
        ("fwctl block {ipp}", "placeholders"),
        ("fwctl block ${ip}", "without quotes"),
        ("fwctl block {ip} {x}", "placeholders"),
        ("fwctl block {}", "placeholders"),
        ("fwctl block {sender}", "holds {ip}"),
        ("fwctl block", "holds {ip}"),
        ("", "one line"),
        ("a\n{ip}", "one line"),
        ("{ip}" * 999, "one line"),
    ],
)
def test_one_that_may_not(command: str, should: str) -> None:
    assert should in (what_is_wrong("block_ip", command) or "")


def test_a_profile_holds_them_and_an_overlay_adds(tmp_path: Path) -> None:
    base = tmp_path / "base.toml"
    base.write_text('extends = "oss"\n[snippets]\nblock_ip = "fwctl block {ip}"\n')
    over = tmp_path / "over.toml"
    over.write_text('extends = "base.toml"\n[snippets]\nallow_sender = "allow {sender}"\n')
    assert load_library().platform(str(over)).snippets == {
        "block_ip": "fwctl block {ip}",
        "allow_sender": "allow {sender}",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[snippets]\nblok_ip = "x {ip}"', 'did you mean "block_ip"?'),
        ("[snippets]\nblock_ip = \"x '{ip}'\"", '"block_ip" should be a command without quotes'),
        ("[snippets]\nblock_ip = 7", '"block_ip" should be a text'),
        ('spam_score_hosts = ["score.example.org:0"]', "spam_score_hosts"),
        ('spam_score_hosts = ["https://score.example.org"]', "spam_score_hosts"),
    ],
)
def test_a_wrong_one_is_named_by_key(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(f'extends = "oss"\n{text}\n')
    with pytest.raises(KnowledgeError) as told:
        load_library().platform(str(path))
    assert says in str(told.value)
