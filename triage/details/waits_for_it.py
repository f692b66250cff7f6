"""Does one of ours wait for the mail, whatever they are called? "Our locksmith never got the offer."

By its build, not by a list of jobs: our, a noun that is no thing and no firm, and a verb in the third person
that says that something did not come.
"""

from __future__ import annotations

import re

from knowledge.vocabulary import ProblemKind
from triage.details.telling import Telling

_WAITED_FOR = (ProblemKind.MISSING_MAIL, ProblemKind.DELAYED, ProblemKind.INBOUND_REJECTED)
_NOUN = r"(?P<who>(?:[a-z'-]+ ){1,3}?)"
_GAP = r"(?:(?:[^.!?;:\n]|\.(?=\w)){0,60}? )?"
_WAITS = {
    "en": rf"\b(?:our|my) {_NOUN}(?:has )?(?:still )?"
    r"(?:(?:never|didn't|did not|doesn't|does not|hasn't|has not|not) (?:yet )?(?:got|get|gotten|received?)"
    r"|(?:gets|got|receives|received) (?:no|nothing|none))\b",
    "de": rf"\b(?:unsere?|meine?) {_NOUN}(?:(?:bekommt|bekam|erhalt|erhielt) {_GAP}(?:nichts?|nie|kein\w*)"
    rf"|hat {_GAP}(?:nicht|nichts|nie|kein\w*) (?:\w+ )?(?:bekommen|erhalten|gekriegt))\b",
    "hu": rf"(?<!\w)(?P<who>\w{{4,}}[aeou]nk|\w{{4,}}[oeu]m)(?:nak|nek)? {_GAP}"
    r"nem (?:kapta meg|kapja meg|kapott meg)\b",
    "fr": rf"\b(?:notre|mon|ma) {_NOUN}(?:(?:ne l'a|n'a) (?:pas|jamais|rien|toujours pas) (?:encore )?recu"
    r"|ne (?:l[ae]s? )?recoit)\b",
    "es": rf"\b(?:nuestr[oa]|mi) {_NOUN}(?:(?:todavia|aun|sigue|que) ){{0,2}}"
    r"(?:no|nunca) (?:(?:lo|la|los|las) )?(?:(?:ha )?recibido|recibio|recibe)\b",
    "it": rf"\b(?:nostr[oa]|mi[oa]) {_NOUN}(?:ancora )?"
    r"non (?:(?:l'ha|ha|le ha|li ha) (?:ancora |mai )?ricevut[aoei]|(?:la |lo |le |li )?riceve)\b",
    "nl": rf"\b(?:onze|ons|mijn) {_NOUN}(?:(?:krijgt|kreeg|ontvangt|ontving) {_GAP}(?:niet|niets|nooit|geen)"
    rf"|heeft {_GAP}(?:niet|niets|nooit|geen) (?:\w+ )?(?:gekregen|ontvangen))\b",
    "pl": rf"\b(?:nasz|nasza|moj|moja) {_NOUN}(?:(?:wciaz|nadal|jeszcze) )?(?:go |jej |ich )?"
    r"nie (?:dostal|dostala|otrzymal|otrzymala|dostaje|otrzymuje)\b",
    "pt": rf"\b(?:nosso|nossa|meu|minha) {_NOUN}(?:ainda )?(?:nao|nunca) (?:[oa]s? )?(?:recebeu|recebe)\b",
}
_NO_PERSON = re.compile(
    r"(?:e-?)?mail|mailbox|inbox|account|address|server|system|company|firm|office|team|domain|phone|outlook"
    r"|customer|client|supplier|partner|bank|provider|postfach|konto|adresse|firma|betrieb|buro|rechner|handy|kund"
    r"|lieferant|verein|fiok|postafiok|postalada|cim|cegunk|szerver|rendszer|iroda|bank|ugyfel|partner|beszallit"
    r"|boite|messagerie|compte|entreprise|societe|bureau|serveur|equipe|fournisseur|banque|buzon|cuenta|correo"
    r"|direccion|empresa|oficina|servidor|equipo|proveedor|banco|casella|posta|indirizzo|azienda|ditta|ufficio"
    r"|fornitore|banca|postvak|bedrijf|kantoor|klant|leverancier|skrzynk|poczt|adres|biur|klient|dostawc"
    r"|caixa de|conta|endereco|escritorio|fornecedor|telefon|mobil|movil|celular"
    r"|tablet|laptop|comput|ordina|program"
    r"|shop|store|school|hotel|restaurant|clinic|church|laden|geschaft|schule|praxis|verein|bolt|uzlet|iskola|ovoda"
    r"|magasin|boutique|ecole|tienda|escuela|negozio|scuola|studio|winkel|zaak|sklep|szkol|loja|escola|associa"
)
"""A thing, the house itself, or one of those outside to whom nothing comes here."""
_NO_MAIL = re.compile(
    r"[^.!?\n]{0,25}\b(?:error|bounce|notification|warning|reply|answer|fehler|antwort|meldung|hiba|ertesit|valasz"
    r"|erreur|reponse|respuesta|aviso|errore|risposta|fout|antwoord|blad|odpowied|erro|resposta)"
)
""" "Got no error" is said of who sent it."""


def waits_for_it(telling: Telling) -> bool:
    """Whether somebody of the requester's side, known by no word of the lists, waits for the mail."""
    pattern = _WAITS.get(telling.language or "")
    if pattern is None or telling.problem not in _WAITED_FOR:
        return False
    text = telling.words.text
    return any(
        not _NO_PERSON.search(found[0][: found.end("who") - found.start()])
        and not _NO_MAIL.match(text, found.end())
        for found in re.finditer(pattern, text)
        if found["who"]
    )
