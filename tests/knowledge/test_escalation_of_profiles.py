"""Where complete cases go, and in which form: read from a profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.library import load_library
from knowledge.vocabulary import Escalation

OWN = """
extends = "hostedemail"
name = "acme"
[escalation]
address = "support@acme.test"
answer_domains = ["Tickets.Test"]
weekdays_only = false
fields = ["sender", "cluster"]
[escalation.labels]
sender = "Absender"
"""


def _load(tmp_path: Path, text: str) -> Escalation:
    path = tmp_path / "acme.toml"
    path.write_text(text, "utf-8")
    return load_library().platform(str(path)).escalation


def test_the_first_profile_names_its_support() -> None:
    found = load_library().platform("hostedemail").escalation
    assert (found.address, found.weekdays_only) == ("help@opensrs.com", True)
    assert "opensrs.com" in found.answer_domains
    always = ("reseller_id", "authorized_user_id", "recipient", "sender", "occurred_at", "cluster")
    assert found.fields[:6] == always


def test_an_overlay_changes_what_it_says(tmp_path: Path) -> None:
    found = _load(tmp_path, OWN)
    assert found == Escalation(
        "support@acme.test", ("sender", "cluster"), 48, False, ("tickets.test",), {"sender": "Absender"}
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('weekdays_only = "yes"', "true or false"),
        ('answer_domains = ["not a domain"]', "a domain such as"),
        ('address = "nobody"', "an address such as"),
        ("labels = 3", "a table"),
        ("adress = 1", 'unknown key "adress"'),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match=said):
        _load(tmp_path, f'extends = "oss"\n[escalation]\n{line}\n')
