"""What did Exchange's own filter say? Its levels (SCL, BCL, PCL) and the marks of its report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from triage.evidence.meanings import meaning_of
from triage.model import SpamTest, SpamVerdict

FIELDS = (
    "x-ms-exchange-organization-scl",
    "x-ms-exchange-organization-pcl",
    "x-ms-exchange-organization-bcl",
    "x-forefront-antispam-report",
    "x-microsoft-antispam",
)
_MARK = re.compile(r"(?:^|;)\s?(SCL|BCL|PCL|SFV|CAT|SRV|IPV):([A-Z]{2,8}|-?\d{1,2})(?=;|\s|$)")
_SAYS_NOTHING = frozenset({"NONE", "NLI", "0", "-1"})
_SPAM = frozenset({"SPM", "SKB", "SKS", "BLK"})
_NO_SPAM = frozenset({"NSPM", "SFE", "SKA", "SKI", "SKN", "SKQ"})
_ALLOWED = frozenset({"SFE", "SKA"})


def with_exchange(verdict: SpamVerdict, found: Mapping[str, str]) -> SpamVerdict:
    """`found`: field name in lower case -> value. What another filter said stays; the rest is added."""
    marks = dict(_marks(found))
    if not marks:
        return verdict
    filter_says = marks.get("SFV")
    flag, allowed = verdict.flag, verdict.allowlisted
    if flag is None and filter_says in _SPAM | _NO_SPAM:
        flag = filter_says in _SPAM
    if filter_says in _ALLOWED or marks.get("IPV") == "CAL":
        allowed = True
    tests = tuple(
        SpamTest(f"{kind}:{value}", None, meaning_of(f"{kind}:{value}", "exchange"))
        for kind, value in marks.items()
        if kind != "SCL" and value not in _SAYS_NOTHING
    )
    level = int(marks["SCL"]) if "SCL" in marks else verdict.scl
    return replace(verdict, flag=flag, allowlisted=allowed, scl=level, tests=(*verdict.tests, *tests))


def _marks(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The levels that have a field of their own come last, and so win."""
    for name in ("x-microsoft-antispam", "x-forefront-antispam-report"):
        for kind, value in _MARK.findall(found.get(name, "")[:4_096]):
            if value.lstrip("-").isdigit() == (kind in ("SCL", "BCL", "PCL")):
                yield kind, value
    for kind in ("SCL", "BCL", "PCL"):
        said = found.get(f"x-ms-exchange-organization-{kind.lower()}", "").strip()
        if re.fullmatch(r"-?[0-9]{1,2}", said):
            yield kind, str(int(said))
