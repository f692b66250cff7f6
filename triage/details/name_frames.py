"""Words that look like the name of an account and stand where one would: "as foo", "is called foo"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from triage.details.account_words import Token, begins, is_all, is_ordinary, is_participle, joined, spoken_of
from triage.details.labels import is_value

QUOTES = frozenset("\"'`“”„«»‘’‚")
_ALSO = ("and", "und", "y", "e", "et", "en", "i", "és", "oraz", "sowie", "plus", "pedig", "while", "mentre")
_BUT = ("but", "aber", "sondern", "mais", "pero", "ma", "maar", "ale", "mas", "viszont")
AND = frozenset((*_ALSO, *_BUT))
"""As they are written: "è" is no "e"."""
_NAME = re.compile(r"[a-z][a-z0-9._+-]{1,40}[a-z0-9_]", re.I)
_STRONG = re.compile(r"(?=.*\d)|.*[a-z]_[a-z0-9]|.*[a-z]{2}\.[a-z]|[a-z]\.[a-z]{3}|[a-zA-Z]*[a-z][A-Z]")
DOMAIN = re.compile(
    r"\.(?:com?|net|org|info|biz|eu|io|de|at|ch|hu|fr|be|es|it|nl|pl|pt|br|mx|ar|cl|uk|us|ca|au|test|example|local"
    r"|lan|eml|msg|pdf|txt|html?|docx?|xlsx?|png|jpe?g|zip)(?:\.[a-z]{2})?$",
    re.I,
)
_PRODUCT = re.compile(
    r"(?:outlook|office|windows?|win|iphone|ipad|ios|android|exchange|tls|ssl|smtp|imap|pop|ipv|mx|port|version|nr|no"
    r"|tel|fax|utf|ms|[a-z])[.-]?\d[\w.]*$",
    re.I,
)
_SUFFIX = re.compile(r"-(?:k[ée]nt|[a-z]{1,2}[ae]l|n[ae]k|[oe]n|r[ae])$", re.I)
"""What Hungarian puts behind a name: "foo-ként", "foo-val"."""
_WALK = 8
_SHORTEST = 4
_ROLES = (
    ("called", ("called",)),
    ("noun", ("name_noun", "login_noun", "account")),
    ("as", ("as",)),
    ("to", ("to",)),
    ("with", ("with",)),
    ("copula", ("copula",)),
    ("i am", ("i_am",)),
    ("small", ("small", "with_you")),
)
_PREPOSITIONS = frozenset({"as", "to", "with"})
_NOUNS = ("name_noun", "login_noun", "account", "reseller")
_BRACKETED = ("name_noun", "login_noun", "account", "account_name", "panel")
_THE_NAME = ("a nev", "a belepesi nev", "a bejelentkezesi nev")
_ENDS_ASIDE = frozenset("(),;–—")
_SOON, _VERBS, _EXPLAINED = 6, 2, 20
_MAY_FOLLOW = ("goes_on", "with_you", "registered", "known", "sign_in", "chosen")


class Frame(Enum):
    """How a word is put where a name would stand."""

    CALLED = "name: foo, is called foo"
    NAMED = "with the user foo, foo is our name"
    IS = "is foo"
    AS = "as foo"
    WITH = "with foo"
    I_AM = "I am foo"
    BARE = "user foo, (foo)"


_GOES_ON = {
    Frame.IS: ("goes_on", "with_you"),
    Frame.BARE: ("chosen", "registered"),
}
"""What may follow a name in its clause: "is still registered", "the name resolves with you" hold none."""


@dataclass(frozen=True)
class Candidate:
    """A word that may be an account's name, and the number of its token."""

    at: int
    value: str
    frame: Frame
    sure: bool
    """Its quotes or its own look tell a name; else it is a plain word that is not known as ordinary."""
    behind: bool = False
    """What names it stands behind it."""


def candidate_at(said: list[Token], at: int) -> Candidate | None:
    """The word as a candidate; `None` for ordinary words, domains, addresses, products, people's names."""
    token = said[at]
    quoted = 0 < at < len(said) - 1 and said[at - 1].text in QUOTES and said[at + 1].text in QUOTES
    value = token.text if quoted else _SUFFIX.sub("", token.text)
    if not _may_be_name(value) or (at + 1 < len(said) and said[at + 1].text == "@"):
        return None
    sure = quoted or bool(_STRONG.match(value))
    behind = _named_behind(said, at, quoted)
    if behind and (sure or _is_plain_before(said, at, behind)):
        return Candidate(at, value, Frame.NAMED, sure, behind=True)
    if value != token.text and (sure or (value.islower() and len(value) >= _SHORTEST)):
        return Candidate(at, value, Frame.NAMED, sure)
    frame = _frame_before(said, at)
    if frame and (sure or _is_plain_name(said, at, frame)):
        return Candidate(at, value, frame, sure)
    return None


def _is_plain_before(said: list[Token], at: int, behind: str) -> bool:
    """May a plain word before "is our name" be the name? "Rossz a nevünk" has any adjective there."""
    text = said[at].text
    if len(text) < _SHORTEST or not (text.islower() or (text.istitle() and at == 0)):
        return False
    if behind.startswith("("):
        return at == 0 or not said[at - 1].word[:1].isalnum()
    verbless = behind.startswith(("a ", "az ")) and not behind.startswith(_THE_NAME)
    return not verbless and (begins("after", behind) or not is_participle(said[at].word))


def _may_be_name(value: str) -> bool:
    if not _NAME.fullmatch(value) or DOMAIN.search(value) or _PRODUCT.match(value):
        return False
    return is_value(value) and not is_ordinary(value.lower())


def _is_plain_name(said: list[Token], at: int, frame: Frame) -> bool:
    """A word in small letters, or one capitalised and not the first of two, where a name must stand."""
    text = said[at].text
    if frame is not Frame.CALLED and is_participle(said[at].word):
        return False
    if frame is Frame.AS:
        return text.islower() and len(text) >= _SHORTEST
    if frame in (Frame.WITH, Frame.I_AM) or not _may_end(said, at, frame):
        return False
    if frame is Frame.BARE and not is_all("name_noun", said[at - 1].word):
        return False
    if not any(spoken_of(topic, joined(said[:at])) for topic in _NOUNS):
        return False
    following = said[at + 1].text if at + 1 < len(said) else ""
    return (text.islower() and len(text) >= _SHORTEST) or (text.istitle() and not following[:1].isupper())


def _may_end(said: list[Token], at: int, frame: Frame) -> bool:
    """Does the clause end here, or go on with what does not belong to a name?"""
    if at + 1 >= len(said) or not said[at + 1].word[:1].isalnum():
        return True
    rest = joined(said[at + 1 : at + 5])
    topics = _GOES_ON.get(frame, _MAY_FOLLOW)
    return said[at + 1].text.lower() in AND or any(begins(topic, rest) for topic in topics)


def _frame_before(said: list[Token], at: int) -> Frame | None:
    """Walk back over articles, "name", "user", "is" and the like as far as they go."""
    first = at - 1
    while first >= 0 and said[first].text in QUOTES:
        first -= 1
    found: set[str] = set()
    for index in range(first, max(-1, first - _WALK), -1):
        role = _role(said[index], beside=index == at - 1, marked="mark" in found)
        if role is None:
            break
        found.add(role)
        if role in _PREPOSITIONS:
            break
    if found == {"mark", "as"}:
        return Frame.AS
    if found & {"called", "mark"}:
        return Frame.CALLED
    if "noun" in found and found & _PREPOSITIONS:
        return Frame.NAMED
    frames = (
        ("copula", Frame.IS),
        ("as", Frame.AS),
        ("with", Frame.WITH),
        ("i am", Frame.I_AM),
        ("noun", Frame.BARE),
    )
    told = next((frame for role, frame in frames if role in found), None)
    return told or (Frame.BARE if "bracket" in found else None)


def _role(token: Token, *, beside: bool, marked: bool) -> str | None:
    if token.text in ":=":
        return "mark"
    if token.text == "è":
        return "copula"
    if token.text == "(" and beside:
        return "bracket"
    if token.text == ")" and marked:
        return "small"
    return next((role for role, topics in _ROLES if any(is_all(topic, token.word) for topic in topics)), None)


def _named_behind(said: list[Token], at: int, quoted: bool) -> str:
    """ "foo néven", "foo is our account with you", "foo, das sind wir": the words behind it, or nothing."""
    after = said[at + 1 + quoted : at + 6 + quoted]
    if _is_explained(said[at + 1 + quoted : at + _EXPLAINED], quoted):
        return joined(after)
    if after and after[0].text == ",":
        after = after[1:]
    rest = joined(after)
    if rest.startswith("( "):
        inside = rest[2:].partition(" )")[0]
        return rest if any(is_all(topic, inside) for topic in _BRACKETED) else ""
    return rest if begins("after", rest) or begins("is_ours", rest) else ""


def _is_explained(after: list[Token], quoted: bool) -> bool:
    """ "foo (that's his account with you)", "foo, the account we opened with you"."""
    marks = [at for at, token in enumerate(after) if token.text in _ENDS_ASIDE]
    # "„foo” alá tartozunk (…": a verb may end the clause first
    if not marks or marks[0] > _VERBS * quoted or after[marks[0]].text not in ("(", ","):
        return False
    inside = joined(after[marks[0] + 1 : marks[1] if len(marks) > 1 else len(after)])
    first = " ".join(inside.split()[:_SOON])
    if not spoken_of("account", first) or not begins("explains", inside):
        return False
    words = inside.split()
    upto = (at for at in range(1, len(words) + 1) if spoken_of("with_you", " ".join(words[:at])))
    # "foo, the name we have with you is not known" is no explanation
    end_of_it = next(upto, None)
    return end_of_it is not None and not any(is_all("copula", word) for word in words[end_of_it:])
