"""Which side is the requester on: is a mailbox theirs, do they ask from outside?"""

from __future__ import annotations

from knowledge.providers import is_everybodys
from triage.facts.hosts import domain_of
from triage.facts.picture import Picture, is_ours


def is_own_side(address: str | None, picture: Picture) -> bool:
    """Their own address, or one in their own domain that is no provider's for everybody.

    Not where the profile knows that the mailbox lives elsewhere.
    """
    domain = domain_of(address)
    if domain is None or is_everybodys(domain) or is_ours(address, picture) is False:
        return False
    return domain == picture.requester_domain


def asks_from_outside(sender: str | None, recipient: str | None, picture: Picture) -> bool:
    """Has the requester sent it from a mailbox that anybody may have, to one that not anybody has?

    Who does so and asks this desk is no customer of the platform: then the recipient is one.
    """
    if sender is None or sender.lower() != picture.requester or not is_everybodys(domain_of(sender)):
        return False
    if is_ours(sender, picture) or is_ours(recipient, picture) is False:
        return False
    return recipient is not None and not is_everybodys(domain_of(recipient))
