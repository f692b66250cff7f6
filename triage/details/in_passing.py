"""Which addresses are named only in passing: not those of the mail, or of the account, in question.

"To another customer (bob@…) it went out at once", "a customer, bob@…, nearly paid": the side itself was told
by role only, or not at all.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from knowledge.vocabulary import ProblemKind
from triage.details.addresses import Named, is_own
from triage.details.telling import Telling

_ANOTHER = re.compile(
    r"\b(?:another|other|others|different|ander\w{0,2}|masik\w*|masnak|masiknak|masok\w*|tobbi\w*|mas|autres?"
    r"|otr[ao]s?|altr[aeio]|un'altra|inn\w{1,4}|outr[ao]s?)\b"
)
_NEGATED = re.compile(
    r"\b(?:not?|never|cannot|nicht|nie|kein\w*|nem|sem|pas|jamais|non|ningun\w*|nunca|niet|geen|nooit|nao)\b|n't\b"
)
_ACCOUNT_BEFORE = re.compile(
    r"(?:address|adress\w?|adres\w{0,2}|cim\w{0,3}|direccion|indirizzo|endereco|correo|mail|account|mailbox|postfach"
    r"|konto|fiok\w{0,3}|boite|compte|cuenta|buzon|casella|postvak|skrzynk\w|conta|caixa|user|login)"
    r"(?: \w{1,6}){0,2} ?[:(<\"]{0,2} ?$"
)
_LOCK = re.compile(
    r"\b(?:lock|block|sperr|zarj|tilts|letilt|bloqu|blocc|blokk|zablok|bloq|disabl|suspend|reset|deaktiv|desactiv"
    r"|disattiv|desativ|wylacz|op slot|afsluit|stop)"
)
_SHORTEST = 5
""" "It is carl@…": a sentence that short names the account."""


def without_passing(named: tuple[Named, ...], telling: Telling) -> tuple[Named, ...]:
    """The addresses, those left out that are named only in passing."""
    if telling.problem is ProblemKind.OUTBOUND_REFUSED:
        return tuple(item for item in named if not _went_through(item, named, telling))
    gone = telling.problem is ProblemKind.ACCOUNT_COMPROMISED
    if gone and telling.words.has("their_account", telling.language):
        return tuple(item for item in named if not _is_victim(item, telling))
    return named


def _went_through(item: Named, named: tuple[Named, ...], telling: Telling) -> bool:
    """ "To another customer, bob@…, it went through": a sentence of its own, and none that denies it."""
    words, place = telling.words, _sentence(item, telling)
    if item.role == "sender" or any(one is not item and _sentence(one, telling) == place for one in named):
        return False
    through = any(hit.sentence == place for hit in words.all("went_through", telling.language))
    said = _text(place, telling)
    return through and _ANOTHER.search(said) is not None and _NEGATED.search(said) is None


def _is_victim(item: Named, telling: Telling) -> bool:
    """Somebody from elsewhere, in a sentence that tells nothing of the account: it wrote to them."""
    aside = telling.words.text[max(0, item.start - 2) : item.start].strip() in (",", "(")
    if is_own(item.address, telling) or (item.role == "sender" and not aside):
        # "mails from bob@… leave", but not "a customer from the city, bob@…"
        return False
    words, place = telling.words, _sentence(item, telling)
    topics = ("their_account", "password_given", "my_account")
    if any(hit.sentence == place for topic in topics for hit in words.all(topic, telling.language)):
        return False
    said = _text(place, telling)
    short = len(re.findall(r"\w+", said.replace(item.address, ""))) < _SHORTEST
    named = _ACCOUNT_BEFORE.search(words.text, max(0, item.start - 40), item.start)
    return not (short or named or _LOCK.search(said))


def _sentence(item: Named, telling: Telling) -> int:
    return telling.words.sentences[max(0, bisect_right(telling.words.starts, item.start) - 1)]


def _text(place: int, telling: Telling) -> str:
    words = telling.words
    inside = [at for at, sentence in enumerate(words.sentences) if sentence == place]
    return words.text[words.starts[inside[0]] : words.starts[inside[-1]] + len(words.tokens[inside[-1]])]
