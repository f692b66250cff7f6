"""A finding's advice is its owner's: a stranger's DNS is neither the requester's nor ours to mend."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_network
from typing import TypeAlias

import pytest

from knowledge.vocabulary import Platform, ProblemKind, Route, WhoCanFix
from triage.whose import Side, Sides, sides_of

P: TypeAlias = ProblemKind
R: TypeAlias = Route
W: TypeAlias = WhoCanFix
PLATFORM = Platform(
    "test", "Test", mail_hosts=("*.hosting.test",), networks=(str(ip_network("192.0.2.0/28")),)
)
FORGED = {"domain": "cheap.test", "ip": "203.0.113.66", "verdict": "pass"}


def _sides(
    route: Route | None = None,
    problem: ProblemKind | None = None,
    *,
    requester: str = "maria@garage.test",
    recipients: tuple[str, ...] = (),
    data: tuple[Mapping[str, object], ...] = (),
) -> Sides:
    return sides_of(
        requester=requester,
        recipients=recipients,
        route=route,
        problem=problem,
        platform=PLATFORM,
        data=data,
    )


FORGERY = (R.REAL_ISSUE, P.SPOOFED)
REFUSED = (R.THIRD_PARTY_REJECT, None)


@pytest.mark.parametrize(
    ("what", "data", "who", "owner", "mends"),
    [
        (FORGERY, {"domain": "garage.test"}, W.SENDER, Side.REQUESTER, Side.REQUESTER),
        (FORGERY, {"domain": "mail.garage.test"}, W.RECIPIENT, Side.REQUESTER, Side.REQUESTER),
        (FORGERY, {"domain": "cheap.test"}, W.SENDER, Side.THEIRS, Side.THEIRS),
        (FORGERY, {"ip": "203.0.113.66"}, W.SENDER, Side.THEIRS, Side.THEIRS),
        (FORGERY, {"ip": "192.0.2.4"}, W.PLATFORM, Side.OURS, Side.OURS),
        # that the record does not allow the forger is right, and must not be "mended"
        (
            FORGERY,
            {"domain": "garage.test", "ip": "203.0.113.66", "verdict": "fail"},
            W.SENDER,
            Side.REQUESTER,
            Side.THEIRS,
        ),
        (REFUSED, {"domain": "garage.test", "ip": "203.0.113.9", "verdict": "fail"}, W.SENDER, Side.REQUESTER,
         Side.REQUESTER),
        (REFUSED, {"ip": "203.0.113.9"}, W.SENDER, None, None),
        (REFUSED, {"helo": "localhost", "ip": "203.0.113.9"}, W.SENDER, None, None),
        (REFUSED, {"domain": "partner.test"}, W.RECIPIENT, Side.THEIRS, Side.THEIRS),
        # a slip in the address: for whoever wrote the mail, not for the owner of what was written
        (REFUSED, {"domain": "partner.test"}, W.SENDER, Side.THEIRS, None),
        (REFUSED, {"helo": "mx1.hosting.test"}, W.PLATFORM, Side.OURS, Side.OURS),
        (REFUSED, {"tests": ("BAYES",)}, W.RECIPIENT, None, None),
    ],
)  # fmt: skip
def test_whose_it_is(
    what: tuple[Route, ProblemKind | None],
    data: Mapping[str, object],
    who: WhoCanFix,
    owner: Side | None,
    mends: Side | None,
) -> None:
    found = _sides(*what, recipients=("bob@partner.test", "maria@garage.test")).of(data, who, advised=True)
    assert (found.owner, found.mends) == (owner, mends)


@pytest.mark.parametrize(
    ("requester", "owner"), [("maria@gmail.com", Side.THEIRS), ("slack:T1:U1", Side.THEIRS)]
)
def test_a_provider_that_everybody_uses_is_not_the_requesters(requester: str, owner: Side) -> None:
    found = _sides(*REFUSED, requester=requester).of({"domain": "gmail.com"}, W.SENDER, advised=True)
    assert found.owner is owner


def test_an_address_belongs_to_the_domain_that_allows_it() -> None:
    own = {"domain": "garage.test", "ip": "203.0.113.9", "verdict": "pass"}
    found = _sides(*REFUSED, data=(own,)).of({"helo": "box.rack.test", "ip": "203.0.113.9"}, W.SENDER, True)
    assert (found.about, found.owner, found.mends) == ("box.rack.test", Side.REQUESTER, Side.REQUESTER)


@pytest.mark.parametrize(
    ("what", "data", "unwanted"),
    [
        ((R.NEWSLETTER, None), FORGED, True),
        ((R.JUNK_EXPECTED, None), FORGED, True),
        (FORGERY, FORGED, True),
        (FORGERY, {"domain": "garage.test"}, False),
        (REFUSED, FORGED, False),
    ],
)
def test_whose_mail_nobody_wants(
    what: tuple[Route, ProblemKind | None], data: Mapping[str, object], unwanted: bool
) -> None:
    assert _sides(*what, data=(FORGED,)).of(data, W.SENDER, advised=True).unwanted is unwanted
