"""Where does a bounce begin in a text that a person wrote around it, quoted or forwarded?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.evidence.ndr.material import Material

MAX_PASTED = 120_000
MAX_TRIES = 4
_CODE = re.compile(r"[245](?<![0-9].)(?:\d\d(?!\d)|\.[0-7]\.\d)")
_INSTEAD = ("transcript", "errors")
_QUOTE = re.compile(r"^(?:[ \t]{0,3}[>|]){1,9} ?", re.MULTILINE)
# A run of short labelled lines, as mail programs put above a mail that they forward, in any language.
_HEAD = re.compile(
    r"(?:^[ \t*]{0,4}[^\W\d_][^:\n<>@]{0,24}[:：][ \t*]{0,3}[^\n]{0,400}\n{1,2}){2,14}", re.MULTILINE
)
_DAEMON = re.compile(
    r"mailer.?daemon|postmaster|mail delivery|delivery sub|microsoftexchange|undeliver|unzustellbar"
    r"|delivery (?:status|failure)|failure notice|returned mail|mail failed|non remis|no se puede entregar"
    r"|no entregado|recapit|não é possível entregar|onbestelbaar|niedostarcz"
    r"|nedoručiteln|kézbesíthetetlen|недоставлен|не доставлено|配信不能|未传递|未送達|退信",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^[ \t*]{0,4}(?:from|von|de|da|van|od|feladó|от|差出人|发件人|寄件者|fra|från|lähettäjä|kimden)"
    r"[ \t*]{0,3}[:：][ \t*]{0,3}(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_SUBJECT = re.compile(
    r"^[ \t*]{0,4}(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|předmět|tárgy|тема|件名"
    r"|主题|主旨|ämne|emne|aihe|konu)"
    r"[ \t*]{0,3}[:：][ \t*]{0,3}(.*)$",
    re.IGNORECASE | re.MULTILINE,
)


def pasted_materials(text: str) -> Iterator[Material]:
    """The text from each place where a bounce may begin: below a forwarded notice's head, or all of it."""
    if not _may_hold_one(text):
        return
    text = text[:MAX_PASTED].replace("\r\n", "\n").replace("\r", "\n")
    plain = _QUOTE.sub("", text) if re.search(r"^[ \t]{0,3}[>|]", text, re.MULTILINE) else text
    heads = (head for head in _HEAD.finditer(plain) if _DAEMON.search(head.group()))
    for _, head in zip(range(MAX_TRIES), heads, strict=False):
        yield Material(plain[head.end() :], quoted=_quoted(head.group()))
    yield Material(plain)


def _may_hold_one(text: str) -> bool:
    """Does it have what each reader needs: an address, and a code or the words that stand for one?"""
    low = text[:MAX_PASTED].lower()
    told = _CODE.search(low) is not None or any(words in low for words in _INSTEAD)
    return ("@" in low and told) or "-recipient" in low


def _quoted(head: str) -> tuple[tuple[str, str], ...]:
    """From and Subject of the forwarded notice, under their English names."""
    found = (("From", _FROM.search(head)), ("Subject", _SUBJECT.search(head)))
    return tuple((name, match.group(1).strip()) for name, match in found if match)
