"""Is it the mail of the requester's whole domain? "All mail from our domain example.org is late"."""

from __future__ import annotations

import re
from itertools import islice

from triage.details.addresses import is_own
from triage.details.telling import Telling

_MOST = 40
_BARE = re.compile(r"(?<![\w@.-])((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20})(?![\w@-]|\.\w)")
_FROM = re.compile(
    r"\b(?:from|of|on|by|von|vom|aus|unserer|de|du|depuis|desde|da|dal|dalla|del|della|van|vanaf|vanuit|z|ze|spod"
    r"|do|pelo|a partir de)"
    r" (?:(?:the|our|whole|entire|der|die|dem|unsere[rnm]?|ganzen|gesamten|notre|le|la|nuestro|el|o|os"
    r"|todo el|nostro|ons|onze|het|de|hele|gehele|naszej|calej|nosso|todo o) ){0,2}"
    r"(?:mail )?(?:domain|domane|domainname|domaine|dominio|domein|domeny) ?[\"'(„“«]{0,2}$"
)
_DOMAIN_BEHIND = re.compile(r"[\"')”»]{0,2}[ -](?:nevu )?(?:domain|tartomany)\w{0,4}(?:rol|bol|tol)\b")
_SUFFIX = re.compile(r"-?(?:rol|bol)\b")
_IN_ENGLISH = re.compile(r"\b(?:from|of|by) (?:the |our )?(?:whole |entire )?[\"']?$")
_DOMAIN_NEXT = re.compile(r"[\"']? domain\b")


def own_domain_sends(telling: Telling) -> tuple[str, ...]:
    """`@example.org` where mail from that domain of the requester's side is spoken of; else nothing."""
    text = telling.words.text
    for match in islice(_BARE.finditer(text), _MOST):
        address = f"@{match[1]}"
        if _is_sender(text, match) and is_own(address, telling):
            return (address,)
    return ()


def _is_sender(text: str, match: re.Match[str]) -> bool:
    start, end = match.span(1)
    before = text[max(0, start - 60) : start]
    if _FROM.search(before) or _DOMAIN_BEHIND.match(text, end) or _SUFFIX.match(text, end):
        return True
    return bool(_DOMAIN_NEXT.match(text, end) and _IN_ENGLISH.search(before))
