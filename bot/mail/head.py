"""The header of a received mail as it stands, for decisions that must not rest on decoded text.

A decoded name may hold an address that nobody wrote as one, so addresses are read from what stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from triage.evidence.addresses import read_mailboxes
from triage.evidence.fields import Field, normal_lines, split_head

_MAX_HEAD = 1024 * 1024
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_MAX_IDS = 60


@dataclass(frozen=True)
class Head:
    """Fields in order, unfolded, not decoded."""

    fields: tuple[Field, ...]

    def all(self, name: str) -> list[str]:
        wanted = name.lower()
        return [value for key, value in self.fields if key.lower() == wanted]

    def first(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)

    def has(self, *names: str) -> bool:
        wanted = {name.lower() for name in names}
        return any(key.lower() in wanted for key, _ in self.fields)

    def word(self, name: str) -> str:
        """The first field's value before any `;` or comment, in lower case."""
        return (self.first(name) or "").partition(";")[0].partition("(")[0].strip().lower()

    def addresses(self, *names: str) -> list[str]:
        """Every address in the fields of these names."""
        boxes = (box for name in names for value in self.all(name) for box in read_mailboxes(value))
        return [box.address for box in boxes if box.address]

    def message_ids(self, name: str) -> list[str]:
        """The Message-IDs in the fields of this name, with their brackets, in order."""
        return [found for value in self.all(name) for found in _MESSAGE_ID.findall(value)][:_MAX_IDS]


def read_head(raw: bytes) -> Head:
    """Never raises; only the first megabyte counts as header."""
    fields, _, _ = split_head(normal_lines(raw[:_MAX_HEAD]).lstrip(b"\n"))
    return Head(fields)
