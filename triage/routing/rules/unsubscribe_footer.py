"""A forwarded mail has lost its header; at its foot it may still say how to get off the list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.vocabulary import Route
from triage.details.lexicon import fold
from triage.details.telling import Telling
from triage.model import Evidence, Finding
from triage.routing.vote import Vote

_LEAVE = re.compile(
    r"\bunsubscribe|\bopt out\b|manage (?:your )?(?:e-?mail )?preferences|update (?:your )?preferences"
    r"|\babmelden\b|abbestellen|austragen|leiratkoz|desabonn|desinscri|darse de baja|darte de baja"
    r"|cancelar (?:la |a )?(?:suscripcion|subscricao|inscricao|recebimento|o recebimento)|cancele a sua"
    r"|annulla(?:re)? l'iscrizione|disiscri|cancellati da|gestisci le preferenze|uitschrijven|afmelden"
    r"|wypisz sie|wypisac sie|zrezygnuj|rezygnacja z subskrypcji|descadastr|remover a (?:sua )?subscricao"
)
_WHY = re.compile(
    r"receiv(?:e|ing) this (?:e-?mail|message|newsletter)? ?because|erhalten diese (?:e-?mail|nachricht)"
    r"|azert kap(?:ja|od)|vous recevez ce|recib(?:e|es|iste) este (?:correo|mensaje|boletin)|ricevi questa"
    r"|hai ricevuto questa|je ontvangt deze|u ontvangt deze|otrzymujesz t[ea]|otrzymal(?:es|as) t[ea]"
    r"|receb(?:e|eu|es|este) (?:este|esta) (?:e-?mail|mensagem|newsletter)"
)
_FOOT = 3_000


def votes(telling: Telling, findings: tuple[Finding, ...]) -> Iterator[Vote]:
    sample = telling.picture.sample
    if sample is None or telling.picture.reports or _has_header(sample) or sample.list_marks.is_bulk:
        return
    if any(telling.words.has(topic) for topic in ("wanted", "genuine", "not_mine")):
        return
    foot = fold(sample.text[-_FOOT:])
    leave, why = _LEAVE.search(foot), _WHY.search(foot)
    if leave or why:
        weight = 2.5 if leave and why else 1.5
        yield Vote(Route.NEWSLETTER, weight, "the mail says how to get off its list", "the forwarded mail")


def _has_header(sample: Evidence) -> bool:
    """The header that a filter wrote says more than the text does."""
    return sample.spam.flag is not None or sample.spam.scl is not None or bool(sample.hops)
