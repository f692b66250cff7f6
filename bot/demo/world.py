"""The demo's resolver: answers for its own made-up names, "not asked" for everything else."""

from __future__ import annotations

from importlib.resources import files

from triage.tools.static_zones import StaticZones

ZONES = ("test", "2.0.192.in-addr.arpa", "100.51.198.in-addr.arpa", "113.0.203.in-addr.arpa")


def demo_resolver() -> StaticZones:
    text = (files("bot.demo") / "zones.txt").read_text(encoding="utf-8")
    return StaticZones.from_text(text, zones=ZONES)
