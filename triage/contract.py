"""The JSON that users see: what `explain`, `check` and `triage` print, and what the API answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from triage.model import (
    Authentication,
    Decision,
    DeliveryReport,
    Evidence,
    ExplainedMessage,
    Finding,
    Hop,
    RecipientReport,
    SpamVerdict,
)

Json = dict[str, Any]


def explained_json(explained: ExplainedMessage) -> Json:
    """One line of `explain --json`."""
    return {"path": explained.path, "index": explained.index, **evidence_json(explained.evidence)}


def evidence_json(evidence: Evidence) -> Json:
    """One thing that was read. Objects are always there; a member that is not in the evidence is `null`."""
    message = evidence.message
    return {
        "kind": evidence.kind,
        "message": {
            "subject": message.subject,
            "from": message.from_,
            "to": list(message.to),
            "date": _time(message.date),
            "message_id": message.message_id,
            "return_path": message.return_path,
        },
        "ndr": _report(evidence.ndr),
        "hops": [_hop(hop) for hop in evidence.hops],
        "spam": _spam(evidence.spam),
        "authentication": _authentication(evidence.authentication),
        "sender": {
            "from": evidence.sender.from_,
            "return_path": evidence.sender.return_path,
            "suspicious": evidence.sender.suspicious,
            "why": evidence.sender.why,
        },
        "list": {
            "is_bulk": evidence.list_marks.is_bulk,
            "unsubscribe": evidence.list_marks.unsubscribe,
        },
        "nested": [evidence_json(nested) for nested in evidence.nested],
        "problems": list(evidence.problems),
    }


def finding_json(finding: Finding) -> Json:
    """One finding of a check; the typed values behind the words in `data`."""
    return {
        "check": finding.check,
        "code": finding.code,
        "status": str(finding.status),
        "summary": finding.summary,
        "advice": finding.advice,
        "who_can_fix": str(finding.who_can_fix) if finding.who_can_fix is not None else None,
        "source": finding.source,
        "data": {
            name: list(value) if isinstance(value, tuple) else value for name, value in finding.data.items()
        },
    }


def findings_json(about: Json, findings: Iterable[Finding]) -> Json:
    """What `check --json` prints."""
    return {"about": about, "findings": [finding_json(finding) for finding in findings]}


def decision_json(path: str, decision: Decision) -> Json:
    """One line of `triage --json`."""
    reply = decision.reply
    return {
        "path": path,
        "route": str(decision.route),
        "confidence": round(decision.confidence, 4),
        "confident": decision.confident,
        "problem": str(decision.problem) if decision.problem is not None else None,
        "platform": decision.platform,
        "reasons": list(decision.reasons),
        "details": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in decision.details.items()
        },
        "missing": list(decision.missing),
        "findings": [finding_json(finding) for finding in decision.findings],
        "action": str(decision.action),
        "reply": {"subject": reply.subject, "text": reply.text, "articles": list(reply.articles)}
        if reply is not None
        else None,
        "evidence": [evidence_json(evidence) for evidence in decision.evidence],
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _report(report: DeliveryReport | None) -> Json | None:
    if report is None:
        return None
    original = report.original
    return {
        "reporting_mta": report.reporting_mta,
        "original": {
            "subject": original.subject,
            "from": original.from_,
            "to": list(original.to),
            "date": _time(original.date),
            "message_id": original.message_id,
        },
        "recipients": [_recipient(recipient) for recipient in report.recipients],
    }


def _recipient(recipient: RecipientReport) -> Json:
    return {
        "address": recipient.address,
        "action": recipient.action,
        "status": recipient.status,
        "smtp_reply": recipient.smtp_reply,
        "permanent": recipient.permanent,
        "reason": str(recipient.reason),
        "rejected_by": str(recipient.rejected_by),
        "who_can_fix": str(recipient.who_can_fix),
        "remote_mta": recipient.remote_mta,
        "diagnostic": recipient.diagnostic,
        "spam_score_url": recipient.spam_score_url,
        "evidence": recipient.evidence,
    }


def _hop(hop: Hop) -> Json:
    return {
        "from": hop.from_,
        "by": hop.by,
        "ip": hop.ip,
        "with": hop.with_,
        "at": _time(hop.at),
        "delay_s": hop.delay_s,
    }


def _spam(spam: SpamVerdict) -> Json:
    return {
        "flag": spam.flag,
        "score": spam.score,
        "required": spam.required,
        "level": spam.level,
        "tests": [{"name": test.name, "score": test.score, "meaning": test.meaning} for test in spam.tests],
        "scl": spam.scl,
        "allowlisted": spam.allowlisted,
    }


def _authentication(shown: Authentication) -> Json:
    return {
        "spf": shown.spf,
        "dkim": shown.dkim,
        "dkim_aligned": shown.dkim_aligned,
        "dmarc": shown.dmarc,
        "arc": shown.arc,
        "sending_ip": shown.sending_ip,
        "source": shown.source,
    }
