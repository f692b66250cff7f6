"""What mails have in common."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trait:
    """One thing that mails can have in common, and that a filter could block.

    `kind`: `ip`, `network` (CIDR), `envelope_domain`, `from_domain`, `dkim_domain`, `subject` (normalised)
    or `link` (a host).
    """

    kind: str
    value: str


@dataclass(frozen=True)
class SeenMail:
    """A mail that is no spam as far as the desk knows.

    `why`: `customer` (wrote to the desk), `list` (a newsletter of a proven sender) or `wanted` (somebody
    missed it, or it came back).
    """

    why: str
    traits: frozenset[Trait]
