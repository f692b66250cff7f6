"""Which line says who wrote what is quoted below it: `On 2 March, Ann wrote:`, in many languages?"""

from __future__ import annotations

import re

_MOST_LINES = 3
_LONGEST = 600
_TAIL = 160
"""The verb stands near the end, whatever comes before it."""
_WROTE = re.compile(
    r"(?:\b(?:wrote|writes|schrieb|écrit|escribi[óo]|scritto|escreveu|schreef|geschreven|pisze|"
    r"írta|írt|написал(?:\(а\)|а)?|пишет|skrev|kirjoitti|yazdı|a scris)|"
    r"napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|写道|寫道|のメール|書きました)[^\w.!?]{0,12}$"
    # a date behind the verb
    r"|\b(?:írta|escreveu|wrote) ?\(.{1,80}\)\W{0,4}$"
    # the name, or the date, behind the verb
    r"|\b(?:schreef|schrieb|skrev|wrote on|a écrit le|ha scritto il|napisana przez)\b.{1,120}:$",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"^\W{0,8}(?:(?:on|am|le|el|il|em|às|op|w dniu|dne|dnia|den|wiadomość)\b|\d{1,4}[./-]|20\d\d|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|pon|wt|śr|czw|pt|sob|niedz|seg|ter|qua|qui|sex|sáb|dom)\b|"
    r"(?:hét|kedd|sze|csüt|pén|szo|vas)|пн|вт|ср|чт|пт|сб|вс|на|[^\s@]{1,60}@|.{1,60}<[^<>\s]{1,100}@)",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{1,4}[.:/-]\d{1,2}|@|\b20\d\d\b|年")
_QUOTING = re.compile(
    r"^(?:zitat von|quoting|citando a|citando|citation de|citat från|idézet)\b.{1,150}:$", re.IGNORECASE
)
_NO_VERB = re.compile(r"^[^@:]{0,40}\d{1,2}:\d{2}.{0,20} <?[^\s@<>]{1,80}@[^\s@<>]{1,120}>?:$")
"""A date, a time, an address: nothing else, and only above a marked quote."""
_ABOVE_MARKS = re.compile(
    r"^.{2,120}\b(?:wrote|writes|schrieb|schreibt|écrit|escribió|scritto|escreveu|schreef|pisze|napisała?|"
    r"írta) ?:$",
    re.IGNORECASE,
)
_SAID_ABOVE_MARKS = re.compile(r"^on .{2,120}(?:\d|@).{0,60}\bsaid ?:$", re.IGNORECASE)
"""Only a name and a verb: enough above a marked quote, and nowhere else."""
_GOES_ON = re.compile(
    r"\b(?:wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|napisał\(a\)) ?: {2,}\S", re.IGNORECASE
)


def attribution(lines: list[str], at: int) -> int:
    """How many lines from `at` on say who wrote what follows; 0: this one does not."""
    line = lines[at].strip()
    if _QUOTING.match(line) or _is_on_one_line(line):
        return 1
    if _says_so_above_marks(line) and is_marked(next_line(lines, at + 1)):
        return 1
    if not _BEGINS.match(line[:200]):
        return 0
    joined = ""
    for taken, part in enumerate(lines[at : at + _MOST_LINES], 1):
        if not part.strip() or is_marked(part):
            return 0
        joined = f"{joined} {part.strip()}"[-_LONGEST:]
        if _WROTE.search(joined[-_TAIL:]) and _DATED.search(joined):
            return taken
    return 0


def _says_so_above_marks(line: str) -> bool:
    if not line.endswith(":") or len(line) > _LONGEST:
        return False
    return any(pattern.match(line) for pattern in (_NO_VERB, _ABOVE_MARKS, _SAID_ABOVE_MARKS))


def _is_on_one_line(line: str) -> bool:
    """The quoted text follows on the line itself, as Yahoo's app writes it."""
    found = _GOES_ON.search(line[:400])
    return found is not None and "@" in line[: found.start()] and _BEGINS.match(line[:200]) is not None


def next_line(lines: list[str], at: int) -> str:
    """The first line from there on that is not blank; empty at the end."""
    return next((line for line in lines[at:] if line.strip()), "")


def is_marked(line: str) -> bool:
    """Does it carry the mark of a quote (RFC 3676 section 4.5)?"""
    return line.lstrip(" \t").startswith((">", "|>"))
