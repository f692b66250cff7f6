"""Who is asking? One address that an answer may go to, or a plain no.

RFC 5322 section 3.6.2 allows several authors; then `Sender` says who sent it. What can be read in two ways is
refused: it would let a stranger choose whom we write to (CVE-2023-27043 and its kin).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.mail.head import Head
from bot.mail.own import Own
from knowledge.providers import is_everybodys
from triage.evidence.addresses import Mailbox, read_mailboxes
from triage.evidence.hosts import aligned, domain_of

_ODD = "its From holds characters that other programs read as something else, so nobody can say who wrote it"
_UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs")
_CODED = re.compile(r"%(?:[01][0-9a-f]|7f)|=\?[^?]{1,40}\?[bq]\?", re.IGNORECASE)
_DOTS = {0x3002: ".", 0xFF0E: ".", 0xFF61: "."}  # as IDNA reads them (RFC 3490 section 3.1)


_LIST_FIELDS = ("List-Post", "List-Id", "Mailing-List", "List-Owner")


@dataclass(frozen=True)
class Requester:
    """`author`: the address whose authentication counts; `address`: where an answer goes."""

    author: str
    address: str
    name: str | None


def find_requester(head: Head, envelope_from: str | None, own: Own) -> Requester | str:
    """The requester, or why nobody can be named."""
    author = _author(head, envelope_from)
    if isinstance(author, str):
        return author
    assert author.address is not None
    name = _shown(author.name)
    reply_to = _only(head.all("Reply-To"))
    if reply_to is None or reply_to.address is None:
        return Requester(author.address, author.address, name)
    if own.is_address(author.address) or _through_our_list(head, author.address, own):
        # A form on the team's own web page writes from the help address, for a visitor; and a list puts its
        # own address in the place of the author's, to pass DMARC (RFC 7960 section 4.1.3.1).
        return Requester(author.address, reply_to.address, _shown(reply_to.name))
    if _same_side(author.address, reply_to.address) and not own.is_address(reply_to.address):
        return Requester(author.address, reply_to.address, name)
    return Requester(author.address, author.address, name)


def _same_side(author: str, reply_to: str) -> bool:
    """One organisation; customers of a free mail provider are not, and its proof is about one of them."""
    domain = domain_of(author)
    return aligned(domain_of(reply_to), domain) and not is_everybodys(domain)


def _through_our_list(head: Head, author: str, own: Own) -> bool:
    """Did a list of the team's own organisation write this From?"""
    lists = " ".join(value.lower() for name in _LIST_FIELDS for value in head.all(name))
    return author.lower() in lists and own.is_our_organisation(domain_of(author))


def redirected_by(head: Head, envelope_from: str | None) -> str | None:
    """Who sent somebody else's mail on as it was, such as a bounce (RFC 5322 section 3.6.6)."""
    if not envelope_from:
        return None
    resent = _only(head.all("Resent-From")[:1])
    return resent.address if resent is not None else None


def _author(head: Head, envelope_from: str | None) -> Mailbox | str:
    redirected = redirected_by(head, envelope_from)
    if redirected is not None:
        return Mailbox("", redirected)
    fields = head.all("From")
    if len(fields) > 1:
        return "it has more than one From field, so nobody can say who wrote it"
    boxes = read_mailboxes(fields[0]) if fields else []
    if len(boxes) == 1 and boxes[0].address is not None:
        return boxes[0] if is_plain(boxes[0].address) else _ODD
    sender = _only(head.all("Sender"))
    if sender is not None and any(box.address == sender.address for box in boxes):
        return sender
    if not boxes and envelope_from:
        return Mailbox("", envelope_from)
    if not boxes:
        return "it has no From, so nobody can be answered"
    return "its From can be read in more than one way, so nobody can say who wrote it"


def _shown(name: str) -> str | None:
    """Without what cannot be seen, or turns the line around."""
    seen = "".join(" " if unicodedata.category(char) in _UNSEEN else char for char in name)
    return " ".join(seen.split()) or None


def is_plain(address: str) -> bool:
    """Nothing in it that another program reads as something else: control and invisible characters (written
    out, too), encoded words, a look-alike of `@` or a dot, empty labels."""
    local, _, domain = address.rpartition("@")
    if any(unicodedata.category(char) in _UNSEEN for char in address) or _CODED.search(local):
        return False
    seen = unicodedata.normalize("NFKC", address)
    dots = seen.rpartition("@")[2].translate(_DOTS)
    same = seen.count("@") == address.count("@") and dots.count(".") == domain.count(".")
    return same and all(domain.split("."))


def _only(values: list[str]) -> Mailbox | None:
    """The one mailbox of a field that stands there once; `None` for anything else."""
    boxes = read_mailboxes(values[0]) if len(values) == 1 else []
    box = boxes[0] if len(boxes) == 1 else None
    return box if box is not None and box.address is not None and is_plain(box.address) else None
