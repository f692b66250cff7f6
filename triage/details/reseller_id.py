"""The reseller, by the name of its account."""

from __future__ import annotations

import re

from knowledge.vocabulary import Detail
from triage.details.labels import is_value, labelled
from triage.details.telling import Telling

DETAIL = Detail.RESELLER_ID
_ACCOUNT = re.compile(
    r"\b(?:account\w*|accnt|acct|compte|cuenta|conta|konto|kont[ao]|fi[oó]k\w*|k[oó]d\w*|id|name[ns]?|nome|nom|nombre"
    r"|naam|nazw[aąy]|n[eé]v\w*)\b(?:[ :]{1,2}\w{1,8}){0,2}[ :]{0,3}"
    r"[\"'\u201c\u201e\u00ab\u201a\u2018]\s?([A-Za-z0-9][\w.@+-]{1,62})\s?[\"'\u201c\u201d\u00bb\u2018\u2019]",
    re.I,
)
_RESELLER = re.compile(
    r"resell|revend|rivend|viszontelad|wederverk|sprzedawc|odsprzed|distribuidor|h[aä]ndler|wiederverk", re.I
)
_SENTENCE = re.compile(r"[.!?](?=\s)|\n")


def find(telling: Telling) -> str | None:
    return telling.facts.get(DETAIL) or labelled(telling.text, DETAIL) or _quoted_account(telling.text)


def _quoted_account(text: str) -> str | None:
    """ "We are resellers, account "acme"": a name in quotation marks, in a sentence about a reseller."""
    for sentence in _SENTENCE.split(text[:20_000])[:400]:
        found = _ACCOUNT.search(sentence) if _RESELLER.search(sentence) else None
        if found and is_value(found[1]):
            return found[1]
    return None
