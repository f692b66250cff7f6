"""Profiles: what the package brings, what an overlay adds, and what is said about a wrong file."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import KnowledgeError, load_library
from knowledge.vocabulary import OUT_OF_SCOPE_ROUTES, Detail, ProblemKind, Route

OVERLAY = """
extends = "hostedemail"
name = "acme"
mail_hosts = ["*.mail.example.net"]
networks = ["192.0.2.0/24"]
domains = ["example.com"]
help_addresses = ["help@example.com"]
spam_score_hosts = ["score.example.net"]
junk_threshold = 6
[details]
missing_mail = ["sender"]
[escalation]
remind_after_hours = 12
"""


def write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_both_profiles_know_every_problem_and_what_is_out_of_scope() -> None:
    platforms = load_library().platforms
    assert set(platforms) >= {"oss", "hostedemail"}
    for platform in platforms.values():
        assert set(platform.details) == set(ProblemKind)
        assert set(platform.out_of_scope) == OUT_OF_SCOPE_ROUTES


def test_hostedemail_always_asks_for_both_ids() -> None:
    profile = load_library().platform("hostedemail")
    ids = {Detail.RESELLER_ID, Detail.AUTHORIZED_USER_ID}
    assert all(ids <= set(profile.details[kind]) for kind in ProblemKind if kind != ProblemKind.OTHER)
    assert profile.escalation.address == "help@opensrs.com"
    assert profile.mx_patterns == ("mx.{domain}.cust.{cluster}.hostedemail.com",)


def test_an_overlay_adds_to_lists_merges_tables_and_replaces_the_rest(tmp_path: Path) -> None:
    base = load_library().platform("hostedemail")
    own = load_library().platform(write(tmp_path / "acme.toml", OVERLAY))
    assert own.name == "acme"
    assert own.mail_hosts == ("*.hostedemail.com", "*.mail.example.net")
    assert (own.networks, own.domains) == (("192.0.2.0/24",), ("example.com",))
    assert (own.help_addresses, own.spam_score_hosts) == (("help@example.com",), ("score.example.net",))
    assert own.junk_threshold == 6.0
    assert own.details[ProblemKind.MISSING_MAIL] == (Detail.SENDER,)
    assert own.details[ProblemKind.DELAYED] == base.details[ProblemKind.DELAYED]
    assert own.escalation.address == base.escalation.address
    assert own.escalation.remind_after_hours == 12


def test_the_data_folder_wins_and_may_extend_what_it_hides(tmp_path: Path) -> None:
    write(tmp_path / "knowledge/platforms/oss.toml", 'extends = "oss"\ndomains = ["example.org"]')
    library = load_library(tmp_path)
    assert library.platform("oss").domains == ("example.org",)
    assert library.platforms["oss"].out_of_scope == load_library().platform("oss").out_of_scope


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('mail_host = ["a.example"]', '"mail_host" (did you mean "mail_hosts"?)'),
        ('mail_hosts = "a.example"', '"mail_hosts" should be a list of texts'),
        ('mail_hosts = ["a b"]', "not a host name"),
        ('networks = ["192.0.2.0/99"]', '"networks" holds "192.0.2.0/99"'),
        ('help_addresses = ["help"]', '"help_addresses" holds "help"'),
        ('junk_threshold = "4"', '"junk_threshold" should be a number'),
        ('out_of_scope = ["newsletters"]', 'did you mean "newsletter"?'),
        ("[details]\nmising_mail = []", 'did you mean "missing_mail"?'),
        ('[details]\nmissing_mail = ["sendr"]', 'did you mean "sender"?'),
        ('[escalation]\naddress = "nobody"', '"address" should be an address'),
        ('[escalation]\nadress = ""', 'did you mean "address"?'),
        ("details = 3", '"details" should be a table'),
        ('extends = "osss"', 'names no platform: "osss" (did you mean "oss"?)'),
        ('extends = "wrong.toml"', "goes round in a circle"),
        ("name = ", "is not valid TOML"),
    ],
)
def test_a_wrong_profile_is_named_with_file_key_and_what_it_should_be(
    tmp_path: Path, text: str, says: str
) -> None:
    path = write(tmp_path / "wrong.toml", text)
    with pytest.raises(KnowledgeError) as caught:
        load_library().platform(path)
    assert says in str(caught.value)
    assert "wrong.toml" in str(caught.value)


@pytest.mark.parametrize("name", ["hostdemail", "", "no/such.toml"])
def test_an_unknown_platform_is_an_error_in_words(name: str) -> None:
    with pytest.raises(KnowledgeError, match=r"hostedemail|cannot be read"):
        load_library().platform(name)


def test_out_of_scope_may_be_switched_off(tmp_path: Path) -> None:
    path = write(tmp_path / "x.toml", 'extends = "oss"\nout_of_scope = ["newsletter"]')
    assert load_library().platform(path).out_of_scope == (Route.NEWSLETTER,)
