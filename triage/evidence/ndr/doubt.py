"""Is a notice only shaped like a bounce? Phishing writes of undelivered mail and offers a link to get it."""

from __future__ import annotations

from collections.abc import Iterable

from triage.evidence.ndr.addresses import every
from triage.evidence.ndr.blocks import has_reply
from triage.evidence.ndr.material import Material

MAX_LOOKED_AT = 200_000


def is_doubtful(material: Material, recipients: Iterable[str]) -> bool:
    """A server knows what another one answered, or has the mail that it returns, or lets itself be known.

    Phishing has none of it, has a link, and names the reader as the one who does not get mail.
    """
    if material.mail is None:
        return False
    own = {
        address.lower() for name in ("To", "Delivered-To") for address in every(material.header(name) or "")
    }
    about_reader = all(address.lower() in own for address in recipients)
    if material.original or material.header("X-Failed-Recipients"):
        return False
    links = any("http" in part.markup[:MAX_LOOKED_AT].lower() for part in material.mail.body_parts)
    if material.is_null_sender or has_reply(material.notice):
        return links and about_reader
    return links or about_reader
