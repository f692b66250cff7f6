"""Who wrote to whom, where somebody writes in the requester's name: the forged address is the sender."""

from __future__ import annotations

import re

from knowledge.vocabulary import ProblemKind
from triage.details.addresses import BETWEEN_PAIRS, Named, is_own
from triage.details.spoken_sides import is_forged
from triage.details.telling import Telling

_NAMED_MINE = re.compile(
    r"\b(?:addresses|address|adressen?|adresse|adres\w{0,2}|cimem|cimunk|direccion|indirizzo|endereco|correo|e-?mail)"
    r"\W{1,4}(?:\w{1,6}\W{1,3}){0,2}$"
)
""" "(my address is anna@…)": said of the address, not of where a mail went."""


def forged_sides(named: tuple[Named, ...], telling: Telling) -> tuple[list[str], list[str]]:
    """Senders and recipients as far as addresses tell them; another sender wins, where one was named.

    Where the forged address is the requester's, a colleague's beside it is of whom they wrote to.
    """
    me = telling.picture.requester
    is_me = any(item.address == me and _is_mine(item, telling) for item in named)
    mine: list[str] = []
    theirs: list[str] = []
    recipients: list[str] = []
    before: Named | None = None
    for item in named:
        paired = (
            before
            and before.address in mine
            and BETWEEN_PAIRS.match(telling.words.text[before.end : item.start])
        )
        before = item
        if not is_own(item.address, telling):
            (theirs if item.role == "sender" else recipients).append(item.address)
        elif _is_mine(item, telling) and not (
            is_me and not paired and item.address != me and item.role != "sender"
        ):
            mine.append(item.address)
        else:
            recipients.append(item.address)
    senders = theirs or mine
    return senders, [address for address in recipients if address not in senders or not theirs]


def _is_mine(item: Named, telling: Telling) -> bool:
    before = telling.words.text[max(0, item.start - 40) : item.start]
    return item.role != "recipient" or bool(_NAMED_MINE.search(before))


def somebody_else_got_it(named: tuple[Named, ...], telling: Telling) -> bool:
    """ "Customers received it": then the requester is not its recipient, and who is was not told."""
    if telling.problem is not ProblemKind.SPOOFED or not telling.words.has("others_got", telling.language):
        return False
    ours = any(item.role == "sender" and is_own(item.address, telling) for item in named)
    return ours or is_forged(telling)
