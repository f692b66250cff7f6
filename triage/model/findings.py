"""What is known of a case, and what the checks found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.vocabulary import Status, WhoCanFix


@dataclass(frozen=True)
class Fact:
    """One value with where it stands, such as `sender`, `recipient`, `sending_ip`, `occurred_at`."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class Facts:
    """All facts of a case; the first of a name is the best one."""

    items: tuple[Fact, ...] = ()

    def get(self, name: str) -> str | None:
        return next((fact.value for fact in self.items if fact.name == name), None)

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(fact.value for fact in self.items if fact.name == name)


@dataclass(frozen=True)
class Finding:
    """What one check found: `code` is stable (`spf.fail`), `data` holds the typed values behind the words."""

    check: str
    code: str
    status: Status
    summary: str
    advice: str = ""
    who_can_fix: WhoCanFix | None = None
    source: str = ""
    data: Mapping[str, str | int | float | bool | tuple[str, ...] | None] = field(default_factory=dict)
