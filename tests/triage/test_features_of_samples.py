"""What samples share, what blocking it would catch, and what it would hurt."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from knowledge.vocabulary import Platform
from triage.features_of_samples import in_words, normal_subject, shared_features, traits_of
from triage.model import Authentication, Evidence, Hop, MessageInfo, SeenMail, Trait

PLATFORM = Platform(
    "p", "P", mail_hosts=("*.platform.test",), networks=("203.0.113.0/24",), domains=("ours.test",)
)


def mail(
    ip: str | None = "192.0.2.7",
    sender: str = "win@spam.test",
    subject: str = "You won 5000 EUR",
    envelope: str = "bounce@mailer.test",
    signed: str = "",
    **more: Any,
) -> Evidence:
    headers = (("DKIM-Signature", f"v=1; a=rsa-sha256; d={signed}; s=k"),) if signed else ()
    return replace(
        Evidence("message", MessageInfo(subject, sender, ("ann@ours.test",), None, None, envelope)),
        authentication=Authentication(sending_ip=ip),
        headers=headers,
        **more,
    )


def found(*mails: Evidence, seen: tuple[SeenMail, ...] = ()) -> dict[str, tuple[tuple[str, ...], int, int]]:
    shared = shared_features([traits_of(one, PLATFORM) for one in mails], seen)
    return {item.value: (item.kinds, item.caught, item.hurt) for item in shared}


def test_what_all_share_comes_once_with_every_place_where_it_stands() -> None:
    shared = found(
        mail(envelope="x@spam.test", signed="spam.test"), mail(signed="spam.test"), mail(signed="b.test")
    )
    assert shared["192.0.2.7"] == (("ip",), 3, 0)
    assert shared["spam.test"] == (("envelope_domain", "from_domain", "dkim_domain"), 3, 0)
    assert shared["you won # eur"] == (("subject",), 3, 0)
    assert "b.test" not in shared


def test_a_range_is_named_only_where_it_catches_more_than_one_address() -> None:
    assert "192.0.2.0/24" not in found(mail(), mail())
    assert found(mail("192.0.2.7"), mail("192.0.2.200"))["192.0.2.0/24"] == (("network",), 2, 0)
    six = found(mail("2001:db8:1:2::5"), mail("2001:db8:1:ffff::9"))
    assert six["2001:db8:1::/48"] == (("network",), 2, 0)


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("AS64500 192.0.0.0/20", True),
        ("AS64500 198.51.100.0/24", False),
        ("AS64500 0.0.0.0/0", False),
        ("AS64500 nonsense/99", False),
    ],
)
def test_the_announcing_network_counts_where_it_holds_the_address(field: str, named: bool) -> None:
    mails = [mail(ip) for ip in ("192.0.2.7", "192.0.9.9")]
    told = [replace(one, headers=(("X-Spam-ASN", field),)) for one in mails]
    assert ("192.0.0.0/20" in found(*told)) is named


def test_what_is_ours_is_never_offered_for_blocking() -> None:
    forged = [mail("203.0.113.5", sender="ann@ours.test", link_hosts=("ours.test", "bad.test")) for _ in "ab"]
    shared = found(*forged)
    assert {"bad.test", "mailer.test"} <= set(shared)
    assert not {"203.0.113.5", "ours.test"} & set(shared)


def test_a_client_that_logged_in_is_no_source() -> None:
    hop = Hop("laptop", "mx.platform.test", "192.0.2.50", "ESMTPSA")
    assert "192.0.2.50" not in found(*(mail(None, hops=(hop,)) for _ in "ab"))
    relayed = replace(hop, with_="ESMTPS", from_="out.spam.test")
    assert "192.0.2.50" in found(*(mail(None, hops=(relayed,)) for _ in "ab"))


def test_good_mail_that_would_be_hit_is_counted_by_why_it_is_good() -> None:
    seen = (
        SeenMail("customer", frozenset({Trait("ip", "192.0.2.7")})),
        SeenMail("list", frozenset({Trait("ip", "192.0.2.7"), Trait("link", "x.test")})),
        SeenMail("list", frozenset({Trait("from_domain", "elsewhere.test")})),
    )
    shared = shared_features([traits_of(mail(), PLATFORM)] * 2, seen)
    by_value = {item.value: item for item in shared}
    assert by_value["192.0.2.7"].hurts == (("customer", 1), ("list", 1))
    assert by_value["spam.test"].hurts == ()
    assert shared[0].hurt == 0  # of what catches as many, what hurts least comes first
    assert in_words(by_value["192.0.2.7"]).endswith(
        "also 1 mail from somebody who wrote to the desk and 1 newsletter of a proven sender"
    )
    assert "nothing else" in in_words(by_value["spam.test"])


@pytest.mark.parametrize(
    ("subject", "normal"),
    [
        ("Re: FW: Invoice 4711 overdue!!", "invoice # overdue"),
        ("[SPAM] Invoice 22 overdue", "invoice # overdue"),
        ("***SPAM*** AW: Invoice 9 overdue", "invoice # overdue"),
        ("Größe: 20 %", "grösse #"),
        ("", ""),
    ],
)
def test_a_series_of_subjects_reads_the_same(subject: str, normal: str) -> None:
    assert normal_subject(subject) == normal


def test_one_sample_shares_nothing() -> None:
    assert found(mail()) == {}
    assert shared_features([]) == ()


def test_addresses_inside_a_range_that_hurts_nobody_are_left_out() -> None:
    mails = [mail(ip) for ip in ("192.0.2.7", "192.0.2.7", "192.0.2.9")]
    assert "192.0.2.7" not in found(*mails)
    harmed = (SeenMail("customer", frozenset({Trait("network", "192.0.2.0/24")})),)
    assert {"192.0.2.7", "192.0.2.0/24"} <= set(found(*mails, seen=harmed))
