"""What a subject is about."""

from __future__ import annotations

import pytest

from bot.desk.subjects import base_subject, is_another_matter

PREFIXES = (
    "Re: RE: Re[2]: Re(3): Re^2: AW: Antw: Antwort: SV: VS: Vá: VÁ: Válasz: RES: R: RIF: Odp: ODP: YNT: "
    "FW: Fwd: WG: TR: RV: I: ENC: Doorst: PD: VL: VB: Továbbítás: 回复: 转发:"
)


@pytest.mark.parametrize(
    "prefix", [*PREFIXES.split(), "Re :", "AW： ", "[EXTERNAL] Re:", "Re: [EXT] AW:", "***SPAM*** Re:"]
)
def test_prefixes(prefix: str) -> None:
    assert base_subject(f"{prefix} My mail bounced [#12]") == "My mail bounced"


@pytest.mark.parametrize("subject", ["Reply: x", "I cannot send", "Rates 2026: final", "Invoice: 12"])
def test_what_is_no_prefix(subject: str) -> None:
    assert base_subject(subject) == subject


@pytest.mark.parametrize(
    ("subject", "earlier", "another"),
    [
        ("Re: My mail bounced [#1]", ["My mail bounced"], False),
        ("AW: My mail bounced", ["My mail bounced", "Re: My mail bounced [#1]"], False),
        ("My mail bounced: solved", ["My mail bounced"], False),
        ("bounced", ["My mail bounced"], False),
        ("Spam since Monday", ["My mail bounced", "Re: My mail bounced [#1]"], True),
        ("Re: Spam since Monday [#1]", ["My mail bounced"], True),
        ("Re: Spam since Monday", ["My mail bounced", "Spam since Monday"], False),
        ("", ["My mail bounced"], False),
        ("Re: [#1]", ["My mail bounced"], False),
        ("My mail bounced", [""], False),
    ],
)
def test_another_matter(subject: str, earlier: list[str], another: bool) -> None:
    assert is_another_matter(subject, earlier) is another


@pytest.mark.parametrize("bomb", ["Re: " * 100_000, "[" * 100_000, "*" * 100_000, "re" * 100_000])
def test_a_bomb_ends(bomb: str) -> None:
    assert len(base_subject(bomb)) <= 500
