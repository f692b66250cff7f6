"""What did somebody newly write? A mail's text without what it quotes and without its signature.

First our own cut, linear and in many languages; then mail-parser-reply for what its patterns know besides.
When in doubt text stays: a detail lost here would be asked for again.
"""

from __future__ import annotations

import re

from triage.evidence.inline import inline_label, said_above_a_quote

_MAX_LINES = 3_000
_MAX_LINE = 1_000
_MAX_FOR_LIBRARY = 10_000
"""The library's patterns are quadratic in places: only a short text is given to it."""
_LIBRARY_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "cs", "da", "sv", "ja", "zh", "ko"]
_HEAD = ("from", "date", "to", "subject")
_WROTE = re.compile(
    r"(?:wrote|writes|schrieb|écrit|escribi[óo]|scritto|escreveu|schreef|napisał(?:\(a\)|a)?|"
    r"napsal(?:\(a\)|a)?|"
    r"írta|írt|ezt írta \(időpont[^)]{0,60}\)|написал(?:\(а\)|а)?|пишет|skrev|kirjoitti|写道|寫道|のメール|"
    r"書きました|yazdı|a scris)[^\w.!?]{0,4}$"
    # Germanic languages put the name behind the verb.
    r"|\b(?:schreef|schrieb|skrev)\b[^:]{1,120}:$",
    re.IGNORECASE,
)
_BEGINS_WROTE = re.compile(
    r"^\W{0,3}(?:(?:on|am|le|el|il|em|op|w dniu|dne|dnia|den)\b|\d{1,4}[./-]|20\d\d|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)\b|(?:hét|kedd|sze|csüt|pén|szo|vas)|пн|вт|ср|чт|пт|сб|вс|на|[^\s@]{1,60}@|.{1,60}<[^<>\s]{1,100}@)",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{1,4}[.:/-]\d{1,2}|@|\b20\d\d\b|年")
_SENT_FROM = re.compile(
    r"^(?:sent from (?:my |the )?\S|sent with |get outlook for |gesendet mit |von meinem \S.{0,40} gesendet|"
    r"gesendet von|envoyé (?:de mon|depuis|à partir)|enviado desde|enviado do meu|inviato da|verzonden vanaf|"
    r"wysłane z|odesláno z|elküldve a|az iphone-omról|отправлено (?:с|из)|skickat från|iphoneから送信|"
    r"发自我的)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"^[ \t]{0,3}(?:\|?>[ \t]?){1,20}")
_RULE = re.compile(r"^[ \t]{0,3}[_-]{8,}[ \t]{0,3}$")


def new_text(text: str) -> str:
    """The newly written text; empty when all of it is quoted or forwarded."""
    lines = [line[:_MAX_LINE].rstrip() for line in text.replace("\r\n", "\n").split("\n")[:_MAX_LINES]]
    lines = _without_signature(_unquoted(lines[: _cut(lines)]))
    ours = "\n".join(lines).strip()
    if not ours or len(ours) > _MAX_FOR_LIBRARY:
        return ours
    return _by_library(ours) or ours


def old_text(text: str) -> str:
    """What is quoted or forwarded in a mail, its quote marks taken off; empty when all of it is new."""
    lines = [line[:_MAX_LINE].rstrip() for line in text.replace("\r\n", "\n").split("\n")[:_MAX_LINES]]
    cut = _cut(lines)
    above = (line for line in lines[:cut] if line.lstrip(" \t").startswith((">", "|>")))
    return "\n".join(_MARKS.sub("", line) for line in (*above, *lines[cut:])).strip()


def _cut(lines: list[str]) -> int:
    """Where the quoted mail begins: an Outlook head, "somebody wrote:", or an announcing line."""
    for at, line in enumerate(lines):
        if not line or line.startswith(">"):
            continue
        if inline_label(line) == "from" and _is_head(lines, at):
            return at - 1 if at and _RULE.match(lines[at - 1]) else at
        if said_above_a_quote(line) and any(inline_label(below) for below in lines[at + 1 : at + 4]):
            return at
        if _is_wrote(lines, at):
            return at
    return len(lines)


def _is_head(lines: list[str], at: int) -> bool:
    """From, Sent, To and Subject on lines that follow each other, as Outlook writes them."""
    found = [label for line in lines[at : at + 8] if (label := inline_label(line))]
    return all(name in found for name in _HEAD) and all(line.strip() for line in lines[at : at + 4])


def _is_wrote(lines: list[str], at: int) -> bool:
    """`On … wrote:`, on up to three lines."""
    if not _BEGINS_WROTE.match(lines[at][:200]):
        return False
    joined = ""
    for line in lines[at : at + 3]:
        if not line.strip():
            return False
        joined = f"{joined} {line.strip()}"[-600:]
        if _WROTE.search(joined) and _DATED.search(joined):
            return True
    return False


def _unquoted(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.lstrip(" \t").startswith((">", "|>"))]


def _without_signature(lines: list[str]) -> list[str]:
    """Up to the signature mark (RFC 3676 section 4.3), and without "sent from my phone"."""
    for at, line in enumerate(lines):
        if line in ("--", "-- ") and any(above.strip() for above in lines[:at]):
            lines = lines[:at]
            break
    return [line for line in lines if not _SENT_FROM.match(line.strip()[:100])]


def _by_library(text: str) -> str:
    """What the library takes for new, unless it cuts at a line like `From: …`: people list details so."""
    from mailparser_reply.parser import EmailMessage  # type: ignore[import-untyped]

    found = EmailMessage(text=text, languages=list(_LIBRARY_LANGUAGES), keep_hyphen_lists=True).read()
    new = (found.latest_reply or "").strip()
    rest = text.split("\n")[len(new.split("\n")) :]
    cut_at = next((line for line in rest if line.strip()), "")
    return "" if inline_label(cut_at) else new
