"""An answer as a mail: the same reader then finds bounces and samples that are attached or pasted in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

from bot.form.answer import PASTED, Answer
from knowledge.vocabulary import Detail

_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}")


def text_of(answer: Answer, words: Mapping[str, Any]) -> str:
    """What was filled in as people read it, in the words of the page."""
    parts = ["\n".join(_lines(answer, words)), answer.more]
    parts += [answer.values[name] for name in PASTED if name in answer.values]
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def as_mail(answer: Answer, text: str, *, number: int, requester: str, domain: str, at: datetime) -> bytes:
    """RFC 5322 bytes. The zone of Date is "unknown" (section 3.3): a server's own tells of no person."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = requester if _PLAIN.fullmatch(requester) else f"form@{domain}"
    mail["To"] = f"form@{domain}"
    mail["Date"] = at.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S -0000")
    mail["Subject"] = f"What was filled in [#{number}]"
    mail["Message-ID"] = f"<form.{number}.{answer.digest()[:32]}@{domain}>"
    mail.set_content(text, cte="base64")
    for file in answer.files:
        maintype, _, subtype = file.kind.partition("/")
        mail.add_attachment(file.content, maintype, subtype, filename=file.name)
    return mail.as_bytes()


def _lines(answer: Answer, words: Mapping[str, Any]) -> Iterator[str]:
    """A dash before each, so that no line looks like a header field."""
    for detail in Detail:
        value = answer.values.get(detail.value)
        if value is None or detail in PASTED:
            continue
        if detail is Detail.JUNK_CHECKED:
            # without the question: it would read as if the mail lay there
            yield f"- {words['junk'].get(value, value)}"
        elif detail is Detail.OCCURRED_AT:
            yield f"- {words['label']['occurred_at']} {value}"
        else:
            yield f"- {words['label'][detail.value]}: {value}"
