from __future__ import annotations

import pytest

from triage.evidence.addresses import clean_address, only_address, read_mailboxes

AMBIGUOUS = "could be read in two ways"


@pytest.mark.parametrize(
    ("field", "name", "address", "trouble"),
    [
        ("Ann <ann@EXAMPLE.org>", "Ann", "ann@example.org", None),
        ("ann@example.org", "", "ann@example.org", None),
        ("ann@example.org (Ann B)", "Ann B", "ann@example.org", None),
        ('"B, Ann" <ann@example.org>', "B, Ann", "ann@example.org", None),
        ('"boss@bank.test" <ann@example.org>', "boss@bank.test", "ann@example.org", None),
        ("=?utf-8?Q?J=C3=BCrgen?= <j@example.org>", "Jürgen", "j@example.org", None),
        ("ann@example.org <ann@example.org>", "ann@example.org", "ann@example.org", None),
        ("ann @ example.org", "", "ann@example.org", None),
        ("<@relay.test,@other.test:ann@example.org>", "", "ann@example.org", None),
        ("a@[192.0.2.1]", "", "a@[192.0.2.1]", None),
        ("MAILER-DAEMON (Mail Delivery System)", "MAILER-DAEMON", None, None),
        ("<>", "", None, None),
        # CVE-2023-27043: whatever could be taken for either address is neither.
        ("alice@example.org <bob@example.net>", "alice@example.org", None, AMBIGUOUS),
        ("alice@example.org<bob@example.net>", "alice@example.org", None, AMBIGUOUS),
        ("alice@example.org)bob@example.net", "alice@example.org)bob@example.net", None, AMBIGUOUS),
        ("alice@example.org[<bob@example.net>", "alice@example.org[", None, AMBIGUOUS),
        ("john doe ann@example.org", "john doe ann@example.org", None, AMBIGUOUS),
        ("<a@example.org><b@example.org>", "", None, AMBIGUOUS),
    ],
)
def test_mailbox(field: str, name: str, address: str | None, trouble: str | None) -> None:
    (box,) = read_mailboxes(field)
    assert (box.name, box.address, box.trouble) == (name, address, trouble)


def test_several_and_groups() -> None:
    boxes = read_mailboxes('team: a@example.org, "Q, R" <d@example.org>; , e@example.org')
    assert [box.address for box in boxes] == ["a@example.org", "d@example.org", "e@example.org"]
    assert read_mailboxes("undisclosed-recipients:;") == []
    assert only_address("a@example.org, b@example.org") is None


@pytest.mark.parametrize("bomb", ["(" * 60_000, '"' * 60_001, "<" * 60_000, ",;<>@" * 12_000, "a@" * 30_000])
def test_a_bomb_names_nobody(bomb: str) -> None:
    assert all(box.address is None for box in read_mailboxes(bomb))


@pytest.mark.parametrize("text", ["", "ann", "ann@", "@example.org", "a b@example.org", "/O=ORG/CN=ANN"])
def test_what_is_no_address(text: str) -> None:
    assert clean_address(text) is None
