"""The name of an account with the desk, or the login to its control panel, told in a person's own words.

"We signed up with you as foo", "ins Panel komme ich mit dem Benutzer foo", "nálatok foo néven vagyunk": a
clause speaks of the account or of the panel, and a word that looks like an account's name stands where a
name would. Which of the two it is, the nearest clause tells.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.vocabulary import Detail
from triage.details.account_words import Token, joined, sentences, spoken_of, tokens
from triage.details.name_frames import AND, Candidate, Frame, candidate_at

_CUTS = frozenset(",;|/–—-")
_CUES = ("with_you", "panel", "reseller", "registered")
_CLAUSES = 3


def told_name(text: str, detail: Detail) -> str | None:
    """The first account name, or the first panel login, that is told in passing; `None`: there is none."""
    for sentence in sentences(text):
        said = tokens(sentence)
        words = joined(said)
        if any(spoken_of(topic, words) for topic in _CUES):
            found = next((value for kind, value in _told(said, words) if kind is detail), None)
            if found:
                return found
    return None


def _told(said: list[Token], words: str) -> Iterator[tuple[Detail, str]]:
    start = 0
    for at in range(len(said)):
        candidate = candidate_at(said, at)
        kind = _kind(said, candidate, start, words) if candidate else None
        if candidate and kind:
            yield kind, candidate.value
            start = at + 1


def _kind(said: list[Token], candidate: Candidate, start: int, words: str) -> Detail | None:
    """What the clause of a name speaks of; where it says nothing, the clauses beside it."""
    first, last = _clause(said, candidate.at, start)
    for wide in range(_CLAUSES):
        near = f"{joined(said[first : candidate.at])} | {joined(said[candidate.at + 1 : last])}"
        if spoken_of("foreign", near) or (wide == 0 and spoken_of("not", near)):
            return None
        # "…, as agreed": a plain word behind a mere "as" needs its own clause's word of what it is
        apart = wide == 0 or candidate.sure or candidate.frame is not Frame.AS
        kind = _speaks_of(near, candidate, words) if apart else None
        if kind is not None:
            return kind
        if candidate.behind and last + 1 < len(said):
            last = _clause(said, last + 1, start)[1]
        elif first > start:
            first = _clause(said, first - 1, start)[0]
        else:
            return None
    return None


def _clause(said: list[Token], at: int, start: int) -> tuple[int, int]:
    """The numbers of its first token and of the one behind its last; a colon before it opens it."""
    first, last = at, at + 1
    while first > start and not _is_cut(said[first - 1]):
        if said[first - 1].text == ":" and first < at - 1:
            break
        first -= 1
    while last < len(said) and not _is_cut(said[last]):
        last += 1
    return (first, last)


def _is_cut(token: Token) -> bool:
    return token.text in _CUTS or token.text.lower() in AND


def _speaks_of(near: str, candidate: Candidate, sentence: str) -> Detail | None:
    if spoken_of("panel", near):
        return Detail.AUTHORIZED_USER_ID if _signs_in(near, candidate) else None
    if candidate.frame is Frame.WITH:
        return None
    here, registered = spoken_of("with_you", near), spoken_of("registered", near)
    if spoken_of("reseller", near) and (candidate.frame is not Frame.AS or registered or here):
        return Detail.RESELLER_ID
    if here and spoken_of("login_noun", near) and not registered:
        return Detail.AUTHORIZED_USER_ID
    account = spoken_of("account", near)
    if here and (registered or account or spoken_of("known", near) or spoken_of("name_noun", near)):
        return Detail.RESELLER_ID
    if registered and (account or spoken_of("with_you", sentence)):
        return Detail.RESELLER_ID
    return None


def _signs_in(near: str, candidate: Candidate) -> bool:
    """Is a panel spoken of as what one signs in to with this name?"""
    if spoken_of("login_noun", near) or spoken_of("sign_in", near) or candidate.frame is Frame.WITH:
        return True
    return candidate.frame is Frame.NAMED and not spoken_of("account", near)
