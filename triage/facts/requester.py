"""Is a mailbox on the requester's own side?"""

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
