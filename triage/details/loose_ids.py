"""A reseller's ID in a sentence about a reseller, and where the signatures are.

"Our reseller with you is acme", "we are with acme (reseller)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.details.account_words import is_ordinary
from triage.details.labels import is_value, plain
from triage.details.lexicon import fold
from triage.details.name_frames import DOMAIN
from triage.evidence.quotes import old_text
from triage.model import Case

_RESELLER = (
    r"(?:resell\w*|revend\w*|rivend\w*|viszontelad\w*|wederverk\w*|sprzedawc\w*|odsprzed\w*|distribuidor\w*"
    r"|handler|wiederverk\w*)"
)
_IS = (
    r"(?:is|ist|heisst|lautet|est|s'appelle|es|se llama|e|si chiama|heet|to|jest|nazywa sie|chama-se"
    r"|se chama|az?)"
)
_OPEN, _CLOSE = r"[\"'\u201c\u201e\u00ab\u201a\u2018]", r"[\"'\u201c\u201d\u00bb\u2018\u2019]"
_PLAIN = r"([A-Za-z0-9][\w.@+-]{1,61}\w)"
_ENDS = r"(?=\s*(?:[,;.)!\n]|$|\s-\s))"
_NAMED = (
    re.compile(rf"\b{_RESELLER}\b(?: [\w-]{{1,14}}){{0,6}}?[ :]{{1,2}}{_OPEN}\s?{_PLAIN}\s?{_CLOSE}", re.I),
    re.compile(
        rf"\b(?:account\w*|compte|cuenta|conta|kont[oa]|fiok\w*|kod\w*|name[ns]?|nome|nom|nombre|naam|nazw[ay]|nev\w*)\b"
        rf"(?: [\w-]{{1,8}}){{0,2}}[ :]{{0,3}}{_OPEN}\s?{_PLAIN}\s?{_CLOSE}",
        re.I,
    ),
    re.compile(rf"\b{_RESELLER}\b(?: [\w-]{{1,14}}){{1,4}}? {_IS} {_PLAIN}{_ENDS}", re.I),
    re.compile(rf"{_PLAIN},? \((?:[^()\n]{{0,40}}\W)?{_RESELLER}\b[^()\n]{{0,20}}\)", re.I),
)
_ACCOUNT = r"(?:account|compte|cuenta|conta|conto|kont[oa]|fiok\w*)"
_NAME = r"(?:name[ns]?|nom|nombre|nome|naam|nazw[aey]|nev\w*)"
_ACCOUNT_NAME = re.compile(
    rf"\b(?:\w{{0,20}}(?:konto|account)-?na(?:me[ns]?|am)"
    rf"|{_NAME} (?:[\w']{{1,6}} ){{0,2}}{_ACCOUNT}|{_ACCOUNT} {_NAME})"
    rf"(?: [\w-]{{1,8}}){{0,2}}[ :]{{1,3}}{_OPEN}\s?{_PLAIN}\s?{_CLOSE}",
    re.I,
)
"""A quoted name of an account, in the sentence behind one about a reseller."""
"""In a sentence about a reseller: a quoted name, a quoted account, "… is acme", "acme (… reseller …)"."""
_SENTENCE = re.compile(r"[.!?;](?=\s)|\n")
_FIELD = re.compile(r"[A-Za-z-]{2,40}: |[ \t]")
_AUTHOR = re.compile(r"[\s\"]{0,4}([^\"<>()@]{2,80})\"?\s{0,4}<")
_MOST, _LONGEST, _ABOVE = 400, 20_000, 8


def reseller_in(text: str) -> str | None:
    """The name of a reseller's account in a sentence about a reseller."""
    spoken_before = False
    for sentence in _sentences(text):
        spoken = bool(re.search(_RESELLER, sentence, re.I))
        patterns = _NAMED if spoken else (_ACCOUNT_NAME,) if spoken_before else ()
        for pattern in patterns:
            found = pattern.search(sentence)
            if found and _can_be(found[1]):
                return found[1]
        spoken_before = spoken
    return None


def signatures(case: Case) -> str:
    """What stands below what people wrote: the part of each mail that is neither their text nor quoted."""
    found: list[str] = []
    for message in case.messages[:20]:
        known = f"{message.text}\n{old_text(message.evidence.text)}".split("\n")
        written = {line.strip() for line in known}
        lines = message.evidence.text[:_LONGEST].split("\n")
        found += [line for line in lines if line.strip() not in written]
    return "\n".join(found[:60])


def signed_below(case: Case) -> str:
    """What people wrote below something pasted, which reads as quoted: the paragraph above their own name."""
    found: list[str] = []
    for message in case.messages[:20]:
        author = _AUTHOR.match(message.evidence.header("From") or "")
        name = fold(author[1]).strip() if author else ""
        lines = old_text(message.evidence.text[:_LONGEST]).split("\n")
        if " " not in name:
            continue
        ends = next((at for at in range(len(lines) - 1, 0, -1) if fold(lines[at]).strip() == name), 0)
        above = [line for line in lines[max(0, ends - _ABOVE) : ends] if not _FIELD.match(line)]
        found += "\n".join(above).strip().split("\n\n")[-1:]
    return "\n".join(found)


def _sentences(text: str) -> Iterator[str]:
    yield from _SENTENCE.split(plain(text[:_LONGEST]))[:_MOST]


def _can_be(word: str) -> bool:
    if not is_value(word) or is_ordinary(word.lower()) or DOMAIN.search(word):
        return False
    return word[:1].islower() or any(char in "-_.0123456789" for char in word)
