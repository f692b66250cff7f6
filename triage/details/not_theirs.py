"""Is it said that the mailbox in question is not the requester's own?

"From our reservations mailbox … mine works", "I write from my private address", "nothing came to me, nor
should it have", "my wife, in her own mailbox": then that side was not told, however often they say "I".
"""

from __future__ import annotations

import re

from knowledge.vocabulary import ProblemKind
from triage.details.lexicon import Hit
from triage.details.somebody_else import somebody_else
from triage.details.telling import Telling

_SPAM = (ProblemKind.SPAM_RECEIVED, ProblemKind.SPAM_FLOOD, ProblemKind.SPOOFED)
""" "This mail was not for me" is said of spam that did come to me."""
_WHENEVER = re.compile(
    r"\b(?:if|when|whenever|wenn|falls|sobald|ha|amikor|si|quand|lorsque|cuando|se|quando|als|wanneer|gdy|jesli"
    r"|kiedy)\b[^.!?\n]{0,25}$"
)
""" "When I write from my private address": a trial, not the ticket."""
_BEGINS = re.compile(r"(?:^|[.!?:\n])\s*$")
_INVERTED = re.compile(r"\w+ (?:ich|ik)\b")
_ALL_BUT = re.compile(
    r"\b(?:except|apart from|other|otherwise|only|ausser|nur|sonst|ander\w*|ubrig\w*|kiveve|csak|egyebkent"
    r"|mas|tobbi|sauf|seul\w*|autres?|sinon|salvo|excepto|menos|solo|otr[ao]s?|demas|tranne|soltanto"
    r"|altr[aeio]|behalve|alleen|verder|overige|oprocz|poza|tylko|inn\w*|reszta|exceto|outr[ao]s?|resto"
    r"|spam\w*|junk|late|hours|erst|spat\w*|stunden|kes\w+|oras\w*|orak\w*|tard\w*|retard\w*|retras\w*|heures|horas|ritard\w*"
    r"|ore|laat|uren|opozn\w*|godzin\w*|atras\w*)\b"
)
_RECEIPT = re.compile(
    r"receiv|\bget|arriv|reach|bekomm|komm|megkap|megjo|megerkez|rendben|reco|recib|llega|ricev|krijg|ontvang|komt"
    r"|dosta|dochodz|przychodz|receb|chega"
)
""" "I receive everything" says nothing of what goes out."""
_TO = {
    "en": r"\b(?:to|for) (?:(?:the|our) )?$",
    "de": r"\b(?:an|zu|zum|zur|fur)(?: \w{3,7})? $",
    "fr": r"\b(?:a|au|aux|pour|vers)(?: l[ae])? $|\ba l'$",
    "es": r"\b(?:a|al|para|hacia)(?: (?:la|el))? ?$",
    "it": r"\b(?:a|al|alla|per|verso)(?: (?:la|il))? ?$|\ball'$",
    "nl": r"\b(?:aan|naar|voor)(?: \w{2,4})? $",
    "pl": r"\b(?:do|na|dla) $",
    "pt": r"\b(?:a|ao|para|pra|pro)(?: [ao])? ?$",
}
_TO_WITHIN = re.compile(r"^(?:al|alla|naar|pro|para o|ao) |\w(?:re|ra|ba|be|nak|nek|hoz|hez)$")
""" "To the reception's mailbox": the other side of what goes out."""
""" "Mine works, only hers do not come": it is mine all the same."""
_MOST = 50
_PLACE = {
    "en": r"\b(?:our|the) (?!own|main|only|new|old|whole|entire|company|business|e-?mail|mail)[a-z'-]{3,20}"
    r"(?: desk| team| office)? (?:mailbox|inbox|account|address)\b"
    r"|\b(?:mailbox|inbox|account|address) (?:of|at|for) (?:the|our)\b",
    "de": r"\b(?:postfach|konto|mailkonto|adresse|mailadresse) (?:der|des|vom|von|unserer|unseres)\b"
    r"|\b(?:unser\w{0,2}|das|dem|der|vom|im) (?!e?-?mail|privat|benutzer)[a-z]{4,}-?"
    r"(?:postfach|konto|adresse)\b",
    "hu": r"\b(?:cimere|cimerol|cimen|(?:posta)?fiokja\w*|postaladaja\w*)\b"
    r"|\b(?!regi)\w{3,}[si] (?:fiok|postafiok|cim|postalada)(?:b|r|n|t|o|e|u)\w{1,6}\b",
    "fr": r"\b(?:boite|messagerie|compte|adresse)(?: mail| e-?mail)? "
    r"(?:de l'|de la |du |des |de notre |de nos )(?!spam)",
    "es": r"\b(?:buzon|cuenta|direccion|(?:al|en el|con el|del|desde el) correo)(?: de correo)? "
    r"(?:de la|del|de los|de nuestr\w+) |\b(?:con|en|desde) (?:el|la) de la? ",
    "it": r"\b(?:casella|account|indirizzo|(?:alla|dalla|nella|sulla) (?:mail|posta)) "
    r"(?:della |dell'|del |dei |delle )",
    "nl": r"\b(?:mailbox|postvak|account|adres|(?:op|vanuit|vanaf|naar|in) de mail) van (?:de|het|onze|ons) "
    r"|\b(?:onze|de|het|ons) (?!mail|prive)[a-z]{4,}(?:mailbox|postvak|adres|account)\b",
    "pl": r"\b(?:skrzyn\w{2,4}|kont\w{1,2}|adres\w{0,2}) "
    r"(?!e-?mail|poczt|firm|odbior|nie|jest)\w{4,}(?:i|y|u)\b",
    "pt": r"\b(?:caixa|conta|endereco|(?:pro|para o|ao|no|do|pelo) (?:e-?mail|correio)) "
    r"(?:d[ao]s?|de nossa) (?!correio|entrada|spam|lixo|saida|e-?mail)",
}
"""The mailbox of a place or of an office."""


def is_not_theirs(telling: Telling) -> bool:
    """Whether the requester says that their own mailbox is not the one that the ticket is about."""
    words, language = telling.words, telling.language
    if any(not _is_trial(hit, telling) for hit in words.all("writes_from_elsewhere", language)):
        return True
    if telling.problem in _SPAM:
        return False
    if words.has("not_meant_for_me", language):
        return True
    others = somebody_else(telling)
    if others and _theirs_alone(telling):
        return True
    fine = [
        hit
        for hit in words.all("mine_works", language)[:_MOST]
        if not _is_all_but(hit, telling)
        and not (telling.outgoing and _RECEIPT.search(words.text, hit.start, hit.end))
    ]
    return bool(fine) and (bool(others) or _names_a_place(telling))


def _theirs_alone(telling: Telling) -> bool:
    words, language = telling.words, telling.language
    own = words.has("me_indeed", language) or words.has("only_me", language)
    return words.has("their_own_mailbox", language) and not own


def _names_a_place(telling: Telling) -> bool:
    """The mailbox of a place; of what goes out not the one to which it goes."""
    pattern, text = _PLACE.get(telling.language or ""), telling.words.text
    if pattern is None:
        return False
    found = re.finditer(pattern, text)
    return any(not telling.outgoing or not _is_to(place, telling) for place in found)


def _is_to(place: re.Match[str], telling: Telling) -> bool:
    text, before = telling.words.text, _TO.get(telling.language or "")
    if before and re.search(before, text[max(0, place.start() - 14) : place.start()]):
        return True
    return _TO_WITHIN.search(place[0]) is not None


def _is_trial(hit: Hit, telling: Telling) -> bool:
    """ "When I write from …", and in the Germanic way "Schreibe ich von …, kommt es zurück"."""
    text = telling.words.text
    if _WHENEVER.search(text, max(0, hit.start - 40), hit.start):
        return True
    opens = _BEGINS.search(text, max(0, hit.start - 4), hit.start)
    return opens is not None and _INVERTED.match(text, hit.start) is not None


def _is_all_but(hit: Hit, telling: Telling) -> bool:
    """Is an exception named in the same sentence?"""
    words = telling.words
    inside = [at for at, sentence in enumerate(words.sentences) if sentence == hit.sentence]
    last = inside[-1]
    return (
        _ALL_BUT.search(words.text, words.starts[inside[0]], words.starts[last] + len(words.tokens[last]))
        is not None
    )
