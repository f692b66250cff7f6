"""A reseller's ID and a login told at once: "Reseller / user: foo / bar", "foo / bar (reseller / user)"."""

from __future__ import annotations

import re
from functools import cache

from triage.details.account_words import is_ordinary
from triage.details.labels import any_label, is_value, plain
from triage.details.lexicon import fold

_RESELLER, _LOGIN = "reseller_id", "authorized_user_id"
_JOIN = r"\s?(?:[/|+&,]|\s(?:and|und|es|et|y|e|en|i|oraz)\s)\s?(?:[a-z]{1,3}\s)?"
_VALUE = r"[\"'`“”„«»‘’‚]?([A-Za-z0-9][\w.@+-]{1,60}\w)[\"'`“”„«»‘’‚]?"


def paired(text: str, name: str) -> str | None:
    """The value of `reseller_id` or `authorized_user_id` told beside the other; `None`: there is none."""
    flat = plain(text)
    for first in (_RESELLER, _LOGIN):
        for pattern in _patterns(first):
            found = pattern.search(flat)
            if found and all(is_value(value) and not is_ordinary(fold(value)) for value in found.groups()):
                return found[1] if name == first else found[2]
    return None


@cache
def _patterns(first: str) -> tuple[re.Pattern[str], ...]:
    reseller, login = any_label(_RESELLER), f"{any_label(_LOGIN)}|{any_label('beside_reseller')}"
    one, other = (reseller, login) if first == _RESELLER else (login, reseller)
    labels = rf"\b(?:{one}){_JOIN}(?:{other})"
    values = rf"{_VALUE}{_JOIN}{_VALUE}"
    return (
        re.compile(rf"{labels}\s?[:=→–—-]\s{{0,2}}{values}(?=[\s.,;)]|$)", re.I),
        re.compile(rf"(?<!\w){values} ?\({labels}\)", re.I),
    )
