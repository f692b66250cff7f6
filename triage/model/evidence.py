"""What was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from triage.model.mail import (
    Attachment,
    Authentication,
    Hop,
    ListMarks,
    MessageInfo,
    SenderView,
    SignedHead,
    SpamVerdict,
)
from triage.model.report import DeliveryReport


@dataclass(frozen=True)
class Evidence:
    """One thing that somebody sent and that was read.

    `kind`: `ndr`, `message`, `headers`, `auto_reply`, `abuse_report` or `unreadable`.
    """

    kind: str
    message: MessageInfo = field(default_factory=MessageInfo)
    ndr: DeliveryReport | None = None
    hops: tuple[Hop, ...] = ()
    spam: SpamVerdict = field(default_factory=SpamVerdict)
    authentication: Authentication = field(default_factory=Authentication)
    sender: SenderView = field(default_factory=SenderView)
    list_marks: ListMarks = field(default_factory=ListMarks)
    nested: tuple[Evidence, ...] = ()
    problems: tuple[str, ...] = ()
    # not in the contract's JSON, for the desk's own use:
    text: str = ""
    """The body as plain text (HTML rendered), capped; for a header block: empty."""
    headers: tuple[tuple[str, str], ...] = ()
    """Every header field in order, name as written, value unfolded and decoded where it could be."""
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    from_name: str | None = None
    cc: tuple[str, ...] = ()
    size: int = 0
    link_hosts: tuple[str, ...] = ()
    """Hosts that the links of the body name, also those that HTML hides behind words."""
    signed: tuple[SignedHead, ...] = ()
    """Of a whole mail that was attached to another one: its signatures, ready for their keys."""

    def header(self, name: str) -> str | None:
        """The first field of that name, or `None`."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True)
class ExplainedMessage:
    """One message of one path: what `mailtriage explain` prints a line for."""

    path: str
    index: int
    evidence: Evidence
