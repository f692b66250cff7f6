"""When? A date as mail writes it (RFC 5322 section 3.3 and its many broken forms), always with its zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "met": 60, "mez": 60,
    "cest": 120, "mest": 120, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "msd": 240, "jst": 540,
    "kst": 540, "edt": -240, "est": -300, "cdt": -300, "cst": -360, "mdt": -360, "mst": -420, "pdt": -420,
    "pst": -480, "hst": -600, "akst": -540, "akdt": -480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
}  # fmt: skip
_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d{1,9})?\s{0,3}([AaPp][Mm])?"
_ZONE = r"\s{0,3}(?:(?:GMT|UTC)?\s?([+-]\d{2}):?(\d{2})|([A-Za-z]{1,4})\b)?"
_FORMS = (
    # 21 Nov 2026 19:56:36 +0100
    re.compile(rf"(?P<d>\d{{1,2}})[\s-]{{1,3}}(?P<m>[A-Za-z]{{3}})[a-z]{{0,6}}\.?[\s,-]{{1,3}}(?P<y>\d{{4}}|\d{{2}})\b,?\s{{1,3}}{_TIME}{_ZONE}"),
    # Nov 21 19:56:36 2026 and Nov 21 19:56:36 CET 2026
    re.compile(rf"(?P<m>[A-Za-z]{{3}})\s{{1,3}}(?P<d>\d{{1,2}})\s{{1,3}}{_TIME}{_ZONE}\s{{0,3}}(?P<y>\d{{4}})\b"),
    # November 21, 2026 7:56 PM +0100
    re.compile(rf"(?P<m>[A-Za-z]{{3}})[a-z]{{0,6}}\.?\s{{1,3}}(?P<d>\d{{1,2}}),?\s{{1,3}}(?P<y>\d{{4}})\b(?:,|\sat)?\s{{1,3}}{_TIME}{_ZONE}"),
    # 2026-11-21T19:56:36+01:00
    re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}})[T\s]{{1,3}}{_TIME}{_ZONE}"),
)  # fmt: skip
_UNNAMED = {
    form: tuple(at for at in range(1, form.groups + 1) if at not in set(form.groupindex.values()))
    for form in _FORMS
}
_MAX_CHARS = 200
_AFTER = re.compile(r"\s{0,3}([+-]\d{2}):?(\d{2})\b")


@lru_cache(maxsize=512)
def parse_date(value: str | None) -> datetime | None:
    """The moment, aware; `None` for what is no date, no possible date, or a date without a zone."""
    text = " ".join((value or "")[:_MAX_CHARS].split())
    for form in _FORMS:
        match = form.search(text)
        if match:
            return _build(match, text[match.end() :])
    return None


def names_no_zone(value: str) -> bool:
    """Is it a date that only lacks its zone?"""
    return parse_date(value) is None and parse_date(f"{value.strip()} +0000") is not None


def _build(match: re.Match[str], after: str) -> datetime | None:
    parts = match.groupdict()
    hour, minute, second, half, ahead, aside, name = _unnamed(match)
    offset = _offset(ahead, aside, name, after)
    month = _MONTHS.get(parts["m"].lower()) or (int(parts["m"]) if parts["m"].isdigit() else 0)
    if offset is None or not month:
        return None
    year = int(parts["y"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    try:
        return datetime(
            year, month, int(parts["d"]), hours, int(minute or 0), min(int(second or 0), 59),
            tzinfo=timezone(timedelta(minutes=offset)),
        )  # fmt: skip
    except (ValueError, OverflowError):
        return None


def _unnamed(match: re.Match[str]) -> list[str | None]:
    return list(match.group(*_UNNAMED[match.re]))


def _offset(ahead: str | None, aside: str | None, name: str | None, after: str) -> int | None:
    """Minutes east of Greenwich."""
    if not ahead:
        # After a zone's name, and after a year that stands last: "Sat Nov 21 19:56:36 2026 +0200".
        numbers = _AFTER.match(after)
        if numbers is None:
            return _ZONES.get(name.lower()) if name else None
        ahead, aside = numbers.groups()
    if not ahead or not aside:
        return None
    minutes = abs(int(ahead)) * 60 + int(aside)
    if minutes > 15 * 60 or int(aside) > 59:
        return None
    return -minutes if ahead.startswith("-") else minutes
