"""Which of the addresses that a person wrote down sent, and which should have received."""

from __future__ import annotations

import re

from knowledge.vocabulary import ProblemKind
from triage.details.addresses import Named, is_own
from triage.details.forged import forged_sides
from triage.details.somebody_else import somebody_else
from triage.details.spoken_sides import is_forged, speaks_of_own_mail
from triage.details.telling import Telling

_ADDRESS_IS = re.compile(
    r"\b(?:address|adresse|adres|cime?|direccion|indirizzo|endereco|correo|e-?mail|account|konto|cuenta|conta|compte)"
    r"(?: (?:is|ist|lautet|est|es|e|to|jest|az?))? ?[:(<\"]? ?$"
)
""" "Her address is carl@…": of the one who was spoken of."""
_BEFORE = 40


def by_addresses(
    named: tuple[Named, ...], outgoing: bool, telling: Telling
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Senders and recipients, as far as the addresses that a person wrote down tell them."""
    if is_forged(telling) or _is_named_as_sender(named, telling):
        senders, recipients = forged_sides(named, telling)
    else:
        senders = [item.address for item in named if item.role == "sender"]
        recipients = [item.address for item in named if item.role == "recipient"]
        senders.extend(_cannot_send(named, telling))
        unclear = [item.address for item in named if not item.role]
        if telling.problem is ProblemKind.ACCOUNT_COMPROMISED:
            recipients = recipients or unclear[:1] or senders[:1]
        _eliminate(unclear, senders, recipients, outgoing, telling)
        _untangle(senders, recipients, outgoing, telling)
    return tuple(dict.fromkeys(senders)), tuple(dict.fromkeys(recipients))


def _cannot_send(named: tuple[Named, ...], telling: Telling) -> list[str]:
    """ "A colleague cannot send. Her address is carl@…": where nobody is spoken of to whom mail goes."""
    if telling.problem is not ProblemKind.OUTBOUND_REFUSED or speaks_of_own_mail(telling):
        return []
    others = somebody_else(telling)
    if not others or len(others) < len(telling.words.all("somebody_else", telling.language)):
        return []
    text = telling.words.text
    return [
        item.address
        for item in named
        if not item.role
        and others[0].end < item.start
        and _ADDRESS_IS.search(text, max(0, item.start - _BEFORE), item.start)
    ][:1]


def _eliminate(
    unclear: list[str], senders: list[str], recipients: list[str], outgoing: bool, telling: Telling
) -> None:
    """The requester's side receives what comes in and sends what goes out: so each finds its place."""
    unclear = [address for address in unclear if address not in {*senders, *recipients}]
    settled = bool(senders), bool(recipients)
    mine = not outgoing and telling.words.has("me_indeed", telling.language)
    spoofed = telling.problem is ProblemKind.SPOOFED
    for address in unclear:
        sends = is_own(address, telling) == outgoing
        if (mine or spoofed) and address != telling.picture.requester:
            # "my boss's mails (boss@…, here) land in my Junk", and whoever was forged
            sends = True
        side, other = (senders, recipients) if sends else (recipients, senders)
        if not side:
            side.append(address)
        elif settled[0 if sends else 1] and not other:
            # mail within the house: one side was told, so this is the other one
            other.append(address)


def _is_named_as_sender(named: tuple[Named, ...], telling: Telling) -> bool:
    """ "With the sender anna@… (here)": on a forged mail that is the forged address."""
    if telling.problem is not ProblemKind.SPOOFED:
        return False
    return any(item.role == "sender" and item.address == telling.picture.requester for item in named)


def _untangle(senders: list[str], recipients: list[str], outgoing: bool, telling: Telling) -> None:
    """What the sides of the requester and of the others say of who wrote to whom.

    "Anna@… (here) gets no mail of bob@… (elsewhere)": a genitive is no sender when somebody else is one.
    "bob@… (elsewhere) gets an error when he writes to anna@…": he is told of the failure, so he sent it.
    "It came back from bob@…": mail that went out went to him. What never left came back from nobody.
    """
    if outgoing and not recipients and telling.problem is not ProblemKind.OUTBOUND_REFUSED:
        recipients.extend(address for address in senders if not is_own(address, telling))
        senders[:] = [address for address in senders if address not in recipients]
    if not outgoing and not senders and any(is_own(address, telling) for address in recipients):
        senders.extend(address for address in recipients if not is_own(address, telling))
        recipients[:] = [address for address in recipients if address not in senders]
    foreign = [address for address in recipients if not is_own(address, telling)]
    if not outgoing and not senders and foreign and _is_to_us(telling):
        # "bob@… (elsewhere) gets an error when he writes to me"
        senders.extend(foreign)
        recipients[:] = [address for address in recipients if address not in foreign]
    if outgoing or recipients or telling.problem is ProblemKind.SPOOFED:
        return
    foreign = [address for address in senders if not is_own(address, telling)]
    if foreign and len(foreign) < len(senders):
        recipients.extend(address for address in senders if address not in foreign)
        senders[:] = foreign


def _is_to_us(telling: Telling) -> bool:
    words, language = telling.words, telling.language
    to_us = words.has("me_indeed", language) or words.has("us_indeed", language)
    return to_us and telling.problem is ProblemKind.INBOUND_REJECTED
