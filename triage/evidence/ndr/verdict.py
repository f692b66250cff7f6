"""What happened for one recipient: the reason with the line that says so, who said no, who can fix it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from knowledge.vocabulary import Platform, Reason, RejectedBy, WhoCanFix
from triage.evidence.hosts import matches
from triage.evidence.ndr.codes import Codes, best_status, find_codes, one_line, vague
from triage.evidence.ndr.draft import Draft, DraftRecipient
from triage.evidence.ndr.rulebook import Rule, normal, rulebook
from triage.evidence.ndr.speaker import host_in, is_platform, rejected_by, spoke_remotely
from triage.model import RecipientReport
from triage.orders import without_orders

MAX_DIAGNOSTIC = 2_000
MAX_EVIDENCE = 500
_COMMENT = re.compile(r"\(([^()]{3,200})\)")
_URL = re.compile(r"https?://[^\s<>\"'\])]{4,500}", re.IGNORECASE)
_SCORE_URL = re.compile(
    r"spam[ \-]?score[ \-]?(?:url|link|page|details)?[ :=<(]{1,4}(https?://[^\s<>\"'\])]{4,500})",
    re.IGNORECASE,
)


def judge(one: DraftRecipient, draft: Draft, sender: str | None, platform: Platform) -> RecipientReport:
    """One recipient's words put into the design's; `sender`: envelope sender or From of the original."""
    codes, status = _codes(one)
    remote = one.remote_mta or host_in(one.diagnostic) or host_in(one.context)
    reason, evidence, rule = _reason(one, remote, status, codes)
    url = _score_url(f"{one.diagnostic}\n{one.context}", platform)
    heard = remote
    if not remote and spoke_remotely(
        one.diagnostic, f"{one.status}\n{one.context}", one.address, draft.reporting_mta, platform
    ):
        heard = ""
    who_said = rejected_by(platform, reason, one.address, sender, heard, draft.reporting_mta)
    if url and _is_score_page(url, platform):
        who_said = RejectedBy.PLATFORM
    action = one.action or ("delayed" if _class(codes, status) == 4 else "failed")
    from_platform = is_platform(draft.reporting_mta, platform) or _domain_of(sender) in platform.domains
    return RecipientReport(
        address=one.address,
        action=action,
        status=status,
        smtp_reply=codes.reply,
        permanent=_permanent(action, codes, status),
        reason=reason,
        rejected_by=who_said,
        who_can_fix=_who(reason, rule, action, who_said, from_platform),
        remote_mta=remote,
        diagnostic=(one_line(one.diagnostic) or (evidence if rule else ""))[:MAX_DIAGNOSTIC] or None,
        spam_score_url=url,
        evidence=evidence[:MAX_EVIDENCE] or None,
    )


def _codes(one: DraftRecipient) -> tuple[Codes, str | None]:
    """The codes of the diagnostic, completed by the notice where that does not tell of another answer."""
    said, beside = find_codes(one.diagnostic), find_codes(one.context)
    enhanced = said.enhanced
    if not one.diagnostic or said.reply in (None, beside.reply):
        said = Codes(said.reply or beside.reply, enhanced or beside.enhanced)
    if enhanced and vague(enhanced) and (beside.enhanced or "x")[0] == enhanced[0]:
        said = Codes(said.reply, best_status(enhanced, beside.enhanced))
    return said, best_status(one.status, said.enhanced)


def _reason(
    one: DraftRecipient, remote: str | None, status: str | None, codes: Codes
) -> tuple[Reason, str, Rule | None]:
    """By words: the diagnostic, the comment of the status, the rest of the notice; then by the codes."""
    book = rulebook()
    comment = " ".join(_COMMENT.findall(one.status or ""))
    for text in (one_line(without_orders(one.diagnostic)), comment, one.context, one.common):
        found = book.match(normal(text), remote, status, codes.reply) if text else None
        if found:
            return found[0].reason, _line_with(text, found[1]), found[0]
    for code in (status, _stated(one.status)):
        if (by_code := book.by_status(code)) and code:
            return by_code, _first_line(one.diagnostic) or f"Status: {(one.status or code).strip()}", None
    reason = book.reply.get(codes.reply or 0, Reason.UNKNOWN)
    return reason, _first_line(one.diagnostic) or _first_line(one.context), None


def _stated(field: str | None) -> str | None:
    return best_status(field, None)


def _line_with(text: str, at: int) -> str:
    """The line of the text that the place in its normal form falls into; a single line as a whole."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        return " ".join(lines[0].split())
    seen = 0
    for line in lines:
        seen += len(normal(line)) + 1
        if at < seen:
            return " ".join(line.split())
    return _first_line(text)


def _first_line(text: str) -> str:
    return next((" ".join(line.split()) for line in text.split("\n") if line.strip()), "")


def _class(codes: Codes, status: str | None) -> int | None:
    if codes.reply:
        return codes.reply // 100
    return int(status[0]) if status else None


def _permanent(action: str, codes: Codes, status: str | None) -> bool | None:
    """Was it refused for good? A delay is not; a 4xx answer says that it may work another time."""
    if action == "delayed":
        return False
    if action != "failed":
        return None
    found = _class(codes, status)
    return found != 4 if found else True


def _who(reason: Reason, rule: Rule | None, action: str, by: RejectedBy, from_platform: bool) -> WhoCanFix:
    if action != "failed":
        return WhoCanFix.NOBODY
    if rule is not None and rule.who is not None:
        return rule.who
    saying = rulebook().sayings[reason]
    if by is RejectedBy.PLATFORM:
        return saying.at_platform or saying.who_can_fix
    if by is RejectedBy.SENDER_SIDE and saying.from_sender_side:
        return saying.from_sender_side
    return saying.from_platform if from_platform and saying.from_platform else saying.who_can_fix


def _score_url(text: str, platform: Platform) -> str | None:
    named = _SCORE_URL.search(text, 0, 8_000)
    for match in _URL.finditer(text, 0, 8_000):
        url = match.group().rstrip(".,;")
        if _is_score_page(url, platform):
            return url
    return named.group(1).rstrip(".,;") if named else None


def _is_score_page(url: str, platform: Platform) -> bool:
    """Is it on a host that the profile lists, whatever its port?"""
    return matches(_host(url), (entry.partition(":")[0] for entry in platform.spam_score_hosts))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _domain_of(sender: str | None) -> str:
    return (sender or "").rpartition("@")[2].lower()
