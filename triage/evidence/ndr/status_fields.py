"""What do the fields of a delivery status say (RFC 3464), in the order and shape that servers send them?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.evidence.ndr.addresses import of_field
from triage.evidence.ndr.draft import DraftRecipient

MAX_RECIPIENTS = 1_000
MAX_LINES = 20_000
MAX_VALUE = 8_000
_FIELD = re.compile(r"[ \t>|]{0,8}([A-Za-z][A-Za-z0-9-]{2,60})[ \t]{0,3}:(.*)")
_ADDRESSES = ("original-recipient", "final-recipient", "x-actual-recipient")
_HOST = re.compile(r"[A-Za-z0-9_:.-]{1,255}")
# Actions as servers write them, besides those of the standard.
_ACTIONS = {"failure": "failed", "fail": "failed", "expired": "failed", "error": "failed", "delay": "delayed"}
_KNOWN = ("failed", "delayed", "delivered", "relayed", "expanded")

Group = dict[str, str]


def read_status(text: str) -> tuple[Group, tuple[DraftRecipient, ...]]:
    """The fields about the message, and the recipients in order; an address once, its fullest group."""
    head: Group = {}
    found: dict[str, DraftRecipient] = {}
    for group in _merged(_groups(text)):
        if not any(name in group for name in _ADDRESSES):
            head = {**group, **head}
            continue
        if not head and "reporting-mta" in group:  # no blank line between the message's and its fields
            head = group
        recipient = _recipient(group)
        if recipient is None or len(found) >= MAX_RECIPIENTS:
            continue
        known = found.get(recipient.address)
        if known is None or (not known.diagnostic and recipient.diagnostic):
            found[recipient.address] = recipient
    return head, tuple(found.values())


def host_of(value: str | None) -> str | None:
    """The host of a `…-MTA` field: without type, brackets, comment and trailing dot."""
    if not value:
        return None
    kind, semicolon, name = value.partition(";")
    rest = name if semicolon else kind
    match = _HOST.search(rest.strip().lstrip("[<( "))
    return match.group().rstrip(".:").lower() or None if match else None


def _groups(text: str) -> Iterator[Group]:
    """Blocks of fields between blank lines; a repeated recipient field begins a new one as well."""
    group: Group = {}
    name = ""
    for line in text.split("\n")[:MAX_LINES]:
        if line[:1] in (" ", "\t") and name and line.strip():
            if len(group[name]) < MAX_VALUE:
                group[name] += "\n" + line.strip()
            continue
        match = _FIELD.match(line)
        if match is None:
            name = ""
            if group and not line.strip(" \t>|"):
                yield group
                group = {}
            continue
        name = match.group(1).lower()
        if name in group and name in _ADDRESSES:
            yield group
            group = {}
        if name in group:
            name += "."
        group[name] = match.group(2).strip()[:MAX_VALUE]
    if group:
        yield group


def _merged(groups: Iterator[Group]) -> Iterator[Group]:
    """A blank line inside a recipient's fields is common: what has no address belongs to the one before."""
    last: Group | None = None
    for group in groups:
        addressed = any(name in group for name in _ADDRESSES)
        if last is not None and not addressed and "reporting-mta" not in group:
            last.update({name: value for name, value in group.items() if name not in last})
            continue
        if last is not None:
            yield last
        last = group if addressed else None
        if not addressed:
            yield group
    if last is not None:
        yield last


def _recipient(group: Group) -> DraftRecipient | None:
    """The address as the sender wrote it, where the report gives it (RFC 3464 section 2.3.1)."""
    written = (of_field(group[name]) for name in _ADDRESSES if name in group)
    choices = [address for address in written if address]
    if not choices:
        return None
    address = next((choice for choice in choices if "@" in choice), choices[0])
    # a local part that must be quoted has lost its quotes in one of the two fields
    address = next((c for c in choices if c.startswith('"') and c.replace('"', "") == address), address)
    status = group.get("status", "")
    diagnostic = _reply(group.get("diagnostic-code", ""))
    action = _action(group.get("action", ""), status)
    return DraftRecipient(address, action, status, diagnostic, host_of(group.get("remote-mta")))


def _reply(value: str) -> str:
    """The diagnostic without its type (`smtp;`, `X-Postfix;`), still in its own lines."""
    kind, semicolon, rest = value.partition(";")
    typed = semicolon and len(kind) < 40 and not set(kind.strip()) & set(" <>@")
    return (rest if typed else value).strip()


def _action(written: str, status: str) -> str | None:
    word = written.strip().lower().partition(" ")[0].rstrip(";,.")
    word = _ACTIONS.get(word, word)
    if word in _KNOWN:
        return word
    return {"2": "delivered", "4": "delayed", "5": "failed"}.get(status.strip()[:1])
