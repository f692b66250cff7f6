"""What a deployment writes in place of the package's sentences, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import PACKAGE, Library
from triage.replies.overrides import MOST_BYTES, mistakes
from triage.replies.sentences import Voice, own_folders, sentence


def _written(data: Path, name: str, text: str) -> Library:
    path = data / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return Library((data / "knowledge", PACKAGE))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("en/frame.toml", 'hello = "Good day,"'),
        ("hu/frame.toml", '[subject]\nask = "Kérdések"'),
        ("de/findings/server.toml", '[no_name]\nfound = "Ohne Namen: {ip}"'),
        ("en/reasons.toml", '[no_such_user]\ndo = ["Look again."]'),
        ("en/findings/spf.toml", '[fail]\ndo = ["{domain}, {ip}: {publish}", "Or call us."]'),
    ],
)
def test_a_good_one_has_no_mistake(tmp_path: Path, name: str, text: str) -> None:
    assert list(mistakes(own_folders(_written(tmp_path, name, text)))) == []


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("en/frame.toml", 'helo = "x"', 'is no sentence of replies (did you mean "frame.hello"?)'),
        ("en/frame.toml", "hello = 7", '"frame.hello" should be a text in quotes'),
        ("en/frame.toml", 'hello = ""', '"frame.hello" should be a text in quotes'),
        ("en/frame.toml", "hello = ", "it cannot be read"),
        ("en/reasons.toml", '[policy]\ndo = "x"', '"reasons.policy.do" should be a list of texts'),
        ("en/reasons.toml", "[policy]\ndo = [1]", '"reasons.policy.do" should be a list of texts'),
        ("en/refused.toml", '[platform]\nfailed = "Refused."', 'platform.failed" leaves out {recipient}'),
        ("en/frame.toml", 'hello = "Hello {name},"', '"frame.hello" holds {name}, which it is not given'),
        ("en/frame.toml", 'hello = "Hello {0.x},"', '"frame.hello" holds a brace that is no value'),
        ("en/findings/server.toml", '[no_name]\nfound = "{ip.__class__}"', "leaves out {ip}"),
        ("xx/frame.toml", 'hello = "x"', '"xx" is no language of replies (known: de, en'),
        ("en/frame.toml", "#" * (MOST_BYTES + 1), "it is larger than"),
    ],
)  # fmt: skip
def test_a_wrong_one_is_named_and_not_used(tmp_path: Path, name: str, text: str, wrong: str) -> None:
    folders = own_folders(_written(tmp_path, name, text))
    found = list(mistakes(folders))
    assert [wrong in item.wrong for item in found] == [True], found
    assert str(found[0].file).startswith(str(tmp_path))
    assert found[0].remedy
    assert Voice("en", folders).say("frame.hello") == sentence("en", "frame.hello")
    assert Voice("en", folders).say("refused.platform.failed", recipient="x") == sentence(
        "en", "refused.platform.failed", recipient="x"
    )
