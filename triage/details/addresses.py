"""The mail addresses that a person wrote down, and which of them sends and which receives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.vocabulary import ProblemKind
from triage.details.earlier import desk_addresses
from triage.details.lexicon import Hit
from triage.details.side_labels import side_of_label
from triage.details.telling import Telling
from triage.facts.hosts import domain_of
from triage.facts.picture import is_ours

_MOST = 60
_ADDRESS = re.compile(
    r"(?<![\w.+@-])(\w[\w.+=&'-]{0,63}@(?:\w[\w-]{0,62}\.){1,8}(?:xn--[a-z0-9-]{1,40}|[^\W\d_]{2,24}))(?![\w@])"
)
_NOT = re.compile(
    r"\b(?:not?|never|nothing|cannot|nicht\w*|nie|kein\w*|nem|sosem|pas|rien|aucun\w?|plus de|non|mai"
    r"|nessun\w?|ningun\w?|niet\w*|nooit|geen|zadn\w{1,4}|nao|nunca|nenhum\w?)\b|n't"
)
_MESSAGE_ID = re.compile(r"(?:message-?id|in-reply-to|references)\W{1,4}$")
_WHOLE_DOMAIN = re.compile(r"(?<![\w.@])@((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,20})\b")
_AND = re.compile(r"^[\s,;&/<>()+]*(?:and|und|es|et|y|e|en|i|oraz|or|oder|og|cc|to)?[\s,;&/<>()]*$")
BETWEEN_PAIRS = re.compile(r"^[\s,;&/<>()+]*(?:and|und|es|et|y|e|en|i|oraz|or|oder|og)?[\s<(]*$")
_SUFFIX = re.compile(r"[>)]?(?:-(tol|rol|bol|nak|nek|re|ra|hoz|hez|ba|be|on|en))\b")
_NOUN_SUFFIX = re.compile(
    r"[>)]? (?:uj |regi |kozos |sajat |kozponti |ceges )?"
    r"(?:(?:e-?mail|mail|levelezo)[ -]?)?(?:cim|fiok|postafiok|doboz|postalada|domain"
    r"|lista|listank|csoport)"
    r"(?:unk|om)?[aeo]?(rol|bol|tol|ra|re|ba|be|hoz|hez|nak|nek)\b"
)
""" "Az anna@… címről a news@… listára": the noun behind an address bears its case."""
_CASE_BEFORE = re.compile(r"\w(tol|rol|bol|nak|nek|hoz|hez) ?[(<]$")
"""The Hungarian cases that a name before a bracketed address stands in."""
_OWNED_AFTER = re.compile(
    r"[)>,]{0,2} (?:az? )?(?:\w+ )?(?:level|uzenet|e-?mail|mail|ertesit|szamla|szamlai|hirlev)\w*"
)
""" "Annának (anna@…) a levelei": the dative of an owner."""
_WHOM = re.compile(
    r"[)>]?,? (?:to whom|whom|an (?:den|die|welche\w?)(?! \w{1,30} [\w.+-]{1,64}@)|dem"
    r"|aan wie|naar wie|do ktore(?:go|j)|do ktorych"
    r"|a quien|a qui|a cui|cui|a quem|akinek|akihez)\b"
)
""" "carl@…, to whom bob@… wrote": the relative clause is about the one before it."""
_RELATIVE = re.compile(r"^\s*,|^\W*(?:wie|wem|ktore\w*|ktorych|whom|quien|qui|cui|quem)\b")
"""What stands between is no name: a clause begins ("kommt nicht an, was anna@… schickt")."""
_PLACES = frozenset({"at", "bei", "chez", "bij", "account", "user", "konto", "conto"})
"""Before a name these say where somebody works, not to whom a mail goes."""
_FROM_A = re.compile(
    r"\b(?:from|von|vom|aus|depuis|desde|dal|dalla|vanaf|vanuit|z|ze|a partir d[aeo])"
    r" (?:(?:the|my|our|dem|der|meine[mr]|unsere[mr]|le|la|mon|ma|notre|el|mi|nuestra"
    r"|mia|nostra|het|mijn|ons|onze) )?$"
)
_OF_A = re.compile(
    r"\b(?:(?P<de>de)|du|da|do|della|del|van|of|von|des|der)"
    r" (?:(?:la|le|el|het|mijn|minha|nossa|nuestra|notre|the|my|our) )?$"
)
""" "From the mailbox anna@…" sends; "of the mailbox" does so where mail goes out."""
_FROM_SUFFIXES = frozenset({"tol", "rol", "bol"})
_MACHINES = frozenset({"mailer-daemon", "postmaster"})
"""They write reports of the mail in question."""
_NAME_BETWEEN = 3
_FAR = 90
_NEXT_WORD = 9
""" "Gets no mail": the word that denies it may stand right behind."""


@dataclass(frozen=True)
class Named:
    """One address in a text; `role` is `sender`, `recipient`, or empty where the words do not tell."""

    address: str
    start: int
    end: int
    role: str


def named_addresses(telling: Telling) -> tuple[Named, ...]:
    """Every address of a text with its role, help addresses left out."""
    helpers = desk_addresses(telling.case)
    found: list[Named] = []
    for pattern, prefix in ((_ADDRESS, ""), (_WHOLE_DOMAIN, "@")):
        for match in list(pattern.finditer(telling.words.text))[:_MOST]:
            if _MESSAGE_ID.search(telling.words.text, max(0, match.start() - 16), match.start()):
                continue
            # as it was written: an address in another alphabet, or with accents, is not the folded one
            said = telling.words.said(match.start(1), match.end(1)).lower()
            address = prefix + (said if "@" in said or prefix else match.group(1)).strip("'")
            if address not in helpers and address.partition("@")[0] not in _MACHINES:
                found.append(Named(address, match.start(), match.end(), ""))
    found.sort(key=lambda item: item.start)
    return _with_roles(found, telling)


def _with_roles(found: list[Named], telling: Telling) -> tuple[Named, ...]:
    done: list[Named] = []
    for item in found:
        previous = done[-1] if done else None
        role = _role(item, previous, telling)
        done.append(Named(item.address, item.start, item.end, role))
    return tuple(_joined(done, telling))


def _joined(found: list[Named], telling: Telling) -> list[Named]:
    """ "anna@… and ben@… never got it": what is said after the last of a row is said of all."""
    text = telling.words.text
    after = ""
    for at in range(len(found) - 1, -1, -1):
        item = found[at]
        in_a_row = at + 1 < len(found) and BETWEEN_PAIRS.match(text[item.end : found[at + 1].start])
        if item.role or not in_a_row:
            after = _said_after(item, telling)
        elif after:
            found[at] = Named(item.address, item.start, item.end, after)
    return found


def _role(item: Named, previous: Named | None, telling: Telling) -> str:
    text = telling.words.text
    if _WHOM.match(text, item.end):
        return "recipient"
    suffix = _SUFFIX.match(text, item.end)
    if suffix is None and telling.language == "hu":
        suffix = _NOUN_SUFFIX.match(text, item.end)
    if suffix is None and telling.language == "hu":
        suffix = _CASE_BEFORE.search(text, max(0, item.start - 12), item.start)
    if suffix and suffix[1] in ("nak", "nek") and _OWNED_AFTER.match(text, item.end):
        return "sender"
    if suffix:
        return "sender" if suffix[1] in _FROM_SUFFIXES else "recipient"
    before, after = _said_before(item, previous, telling), _said_after(item, telling)
    if before and not before.weak:
        return before.role
    if after:
        return after
    if previous and previous.role and _AND.match(text[previous.end : item.start]):
        return previous.role
    floor = previous.end if previous else 0
    return side_of_label(text, max(floor, item.start - _FAR), item.start)


@dataclass(frozen=True)
class _Before:
    role: str
    weak: bool
    """ "A" with a name behind it may be an article ("A contabilista ana@…")."""


def _said_before(item: Named, previous: Named | None, telling: Telling) -> _Before | None:
    """The nearest word before an address that gives it a role, with at most a name between them."""
    best: tuple[int, int, str] | None = None
    floor = previous.end if previous else 0
    owner = "sender" if telling.outgoing else "recipient"
    sides = (("sends_here", "sender"), ("receives_here", "recipient"), ("mailbox_noun", owner))
    for topic, role in sides:
        for hit in _hits(topic, telling):
            if floor <= hit.start and hit.end <= item.start and _only_a_name(hit, item, telling):
                text = telling.words.text
                if text[hit.start : hit.end] in _PLACES and re.search(r"\w", text[hit.end : item.start]):
                    continue
                if topic == "mailbox_noun" and _is_to(hit.start, telling):
                    role = "recipient"
                best = max(best or (-1, 0, ""), (hit.end, hit.start, role))
    if best is None:
        return None
    end, start, role = best
    if role == "recipient" and end - start > 3 and _is_from(start, telling):
        role = "sender"
    article = end - start == 1 and bool(re.search(r"\w", telling.words.text[end : item.start]))
    return _Before(role, article)


def _is_to(start: int, telling: Telling) -> bool:
    """Does "to" stand right before a noun such as "mailbox", with an article at most between them?"""
    text = telling.words.text
    return any(
        hit.end <= start and re.fullmatch(r" (?:\w{1,7} )?", text[hit.end : start])
        for hit in _hits("receives_here", telling)
    )


def _is_from(start: int, telling: Telling) -> bool:
    """Does "from" stand right before a noun such as "mailbox"?"""
    text, low = telling.words.text, max(0, start - 30)
    if _FROM_A.search(text, low, start):
        return True
    of = _OF_A.search(text, low, start) if telling.outgoing else None
    return of is not None and not (of["de"] and telling.language == "nl")  # there it is the article


def _hits(topic: str, telling: Telling) -> tuple[Hit, ...]:
    """A role word counts in the text's language; the labels of a mail's head are English everywhere."""
    hits = telling.words.all(topic)
    language = telling.language
    return tuple(hit for hit in hits if not language or language in hit.languages or _is_label(hit, telling))


def _is_label(hit: Hit, telling: Telling) -> bool:
    return telling.words.text[hit.end : hit.end + 2].lstrip().startswith(":")


def _only_a_name(hit: Hit, item: Named, telling: Telling) -> bool:
    pronouns = telling.words.all("pronoun", telling.language)
    if any(hit.end <= other.start < hit.end + 3 and other.end <= item.start for other in pronouns):
        return False
    between = telling.words.text[hit.end : item.start]
    if _RELATIVE.match(between):
        return False
    if len(between) > 48 or "\n\n" in between or re.search(r"[.!?;]\s", between):
        return False
    return len(re.findall(r"\w+", between)) <= _NAME_BETWEEN


def _said_after(item: Named, telling: Telling) -> str:
    """By the first words right behind the address; of those that begin together the longest tell."""
    text = telling.words.text
    best: tuple[int, int] | None = None
    found = ""
    for topic, role in (("then_receives", "recipient"), ("then_sends", "sender")):
        for hit in telling.words.all(topic):
            if hit.start < item.end or re.search(r"[\w@.,;]", text[item.end : hit.start]):
                continue
            rank = (hit.start, -hit.end)
            if best is None or rank < best:
                best, found = rank, role if topic == "then_sends" else _receives(hit, telling)
    return found


def _receives(hit: Hit, telling: Telling) -> str:
    """Who gets something when mail is refused here gets the error: they are its sender."""
    if telling.problem is ProblemKind.OUTBOUND_REFUSED:
        return "sender"
    if telling.problem is not ProblemKind.INBOUND_REJECTED:
        return "recipient"
    denied = _NOT.search(telling.words.text, hit.start, hit.end + _NEXT_WORD)
    return "recipient" if denied else "sender"


def is_own(address: str, telling: Telling) -> bool:
    """An address of the requester's side: theirs, of their domain, or one that lives on the platform."""
    picture = telling.picture
    domain = domain_of(address)
    if domain and domain == picture.requester_domain and is_ours(address, picture) is not False:
        return True
    return address == picture.requester or bool(is_ours(address, picture))
