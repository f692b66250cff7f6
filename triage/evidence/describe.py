"""What do header and text of one mail say? All of an `Evidence` but its report and nested mail."""

from __future__ import annotations

from knowledge.vocabulary import Platform
from triage.evidence.addresses import read_mailboxes
from triage.evidence.authentication import read_authentication, signing_domains
from triage.evidence.boundary import find_trusted
from triage.evidence.bulk import read_list_marks
from triage.evidence.files.look import look
from triage.evidence.headers import addresses, clean, read_message_info
from triage.evidence.hops import read_hops
from triage.evidence.hosts import domain_of
from triage.evidence.limits import MAX_TEXT_CHARS
from triage.evidence.links import link_hosts
from triage.evidence.parsed import ParsedMail
from triage.evidence.parts import Part
from triage.evidence.reading import joined
from triage.evidence.sender import read_sender
from triage.evidence.spam import read_spam
from triage.model import Attachment, Evidence, SpamVerdict

_NO_VERDICT = SpamVerdict()


def describe(mail: ParsedMail, kind: str, platform: Platform) -> Evidence:
    """`mail` as evidence of that kind."""
    info, author, head_problems = read_message_info(mail)
    hops, hop_problems = read_hops(mail.headers("Received"))
    trusted = find_trusted(mail.fields, platform)
    spam = read_spam((*trusted.fields, *trusted.appended))
    if spam == _NO_VERDICT:
        # Some filters add their fields at the end of the header, where the sender's own stand too.
        spam = read_spam(mail.fields)
        if spam != _NO_VERDICT and trusted.hosts_known and trusted.handover is not None:
            head_problems.append("the spam fields stand among the sender's own: perhaps not the platform's")
    marks = read_list_marks(mail, kind in ("ndr", "auto_reply"))
    authentication = read_authentication(trusted, domain_of(info.from_), platform)
    signers = signing_domains(mail.headers("DKIM-Signature"))
    return Evidence(
        kind,
        message=info,
        hops=hops,
        spam=spam,
        authentication=authentication,
        sender=read_sender(info, author, authentication, marks.is_bulk, signers, platform.domains),
        list_marks=marks,
        problems=joined(mail.problems, head_problems, hop_problems, _closed_parts(mail), _absent(mail, kind)),
        text=mail.text[:MAX_TEXT_CHARS],
        headers=mail.fields,
        attachments=tuple(attachment(part) for part in mail.parts if is_file(part)),
        reply_to=_reply_to(mail),
        from_name=clean(author.name) or None if author else None,
        cc=addresses(mail, "Cc"),
        size=len(mail.raw),
        link_hosts=link_hosts(part.markup for part in mail.body_parts),
    )


def _absent(mail: ParsedMail, kind: str) -> list[str]:
    """Every mail has an author, somebody it is for, and a date: a mail program writes them."""
    if kind not in ("message", "headers") or not mail.fields:
        return []
    names = [name for name in ("From", "To", "Date") if not mail.headers(name)]
    return [f"a field that every mail has is not there: {', '.join(names)}"] if names else []


_CLOSED = {
    "application/pkcs7-mime": "encrypted or signed as a whole (S/MIME)",
    "application/x-pkcs7-mime": "encrypted or signed as a whole (S/MIME)",
    "application/pgp-encrypted": "encrypted (OpenPGP)",
    "multipart/encrypted": "encrypted (OpenPGP)",
    "message/partial": "one piece of a mail that was sent in several (message/partial)",
    "message/external-body": "kept elsewhere (message/external-body)",
}


def _closed_parts(mail: ParsedMail) -> list[str]:
    """What of the text cannot be read here, and what of it was left out."""
    found = [
        f"a part is {why}: what it says cannot be read"
        for kind, why in _CLOSED.items()
        if mail.parts_of(kind)
    ]
    if len(mail.text) >= MAX_TEXT_CHARS or any(
        len(part.content) > 4 * MAX_TEXT_CHARS for part in mail.body_parts
    ):
        found.append(f"the text is longer than {MAX_TEXT_CHARS:,} characters: the rest was not read")
    return found


def is_file(part: Part) -> bool:
    """Is this part something that a mail program would offer to save?"""
    if part.children or (part.depth == 0 and part.content_type.startswith(("text/", "multipart/"))):
        return part.depth == 0 and part.disposition[0] == "attachment"
    if part.disposition[0] == "attachment" or part.filename:
        return True
    return not part.content_type.startswith(("text/", "multipart/", "message/delivery-status"))


def attachment(part: Part) -> Attachment:
    inline = part.disposition[0] == "inline" or part.header("Content-ID") is not None
    return look(part.filename, part.content_type, part.content, inline)


def _reply_to(mail: ParsedMail) -> str | None:
    fields = mail.raw_headers("Reply-To")
    boxes = read_mailboxes(fields[0]) if fields else []
    return boxes[0].address if boxes else None
