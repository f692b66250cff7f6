"""Values that a person writes behind a label: `Reseller ID: acme-hosting`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from itertools import islice
from pathlib import Path

from triage.details.account_words import is_ordinary, is_participle, spoken_of
from triage.details.lexicon import fold

_IS_AN_ID = re.compile(
    r"(?:id|login|number|kennung|azonosito(?:ja|nk|m)?|nev(?:unk|em|e)|kod(?:unk|ja)|fiokunk)$", re.IGNORECASE
)
_BEGINS = re.compile(r"(?:^|[\n,;:/|(–-])\s*$")
_BEGINS_LINE = re.compile(r"(?:^|[\n,;:/|(])\s*(?:[A-Za-z]{1,3}\s)?$")
_LAST_CELL = re.compile(r"[ \t]*\|?[ \t]*(?:\n|$)")
_FIELD = re.compile(
    r"(?:^|[\n,;/|.?!(])[ \t*-]{0,4}(?P<label>[^\W\d_][\w .'-]{4,40}?)"
    r"(?:[ \t]?[:=][ \t]{0,3}|[ \t]{1,2}(?=[\w.@+-]{2,64}[ \t]?(?:$|[\n,;/|)])))[\"'`<(]{0,2}"
    r"(?P<value>[A-Za-z0-9][\w.@+-]{1,62})"
)
_MORE = re.compile(r"[ \t]{1,3}\w")
_QUOTES = tuple("\"'`“”„«»‘’‚")
_LONG = 8
_LOGIN, _RESELLER = "authorized_user_id", "reseller_id"
_VERBS = (
    "is called|is named|is|was|heisst|heißt|ist|lautet|s'appelle|est|se llama|es|si chiama|e'|e|heet|luidt|to"
    "|nazywa sie|brzmi|jest|chama-se|se chama|van|neve|as|als|comme|como|come|jako"
)
_DATA = Path(__file__).parent / "data" / "labels.toml"


def labelled(text: str, name: str) -> str | None:
    """The first value behind one of a detail's labels; empty talk ("is unknown to me") is none.

    Without a colon or an "is" between them a plain word is a value only behind "ID" and at a phrase's end.
    """
    flat = plain(text)
    for match in _pattern(name).finditer(flat):
        value = match["value"].rstrip(".,-")
        sure = _is_marked(match, flat) or (match["ends"] is not None and _stands_alone(match, flat))
        if not is_value(value) or (name == _LOGIN and _is_account(match)):
            continue
        strong = re.search(r"[\d_.@-]", value) and (name != _LOGIN or sure or match["ends"] is not None)
        if strong or (sure and not _is_predicate(match, value, flat)):
            return value
    return _misspelt(flat, name)


def _is_marked(match: re.Match[str], flat: str) -> bool:
    """A dash may begin an aside, a bar a column: they mark only what ends a line that the label begins."""
    mark = (match["mark"] or "").strip()
    if _is_quoted(match, flat) or not mark.endswith(("–", "—", "|")):
        return bool(mark) or _is_quoted(match, flat)
    if mark == "|" and not _LAST_CELL.match(flat, match.end("value")):
        return False
    return match["ends"] is not None and bool(_BEGINS_LINE.search(flat[: match.start()][-80:]))


def _is_account(match: re.Match[str]) -> bool:
    """ "OpenSRS account": the account itself, not a login to its panel."""
    label = " ".join(fold(match["label"]).replace("-", " ").split())
    return "opensrs" in label and spoken_of("account", label) and not spoken_of("panel", label)


def _is_predicate(match: re.Match[str], value: str, flat: str) -> bool:
    """ "Our reseller is unreachable", "reseller: see below": an ordinary word that is no value.

    Behind a colon, with nothing after it, such a word may still be one.
    """
    mark = (match["mark"] or "").strip()
    if _is_quoted(match, flat) or (mark.endswith((":", "=", "#")) and match["ends"] is not None):
        return False
    word = fold(value)
    return is_ordinary(word) or (is_participle(word) and not mark.endswith((":", "=", "#")))


def _is_quoted(match: re.Match[str], flat: str) -> bool:
    """ "our reseller "acme"": one word in quotation marks behind the label is its value."""
    before, after = flat[match.start("value") - 2 : match.start("value")], flat[match.end("value") :][:2]
    return before.strip()[-1:] in _QUOTES and after.strip()[:1] in _QUOTES and bool(after.strip())


def _stands_alone(match: re.Match[str], flat: str) -> bool:
    """ "My reseller ID foo.", and "…, reseller foo / …": the label begins what the value ends."""
    return bool(_IS_AN_ID.search(match["label"]) or _BEGINS.search(flat[: match.start()][-80:]))


def _misspelt(flat: str, name: str) -> str | None:
    """The value of a line or part of one whose label is wrong by a letter: "Revenditore: foo"."""
    for match in islice(_FIELD.finditer(flat[:8_000]), 200):
        said = " ".join(fold(match["label"]).split())
        near = _of_about(name, len(said), said[:1])
        if not near or not any(_alike(said, one) for one in near):
            continue
        value = match["value"].rstrip(".,-")
        goes_on = _MORE.match(flat, match.end("value"))
        if is_value(value) and not (goes_on and is_ordinary(fold(value))):
            return value
    return None


@cache
def _folded_labels(name: str) -> tuple[str, ...]:
    return tuple(fold(label) for label in _labels(name))


@cache
def _of_about(name: str, length: int, first: str) -> tuple[str, ...]:
    """The labels that a word of this length and first letter may be a slip of."""
    return tuple(
        known for known in _folded_labels(name) if abs(len(known) - length) <= 1 and known[:1] == first
    )


def _alike(said: str, known: str) -> bool:
    """One letter changed, left out or put in, in words long enough for it to be a slip."""
    if len(known) < _LONG:
        return False
    start = next((at for at, (a, b) in enumerate(zip(said, known, strict=False)) if a != b), None)
    if start is None:
        return True
    rests = (
        (said[start + 1 :], known[start + 1 :]),
        (said[start + 1 :], known[start:]),
        (said[start:], known[start + 1 :]),
    )
    return any(one == other for one, other in rests)


def is_value(word: str) -> bool:
    """Can this word be an ID? Empty talk is none."""
    return len(word) >= 2 and fold(word) not in _no_values()


def beside(text: str, first: str, name: str) -> str | None:
    """The value behind one of a detail's looser labels, where another's value stands right before it."""
    flat = plain(text)
    ends = [match.end("value") for match in _pattern(first).finditer(flat)]
    told = labelled(text, first)
    if told and told in flat:
        ends.append(flat.find(told) + len(told))
    for end in ends:
        following = _loose_pattern(name).match(flat, end)
        if following and is_value(following["value"]) and not is_ordinary(fold(following["value"])):
            return following["value"]
    return None


@cache
def _loose_pattern(name: str) -> re.Pattern[str]:
    spelt = "|".join(re.escape(plain(label)) for label in _longest_first(_labels(name)))
    value = r"(?P<value>[A-Za-z0-9][\w.-]{1,62}[A-Za-z0-9])(?=[.,;)]?(?:\s|$))"
    return re.compile(
        rf"[\s.,;/|()-]{{1,6}}(?:\w{{1,5}}\s)?(?:{spelt})(?:\s{{0,2}}[:=#]|\s(?:is|ist|est|es|to|jest))?\s{{1,2}}{value}",
        re.I,
    )


def plain(text: str) -> str:
    """A text without accents but with its case: an ID is kept as it was written."""
    head = text[:20_000]
    if head.isascii():
        return head
    decomposed = unicodedata.normalize("NFKD", head.replace("ł", "l").replace("Ł", "L"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    spelt = any_label(name)
    mark = rf"(?P<mark>\s*(?:[:=#→]|[-=]>|[-–—|]\s|(?:{_VERBS})\b:?))?"
    value = r"(?:[\"'`<(“”„«»‘’‚]{1,2}\s?)?(?P<value>[A-Za-z0-9](?:[\w.@+-]{0,62}\w)?)"
    ends = r"(?P<ends>[.,;)\s\"'`>]{0,2}$|\s?[/|]|[,;)]|\.(?=\s)|(?=\s{1,2}(?:and|und|et|y|e|en|i|es)\b))?"
    label = rf"\b(?P<label>{spelt})(?!\w)(?:\s*\([^)\n]{{0,60}}\))?"
    return re.compile(rf"{label}{mark}\s{{0,3}}{value}{ends}", re.I | re.M)


def any_label(name: str) -> str:
    """The pattern of every label of a detail, for a text made `plain`."""
    spelt = "|".join(_spelt(label) for label in _longest_first(_labels(name)))
    if name == _LOGIN:
        return f"{_panel_logins()}|{spelt}"
    return f"{_reseller_accounts()}|{spelt}" if name == _RESELLER else spelt


def _spelt(label: str) -> str:
    return re.escape(plain(label)).replace(r"\ ", r"[\s-]{1,2}")


def _panel_logins() -> str:
    """ "login of the panel", "panel login"."""
    logins = "|".join(_spelt(word) for word in _longest_first(_labels("logins")))
    panels = "|".join(_spelt(word) for word in _longest_first(_labels("panels")))
    small = r"(?:[\s-]{1,2}\w{1,4}\b){0,3}?[\s(-]{1,2}"
    # "user in the panel of OpenSRS", "user in the OpenSRS panel"
    panel = rf"(?:{panels})(?:{small}(?:{panels}))?"
    return rf"(?:{logins}){small}{panel}\)?|{panel}{small}(?:{logins})"


def _reseller_accounts() -> str:
    """ "name of the reseller's account", "reseller account name"."""
    account = "|".join(_spelt(word) for word in _longest_first(_labels("of_account")))
    reseller = "|".join(_spelt(word) for word in _longest_first(_labels("of_reseller")))
    small = r"(?:[\s-]{1,2}\w{1,4}\b){0,2}?[\s,'’(-]{1,2}"
    behind = rf"(?:{small}(?:{account})\b)"
    return rf"(?:(?:{account}){small}){{1,2}}(?:{reseller})\b{behind}{{0,2}}|(?:{reseller}){behind}{{1,2}}"


@cache
def _labels(name: str) -> list[str]:
    return list(tomllib.loads(_DATA.read_text("utf-8"))[name])


def _longest_first(labels: list[str]) -> list[str]:
    return sorted(labels, key=len, reverse=True)


@cache
def _no_values() -> frozenset[str]:
    return frozenset(fold(word) for word in tomllib.loads(_DATA.read_text("utf-8"))["no_value"])
