"""The types that cross the seams of the thinking: frozen, and without behaviour beyond looking things up.

A value that is not in the evidence is `None`, never a guess. Times are aware datetimes. The shapes that
users see as JSON are made from these by `triage.contract`.
One kind of them a file; all are imported from here.
"""

from __future__ import annotations

from triage.model.case import Case as Case
from triage.model.case import CaseMessage as CaseMessage
from triage.model.case import Request as Request
from triage.model.case import SentWords as SentWords
from triage.model.decision import Decision as Decision
from triage.model.decision import Reply as Reply
from triage.model.decision import Source as Source
from triage.model.decision import Weight as Weight
from triage.model.evidence import Evidence as Evidence
from triage.model.evidence import ExplainedMessage as ExplainedMessage
from triage.model.findings import Fact as Fact
from triage.model.findings import Facts as Facts
from triage.model.findings import Finding as Finding
from triage.model.mail import ArchiveMember as ArchiveMember
from triage.model.mail import Attachment as Attachment
from triage.model.mail import Authentication as Authentication
from triage.model.mail import Hop as Hop
from triage.model.mail import ListMarks as ListMarks
from triage.model.mail import MessageInfo as MessageInfo
from triage.model.mail import SenderView as SenderView
from triage.model.mail import SignedHead as SignedHead
from triage.model.mail import SpamTest as SpamTest
from triage.model.mail import SpamVerdict as SpamVerdict
from triage.model.report import DeliveryReport as DeliveryReport
from triage.model.report import OriginalMessage as OriginalMessage
from triage.model.report import RecipientReport as RecipientReport
from triage.model.traits import SeenMail as SeenMail
from triage.model.traits import Trait as Trait
