"""Which mail addresses stand in a text that a mail server wrote?"""

from __future__ import annotations

import re

from triage.evidence.encoded_words import decode_words

_LOCAL = r"""(?:"[^"\r\n<>]{1,64}"|[^\s<>()\[\],;:"'`|@]{1,128}(?:'[^\s<>()\[\],;:"'`|@]{1,64})?)"""
_HOST = r"(?:[^\s<>()\[\],;:\"'`|@=?*/\\]{1,253}|\[[0-9a-fA-F.:IPv]{3,45}\])"
ADDRESS = re.compile(rf"{_LOCAL}@{_HOST}")
# Chinese and Japanese text goes on right behind an address, without a space.
_ASCII_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?=[^\x00-\x7f])")
_TAIL = ".!?,;:'\"…。)>]"
_ROUTE = re.compile(r"@[^\s:@,]{1,255}:")
_XTEXT = re.compile(r"\+([0-9A-F]{2})")


def clean(text: str) -> str | None:
    """The one address in a field's value or a piece of text, bare, or `None`."""
    text = text.strip()[:1000]
    if "=?" in text:
        text = decode_words(text)[0]
    if text.startswith(("<@", "@")):
        text = _ROUTE.sub("", text, count=1)
    if text.lower().startswith(("<smtp:", "smtp:", "<mailto:", "mailto:", "rfc822:", "<rfc822:")):
        text = text.partition(":")[2]
    match = ADDRESS.search(text)
    if match is None:
        return None
    local, _, host = match.group().rpartition("@")
    host = host.rstrip(_TAIL)
    glued = _ASCII_HOST.match(host)
    if glued and "." in glued.group().rstrip("."):
        host = glued.group().rstrip("-._")
    local = local.lstrip("'`*=") if not local.startswith('"') else local
    plausible = local and host and not host.startswith((".", "-")) and (".." not in host)
    return f"{local}@{host}" if plausible else None


def every(text: str) -> list[str]:
    """All addresses in a text, in order, each once."""
    found = (clean(match.group()) for match in ADDRESS.finditer(text))
    return list(dict.fromkeys(address for address in found if address))


def of_field(value: str) -> str | None:
    """The address of a `Final-Recipient` or `Original-Recipient` field (RFC 3464 sections 2.3.1 and 2.3.2).

    A local part without domain (a mailbox on that very host) is returned as it stands.
    """
    kind, semicolon, rest = value.partition(";")
    rest = rest if semicolon else kind
    if (found := clean(rest)) is not None:
        return found
    if "+40" in rest:
        return clean(_XTEXT.sub(lambda match: chr(int(match.group(1), 16)), rest))
    bare = rest.strip().strip("<>").strip()
    mail_type = not semicolon or kind.strip().lower() in ("rfc822", "utf-8", "local", "unknown")
    return bare if mail_type and bare and not set(bare) & set(" @/=;") and len(bare) < 65 else None


def domain(address: str | None) -> str:
    return (address or "").rpartition("@")[2].lower().rstrip(".")
