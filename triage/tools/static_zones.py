"""A resolver that answers from zone data in memory: for the demo, which needs no network, and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import dns.zone

from triage.tools.clock import SystemClock
from triage.tools.presentation import presentation
from triage.tools.protocols import Answer, Clock, Outcome

_CNAME_LIMIT = 8
_TTL_S = 300


class StaticZones:
    """Answers like a recursive resolver whose whole world is `records`.

    `records`: (name, type) -> values in the form of `Answer.records`. `trouble`: a name, or (name, type) ->
    the outcome to give instead (a name's trouble holds for all types that have no records of their own).
    `elsewhere`: what a name outside `zones` gets; without `zones`, everything is inside.
    """

    def __init__(
        self,
        records: Mapping[tuple[str, str], Sequence[str]],
        *,
        trouble: Mapping[str | tuple[str, str], Outcome] | None = None,
        zones: Iterable[str] = (),
        elsewhere: Outcome = Outcome.OFFLINE,
        clock: Clock | None = None,
    ) -> None:
        self._records = {(_plain(name), rdtype.upper()): tuple(v) for (name, rdtype), v in records.items()}
        self._trouble = {
            (_plain(key), "") if isinstance(key, str) else (_plain(key[0]), key[1].upper()): outcome
            for key, outcome in (trouble or {}).items()
        }
        self._names = _with_parents(name for name, _ in self._records)
        self._zones = tuple(_plain(zone) for zone in zones)
        self._elsewhere = elsewhere
        self._clock = clock or SystemClock()

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        trouble: Mapping[str | tuple[str, str], Outcome] | None = None,
        zones: Iterable[str] = (),
        elsewhere: Outcome = Outcome.OFFLINE,
        clock: Clock | None = None,
    ) -> StaticZones:
        """From a master file (RFC 1035 section 5.1); names without a final dot stand below the root."""
        zone = dns.zone.from_text(
            f"$TTL {_TTL_S}\n{text}", origin=".", relativize=False, check_origin=False, allow_include=False
        )
        records: dict[tuple[str, str], list[str]] = {}
        for name, _, rdata in zone.iterate_rdatas():
            records.setdefault((name.to_text(), rdata.rdtype.name), []).append(presentation(rdata))
        return cls(records, trouble=trouble, zones=zones, elsewhere=elsewhere, clock=clock)

    @classmethod
    def from_file(cls, path: Path, *, zones: Iterable[str] = ()) -> StaticZones:
        return cls.from_text(path.read_text(encoding="utf-8"), zones=zones)

    async def query(self, name: str, rdtype: str) -> Answer:
        asked, rdtype = _plain(name), rdtype.upper()
        outcome, records = self._look_up(asked, rdtype)
        return Answer(
            asked, rdtype, outcome, records, _TTL_S if outcome.is_answer else None, self._clock.now()
        )

    def _look_up(self, name: str, rdtype: str) -> tuple[Outcome, tuple[str, ...]]:
        if self._zones and not any(name == zone or name.endswith(f".{zone}") for zone in self._zones):
            return self._elsewhere, ()
        for _ in range(_CNAME_LIMIT):
            if (bad := self._trouble.get((name, rdtype))) is not None:
                return bad, ()
            if found := self._records.get((name, rdtype)):
                return Outcome.OK, found
            alias = self._records.get((name, "CNAME"))
            if alias is None or rdtype == "CNAME":
                return self._nothing(name), ()
            name = _plain(alias[0])
        return Outcome.SERVFAIL, ()

    def _nothing(self, name: str) -> Outcome:
        if (bad := self._trouble.get((name, ""))) is not None:
            return bad
        return Outcome.NODATA if name in self._names else Outcome.NXDOMAIN


def _plain(name: str) -> str:
    return name.strip().rstrip(".").lower()


def _with_parents(names: Iterable[str]) -> frozenset[str]:
    """Every name and all above it: those exist too, though without records (RFC 8020)."""
    found: set[str] = set()
    for name in names:
        labels = name.split(".")
        found.update(".".join(labels[start:]) for start in range(len(labels)))
    return frozenset(found)
