"""One thing that keeps a desk from working well."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Complaint:
    """One thing: `about` names the part, `wrong` says what, `remedy` what to do."""

    about: str
    wrong: str
    remedy: str
    fatal: bool = False
    """What comes after it cannot be looked at."""
