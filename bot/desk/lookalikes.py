"""Does a sender look like somebody whom the desk knows, and is another? Said beside the mail, never decided.

Letters that look alike, another ending, one slip of a finger, somebody's name over another address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.desk.acquaintances import Acquaintances, Person, drawing, name_key, slips
from triage.evidence.hosts import domain_of, organisation
from triage.evidence.lookalike import mixes_alphabets, skeleton

_SHORT = 6
"""Of shorter names many differ in one letter by chance."""
_MOST_LOOKED_AT = 20


@dataclass(frozen=True)
class Mark:
    """`kind`: `letters`, `ending`, `slip`, `name` or `alphabets`; `words` are for the agent."""

    kind: str
    words: str


def marks_of(address: str, name: str | None, known: Acquaintances) -> tuple[Mark, ...]:
    """What is odd about a sender: the most telling; empty for somebody who is known by this address."""
    address = address.casefold()
    domain = organisation(domain_of(address))
    if domain is None or address in known.by_address:
        return ()
    found = list(_drawn_alike(address, domain, known))
    for look in (_other_ending, _slip, _namesake):
        found = found or list(look(address, domain, name, known))
    if mixes_alphabets(domain):
        words = f"The domain {domain} mixes letters of several alphabets that look the same."
        found.append(Mark("alphabets", words))
    return tuple(found)


def _drawn_alike(address: str, domain: str, known: Acquaintances) -> Iterator[Mark]:
    """IDN homographs, rn for m, 0 for o: in the address, or in the domain alone."""
    for person in known.by_drawing.get(drawing(address), ())[:1]:
        yield Mark("letters", f"It only looks like {_who(person)}: some letters are others.")
        return
    for person in known.by_domain_drawing.get(skeleton(domain), ())[:_MOST_LOOKED_AT]:
        theirs = organisation(domain_of(person.address))
        if theirs != domain:
            yield Mark("letters", f"The domain only looks like {theirs}, from where {_who(person)} writes.")
            return


def _namesake(_address: str, domain: str, name: str | None, known: Acquaintances) -> Iterator[Mark]:
    key = name_key(name)
    people = known.by_name.get(key, []) if key else []
    if any(organisation(domain_of(person.address)) == domain for person in people):
        return
    for person in people[:1]:
        whose = "your colleague" if person.is_agent else "somebody"
        yield Mark("name", f"It has the name of {whose} whom you know as {person.address}.")


def _other_ending(address: str, domain: str, name: str | None, known: Acquaintances) -> Iterator[Mark]:
    label = domain.partition(".")[0]
    for person in known.by_label.get(label, ())[:_MOST_LOOKED_AT]:
        theirs = organisation(domain_of(person.address)) or ""
        if theirs != domain and _seems_the_same(address, name, person):
            yield Mark("ending", f"It looks like {_who(person)}, but ends in .{domain.partition('.')[2]}.")
            return


def _slip(address: str, domain: str, name: str | None, known: Acquaintances) -> Iterator[Mark]:
    """One letter more, less, other, or exchanged with its neighbour."""
    label = domain.partition(".")[0]
    if len(label) < _SHORT:
        return
    people = [person for slip in sorted(slips(domain)) for person in known.by_domain_slip.get(slip, ())]
    for person in people[:_MOST_LOOKED_AT]:
        theirs = organisation(domain_of(person.address)) or ""
        if theirs == domain or not _one_edit(label, theirs.partition(".")[0]):
            continue
        if len(theirs.partition(".")[0]) > _SHORT or _seems_the_same(address, name, person):
            yield Mark("slip", f"The domain is one letter off {theirs}, from where {_who(person)} writes.")
            return


def _one_edit(one: str, other: str) -> bool:
    """Digits aside: a number in a name says which one it is, not who."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if (a[:1].isdigit() or not a) and (b[:1].isdigit() or not b):
        return False
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _seems_the_same(address: str, name: str | None, person: Person) -> bool:
    """The same words before the @, or the same name."""
    same_local = address.rpartition("@")[0] == person.address.casefold().rpartition("@")[0]
    key = name_key(name)
    return same_local or (key is not None and key == name_key(person.name))


def _who(person: Person) -> str:
    return f"your colleague {person.address}" if person.is_agent else person.address
