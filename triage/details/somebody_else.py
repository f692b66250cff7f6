"""Who else is spoken of: a colleague, a customer, one of our people, whose mail or mailbox it may be."""

from __future__ import annotations

import re

from knowledge.vocabulary import ProblemKind
from triage.details.lexicon import Hit
from triage.details.telling import Telling

_WAITED_FOR = (
    ProblemKind.MISSING_MAIL,
    ProblemKind.DELAYED,
    ProblemKind.INBOUND_REJECTED,
    ProblemKind.JUNKED_WRONGLY,
)
_FROM_THEM = re.compile(
    r"(?:\b(?:mails?|e-?mails?|messages?|letters?|invoices?|nachricht\w*|rechnung\w*|post|courriers?|courriels?"
    r"|factures?|correos?|mensajes?|facturas?|messaggi\w?|fattur[ae]|bericht\w*|facturen|mensage\w+|faturas?)"
    r" (?:of|from|von|vom|de|du|des|di|del|della|da|dal|dalla|van|do|dos)|\bfrom|\bod) $"
)
""" "The mails of my accountant" come from there."""
_BEGINS = re.compile(r"(?:^|[.!?:\n])\s*$")
_OWNED = re.compile(r"'s (?:(?:new|old|own) )?([a-z]{3,20})\b")
_OWNS = re.compile(r"\b([a-z]{3,20}) (?:of|di|del|della|de|du|d'|van|do|da|von) $")
_OUTSIDER = re.compile(
    r"teacher|school|doctor|dentist|bank|lawyer|solicitor|accountant|supplier|landlord|coach|club|insur|employer|tutor"
    r"|ecole|maitresse|institut|profess|medecin|avocat|comptable|bailleur|assur|banque|employeur"
    r"|maestr|escuela|colegio|medic|abogad|gestor|banco|asegur|casero|entrenador"
    r"|scuola|insegnant|avvocat|commercialist|assicur|allenator|datore"
    r"|lehrer|schule|arzt|aerzt|anwalt|vermieter|trainer|versicher|arbeitgeber"
    r"|juf|leraar|lerares|meester|dokter|huisarts|advocaat|verhuurder|verzeker|werkgever"
    r"|escola|advogad|senhorio|segurador|treinador|patrao"
)
"""Of the two it is they who write, not the one whose they are."""


def free(topic: str, telling: Telling) -> list[Hit]:
    """The hits of a topic that are no part of an address."""
    text = telling.words.text
    hits = telling.words.all(topic, telling.language)
    return [
        hit for hit in hits if text[hit.end : hit.end + 1] != "@" and text[hit.start - 1 : hit.start] != "@"
    ]


def somebody_else(telling: Telling) -> list[Hit]:
    """Somebody else who is spoken of; not those to whom one's own mail goes ("an offer to a customer")."""
    hits = [hit for hit in free("somebody_else", telling) if not _owns_something(hit, telling)]
    text = telling.words.text
    if not telling.outgoing and telling.problem not in _WAITED_FOR:
        return hits
    if not telling.outgoing:
        return [hit for hit in hits if not _FROM_THEM.search(text, max(0, hit.start - 40), hit.start)]
    # "A colega …": at its beginning it is the article
    to = [
        hit
        for hit in telling.words.all("receives_here", telling.language)
        if hit.end - hit.start > 1 or not _BEGINS.search(text, max(0, hit.start - 4), hit.start)
    ]
    return [
        hit
        for hit in hits
        if not any(
            one.end <= hit.start and re.fullmatch(r" (?:\w{1,9} )?", text[one.end : hit.start]) for one in to
        )
    ]


def _owns_something(hit: Hit, telling: Telling) -> bool:
    """ "My son's teacher", "la maestra di mio figlio": it is not whose they are that is meant."""
    text = telling.words.text
    owned = _OWNED.match(text, hit.end) or _OWNS.search(text, max(0, hit.start - 40), hit.start)
    return owned is not None and _OUTSIDER.match(owned[1]) is not None
