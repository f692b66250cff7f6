"""Addresses as people and programs spell them: `anna (at) x dot org`, `<mailto:anna@x.org|anna@x.org>`."""

from __future__ import annotations

import re

_LOCAL = r"(?<![\w.@])([^\W_][\w.+-]{0,63})"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOT = r"(?:\.| ?[\[({] ?(?:dot|punkt|pont|point|punto|punt|kropka|ponto|\.) ?[\])}] ?)"
_DOT_WORD = r" (?:dot|punkt|pont|point|punto|punt|kropka|ponto) "
_AT_WORD = r"arroba|kukac|chiocciola|malpa|małpa|apenstaartje|apestaartje|arobase|klammeraffe"
_BRACKETED = re.compile(
    rf"{_LOCAL} ?[\[({{<] ?(?:at|ät|@|{_AT_WORD}) ?[\])}}>] ?"
    rf"({_LABEL}(?:(?:{_DOT}|{_DOT_WORD}){_LABEL}){{1,6}})",
    re.I,
)
_SAID = re.compile(
    rf"{_LOCAL} (?:{_AT_WORD}) ({_LABEL}(?:(?:\.|{_DOT_WORD}){_LABEL}){{1,6}})"
    rf"|{_LOCAL} at ({_LABEL}(?:{_DOT_WORD}{_LABEL}){{1,4}})",
    re.I,
)
_DOTS = re.compile(rf"{_DOT_WORD}|{_DOT}", re.I)
_LINKED = re.compile(
    r"<mailto:([^\s|<>]{3,254})\|[^<>\n]{0,254}>"
    r"|\[[^\[\]\n]{1,254}\]\(mailto:([^\s()]{3,254})\)"
    r"|([^\s<>\[\]]{1,64}@[^\s<>\[\]]{3,190}) ?[<\[(]mailto:[^\s<>\[\]()]{3,254}[>\])]",
    re.I,
)
_APART = re.compile(r"(?<=\w)(?: @ ?|@ )(?=[\w-]{1,63}\.[^\W\d_]{2})")


def plain_addresses(text: str) -> str:
    """A text with every such address as `local@domain`."""
    if "mailto:" in text:
        text = _LINKED.sub(lambda match: match[1] or match[2] or match[3], text)
    if "@ " in text or " @" in text:
        text = _APART.sub("@", text)
    text = _BRACKETED.sub(lambda match: _joined(match[1], match[2]), text)
    return _SAID.sub(lambda match: _joined(match[1] or match[3], match[2] or match[4]), text)


def _joined(local: str, domain: str) -> str:
    return f"{local}@{_DOTS.sub('.', domain)}"
