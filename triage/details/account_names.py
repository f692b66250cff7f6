"""The name of an account with the desk, or the login to its control panel, told in a person's own words.

"We signed up with you as foo", "ins Panel komme ich mit dem Benutzer foo", "nálatok foo néven vagyunk": a
clause speaks of the account or of the panel, and a word that looks like an account's name stands where a
name would. Which of the two it is, the nearest clause tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from knowledge.vocabulary import Detail
from triage.details.account_words import Token, is_all, joined, sentences, spoken_of, tokens
from triage.details.labels import labelled
from triage.details.name_frames import AND, Candidate, Frame, candidate_at

_CUTS = frozenset(",;|/–—-")
_CUES = ("with_you", "panel", "reseller", "registered")
_TOPICS = (
    *_CUES,
    "account",
    "known",
    "sign_in",
    "login_noun",
    "name_noun",
    "shown",
    "i_am",
    "mine",
    "we",
    "not",
    "foreign",
)
_NAMING = (Frame.AS, Frame.CALLED, Frame.NAMED, Frame.IS)
_LOGIN = Detail.AUTHORIZED_USER_ID
_CLAUSES, _MOST = 3, 12
_IT = frozenset({"c", "ce", "it", "that", "this", "das", "es", "dat", "het", "to", "ez", "az", "'"})


def told_name(text: str, detail: Detail) -> str | None:
    """The first account name, or the first panel login, that is told in passing; `None`: there is none."""
    for sentence in sentences(text):
        said = tokens(sentence)
        words = joined(said)
        if any(spoken_of(topic, words) for topic in _CUES):
            found = next((value for kind, value in _told(said, words) if kind is detail), None)
            if found:
                return found
    return _beside_login(text) if detail is Detail.RESELLER_ID else None


def _beside_login(text: str) -> str | None:
    """ "We signed up as foo": with the desk, if the login to its panel is told in the same breath."""
    said = list(sentences(text))
    words = [tokens(sentence) for sentence in said]
    panel = [at for at, one in enumerate(words) if spoken_of("panel", joined(one))][:_MOST]
    for at in range(len(said)):
        name = _ours(words[at]) if {at - 1, at, at + 1} & set(panel) else None
        if name:
            around = "\n".join(said[max(0, at - 1) : at + 2])
            login = labelled(around, _LOGIN) or told_name(around, _LOGIN)
            if login and login != name:
                return name
    return None


def _ours(said: list[Token]) -> str | None:
    """What is told as the name of our account, wherever the account is."""
    candidates = (one for at in range(len(said)) if (one := candidate_at(said, at)))
    for candidate in islice(candidates, _MOST):
        first, last = _clause(said, candidate.at, 0)
        clause = f"{joined(said[first : candidate.at])} | {joined(said[candidate.at + 1 : last])}"
        near = _topics(clause)
        label = clause.partition(" :")[0].lstrip("*-• ")
        ours = near & {"account", "registered"} and (near & {"we", "mine"} or spoken_of("of_us", clause))
        told = candidate.frame in _NAMING and (ours or is_all("account_name", label))
        if told and not near & {"foreign", "not", "panel"}:
            return candidate.value
    return None


def _told(said: list[Token], words: str) -> Iterator[tuple[Detail, str]]:
    start = 0
    candidates = (one for at in range(len(said)) if (one := candidate_at(said, at)))
    for candidate in islice(candidates, _MOST):
        kind = _kind(said, candidate, start, words)
        if kind:
            yield kind, candidate.value
            start = candidate.at + 1


def _kind(said: list[Token], candidate: Candidate, start: int, words: str) -> Detail | None:
    """What the clause of a name speaks of; where it says nothing, the clauses beside it."""
    first, last = _clause(said, candidate.at, start)
    own, before = frozenset[str](), said[first : candidate.at]
    for wide in range(_CLAUSES):
        near = _topics(f"{joined(said[first : candidate.at])} | {joined(said[candidate.at + 1 : last])}")
        own = own if wide else near
        if "foreign" in near or "not" in own:
            return None
        kind = _speaks_of(near, candidate, words) if not wide or _may_widen(candidate, own, before) else None
        if kind is Detail.RESELLER_ID and wide and "login_noun" in own:
            return None
        if kind is not None:
            return kind
        if candidate.behind and last + 1 < len(said):
            further = _clause(said, last + 1, start)[1]
            if any(candidate_at(said, at) for at in range(last + 1, further)):
                return None
            last = further
        elif first > start:
            first = _clause(said, first - 1, start)[0]
        else:
            return None
    return None


def _may_widen(candidate: Candidate, own: frozenset[str], before: list[Token]) -> bool:
    """ "…, as agreed", "…, who is away": a plain word there needs its own clause's word of what it is."""
    if candidate.sure or "known" in own:
        return True
    if candidate.frame is Frame.IS:
        # "…, if you need it, is foo", "le revendeur, c'est foo"
        return all(is_all("copula", token.word) or token.word in _IT for token in before)
    return candidate.frame is not Frame.AS


def _topics(words: str) -> frozenset[str]:
    return frozenset(topic for topic in _TOPICS if spoken_of(topic, words))


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


def _speaks_of(near: frozenset[str], candidate: Candidate, sentence: str) -> Detail | None:
    frame = candidate.frame
    if (
        frame is Frame.AS
        and not candidate.sure
        and "shown" in near
        and not {"registered", "with_you"} <= near
    ):
        return None
    if "panel" in near:
        return Detail.AUTHORIZED_USER_ID if _signs_in(near, frame) else None
    if frame is Frame.WITH:
        return None
    if "reseller" in near and (frame is not Frame.AS or near & {"registered", "with_you", "known"}):
        return Detail.RESELLER_ID
    if {"with_you", "login_noun"} <= near and "registered" not in near:
        return Detail.AUTHORIZED_USER_ID
    return Detail.RESELLER_ID if _is_account(near, frame, sentence) else None


def _is_account(near: frozenset[str], frame: Frame, sentence: str) -> bool:
    """Is it the name of an account with the desk?"""
    # "the account foo" may be anybody's
    account = "account" in near and (frame is not Frame.BARE or "we" in near)
    if "with_you" in near:
        return account or frame is Frame.I_AM or bool(near & {"registered", "known", "name_noun"})
    if "registered" not in near:
        return False
    # "the name I registered with" may have been given to a shop
    ours = "name_noun" in near and ("we" in near or "mine" not in near)
    return account or ours or spoken_of("with_you", sentence)


def _signs_in(near: frozenset[str], frame: Frame) -> bool:
    """Is a panel spoken of as what one signs in to with this name?"""
    if frame is Frame.BARE:
        # "the user foo" may be anybody
        return {"mine", "login_noun"} <= near
    if near & {"login_noun", "sign_in"} or frame in (Frame.WITH, Frame.I_AM):
        return True
    if frame is Frame.AS:
        return "i_am" in near
    return frame in (Frame.CALLED, Frame.NAMED) and "account" not in near
