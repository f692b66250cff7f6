"""What the doctor says of a platform's profile, by key, and of those who are looked up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.doctor.complaint import Complaint
from bot.doctor.looks import lookups
from bot.doctor.looks.platform import platform_complaints
from bot.settings import Settings
from knowledge.vocabulary import Detail, Escalation, Platform, ProblemKind

WHOLE: dict[str, Any] = {
    "name": "acme",
    "title": "Acme",
    "mail_hosts": ("*.mail.acme.test",),
    "networks": ("192.0.2.0/24",),
    "domains": ("acme.test",),
    "mx_patterns": ("mx.{domain}.{cluster}.acme.test",),
    "clusters": ("a", "b"),
    "spf_include": "_spf.acme.test",
    "blocklists": ("zen.test",),
    "details": dict.fromkeys(ProblemKind, (Detail.SENDER,)),
    "escalation": Escalation("support@acme.test", ("sender", "recipient")),
}


def complaints(settings: Settings | None = None, **changed: Any) -> list[Complaint]:
    return list(platform_complaints(Platform(**{**WHOLE, **changed}), settings or Settings()))


def test_a_whole_profile_has_nothing_wrong() -> None:
    assert complaints() == []


@pytest.mark.parametrize(
    ("changed", "key", "remedy"),
    [
        ({"mail_hosts": ()}, '"mail_hosts"', "mail_hosts = ["),
        ({"networks": ()}, '"networks"', "networks = ["),
        ({"domains": ()}, '"domains"', "domains = ["),
        ({"mx_patterns": (), "clusters": ()}, '"mx_patterns"', "mx_patterns = ["),
        ({"spf_include": ""}, '"spf_include"', "spf_include = "),
        ({"blocklists": ()}, '"blocklists"', "blocklists = ["),
        ({"escalation": Escalation()}, '"address" under [escalation]', "address = "),
        ({"escalation": Escalation("a@b.test", ("sendr",))}, '"sendr", which is no detail', "reseller_id"),
        ({"clusters": ()}, 'there are no "clusters"', "clusters = ["),
        ({"mx_patterns": ("mx.{domain}.acme.test",)}, '"clusters" are named', "{cluster}"),
        (
            {"details": {ProblemKind.OTHER: ()}},
            "[details] says nothing of inbound_rejected",
            "inbound_rejected =",
        ),
        ({"accounts": "oma"}, "there is no login", "MAILTRIAGE_ACCOUNTS_URL=oma://"),
    ],
)
def test_what_is_missing_is_named_by_key(changed: dict[str, Any], key: str, remedy: str) -> None:
    (found,) = complaints(**changed)
    assert key in found.wrong
    assert remedy in found.remedy


def test_the_account_backend_that_is_set_is_the_one_that_is_named() -> None:
    settings = Settings.model_validate({"accounts_url": "ldaps://u:sesame@h/dc=x"})
    (found,) = complaints(settings, accounts="oma")
    assert "MAILTRIAGE_ACCOUNTS_URL is ldaps://" in found.wrong
    assert "sesame" not in f"{found.wrong} {found.remedy}"
    assert complaints(settings, accounts="ldaps") == complaints(settings, accounts="") == []


@pytest.mark.parametrize(
    ("name", "file", "content", "about"),
    [
        ("accounts_url", "accounts.csv", "address\nanna@acme.test\n", None),
        ("accounts_url", "accounts.csv", "name\nanna\n", "accounts"),
        ("accounts_url", "none.csv", None, "accounts"),
        ("customers_url", "customers.csv", "domain\nacme.test\n", None),
        ("customers_url", "none.csv", None, "customers"),
        ("trace_url", "mail.log", "Mar 12 08:00:00 mx1 x\n", None),
        ("trace_url", "none.log", None, "trace"),
    ],
)
def test_those_who_are_looked_up_are_asked(
    tmp_path: Path, name: str, file: str, content: str | None, about: str | None
) -> None:
    if content is not None:
        (tmp_path / file).write_text(content)
    found = list(lookups.look(Settings.model_validate({name: str(tmp_path / file)})))
    assert [one.about for one in found] == ([about] if about else [])
    assert all(file in one.wrong and name.upper() in one.remedy for one in found)


def test_a_wrong_address_is_told(tmp_path: Path) -> None:
    (found,) = lookups.look(Settings.model_validate({"trace_url": "gopher://x"}))
    assert found.fatal
    assert "MAILTRIAGE_TRACE_URL: nothing reads gopher://" in found.wrong
