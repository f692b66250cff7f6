"""Is the author who it seems to be? Quiet on lists; an envelope sender that differs proves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from triage.evidence.addresses import Mailbox
from triage.evidence.hosts import aligned, domain_of
from triage.evidence.lookalike import claimed_owner, imitates, mixes_alphabets
from triage.model import Authentication, MessageInfo, SenderView

_ADDRESS_IN_NAME = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
_BAD = frozenset({"fail", "softfail"})


@dataclass(frozen=True)
class _Look:
    info: MessageInfo
    author: Mailbox | None
    authentication: Authentication
    is_bulk: bool
    signed_by: tuple[str, ...]
    own_domains: tuple[str, ...]

    @property
    def from_domain(self) -> str | None:
        return domain_of(self.info.from_)

    @property
    def vouched(self) -> bool:
        """The author's own domain stands behind it: DMARC, an aligned signature or envelope passes."""
        shown = self.authentication
        if shown.dmarc == "pass" or (shown.dkim == "pass" and shown.dkim_aligned):
            return True
        return shown.spf == "pass" and aligned(domain_of(self.info.return_path), self.from_domain)


def read_sender(
    info: MessageInfo,
    author: Mailbox | None,
    authentication: Authentication,
    is_bulk: bool,
    signed_by: tuple[str, ...] = (),
    own_domains: tuple[str, ...] = (),
) -> SenderView:
    """`signed_by`: the domains that DKIM signatures name, unverified; `own_domains`: the platform's."""
    look = _Look(info, author, authentication, is_bulk, signed_by, own_domains)
    reasons = list(_reasons(look))
    return SenderView(info.from_, info.return_path, bool(reasons), "; ".join(reasons) or None)


def _reasons(look: _Look) -> Iterator[str]:
    if look.author and look.author.trouble:
        yield f"the From names an author in a way that can be read differently ({look.author.trouble})"
    yield from _name_trick(look)
    yield from _other_domain(look)
    if look.vouched or look.is_bulk:
        return
    yield from _claimed_name(look)
    yield from _failed_checks(look)
    yield from _own_domain(look)


def _name_trick(look: _Look) -> Iterator[str]:
    """The name shows one address, the mail is from another organisation's."""
    if look.author is None or look.from_domain is None or look.is_bulk:
        return
    shown = _ADDRESS_IN_NAME.search(look.author.name[:500])
    if shown and not aligned(shown.group(1), look.from_domain):
        yield f"the name shows an address of {shown.group(1).lower()}, the mail is from {look.from_domain}"


def _other_domain(look: _Look) -> Iterator[str]:
    """A domain that looks like another one. It may well pass DMARC: it is its owner's."""
    domain = look.from_domain
    if domain is None:
        return
    recipients = tuple(found for address in look.info.to[:20] if (found := domain_of(address)))
    like = imitates(domain, (*dict.fromkeys(recipients), *look.own_domains))
    if like is not None and (like[1] or not look.is_bulk):
        yield f"{domain} looks like {like[0]}, and is another domain"
    elif mixes_alphabets(domain):
        yield f"{domain} mixes letters of several alphabets that look the same"


def _failed_checks(look: _Look) -> Iterator[str]:
    shown = look.authentication
    if shown.dmarc == "fail":
        yield f"DMARC failed for {look.from_domain or 'the domain in From'} when it came in"
    elif shown.spf in _BAD and shown.dmarc is None:
        envelope = domain_of(look.info.return_path)
        claimed = envelope if envelope and not aligned(envelope, look.from_domain) else look.from_domain
        yield f"SPF said {shown.spf} for {claimed or 'the sender'}, and no signature by the author's domain"


def _claimed_name(look: _Look) -> Iterator[str]:
    """The name is a known company's, the domain is not, and nothing vouches for it."""
    if look.author is None or look.from_domain is None:
        return
    owner = claimed_owner(look.author.name[:200], look.from_domain)
    if owner is not None:
        yield f"calls itself {look.author.name[:80]}, but {look.from_domain} is not {owner}"


def _own_domain(look: _Look) -> Iterator[str]:
    """Mail "from" the recipient's own domain that came from elsewhere, with nothing to vouch for it."""
    envelope = domain_of(look.info.return_path)
    recipients = {domain_of(address) for address in look.info.to}
    domain = look.from_domain
    if not (domain and envelope and domain in recipients) or aligned(envelope, domain):
        return
    if not any(aligned(signer, domain) for signer in look.signed_by):
        yield f"claims to come from the recipient's own {domain}, but was sent by {envelope}"
