"""Do the DKIM signatures and the ARC chain of a whole mail hold now (RFC 6376, RFC 8617)?

Pure but for the look-up of keys that it is given. dkimpy does the arithmetic; it was not written against
strangers, so what would take it long is refused before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import dkim  # type: ignore[import-untyped]

from triage.evidence.hosts import aligned
from triage.tools.protocols import Answer, Outcome

Lookup = Callable[[str], Answer]
"""Asks for the TXT records of a name."""

MAX_BYTES = 10 * 1024 * 1024
MAX_HEAD = 128 * 1024
MAX_SIGNATURES = 5
MAX_ARC_SETS = 50
MAX_WORK = 20 * 1024 * 1024
"""Signatures times bytes: the body is put into its canonical form and hashed for each."""
_MAX_KEY = 2_000
_SPACES = re.compile(rb"(?<![\t ])[\t ]{64,}")
_MAX_SQUARES = 200_000_000
"""dkimpy takes the square of their number for spaces in a row."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_ARC = re.compile(
    rb"^ARC-(?:Seal|Message-Signature|Authentication-Results)[ \t]{0,9}:", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True)
class Signature:
    """One DKIM signature; `result` in the words of RFC 8601 section 2.7.1, `why` for a person."""

    domain: str
    selector: str
    result: str
    why: str | None = None
    is_partial: bool = False
    """Only the beginning of the body is signed (`l=`); the rest may have been added since."""


class _Keys:
    """Asks for each key once, and remembers whether that could be done."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._answers: dict[str, Answer] = {}

    def find(self, name: bytes, timeout: float = 0) -> bytes | None:
        answer = self.ask(name.decode("ascii", "replace").rstrip("."))
        texts = [text for text in answer.records if "p=" in text and len(text) <= _MAX_KEY]
        return texts[0].encode("utf-8", "replace") if texts else None

    def ask(self, name: str) -> Answer:
        if name not in self._answers:
            self._answers[name] = self._lookup(name)
        return self._answers[name]

    @property
    def unanswered(self) -> str | None:
        """A key that could not be asked for."""
        return next((name for name, answer in self._answers.items() if not answer.outcome.is_answer), None)


def why_not(raw: bytes) -> str | None:
    """Why the signatures of these bytes are not checked here; `None` when they can be."""
    if len(raw) > MAX_BYTES:
        return f"the signatures were not checked: the mail is larger than {MAX_BYTES // 1024 // 1024} MB"
    end = _HEAD_END.search(raw)
    if (end.start() if end else len(raw)) > MAX_HEAD:
        return f"the signatures were not checked: the header is larger than {MAX_HEAD // 1024} kB"
    if sum(len(spaces) ** 2 for spaces in _SPACES.findall(raw)) > _MAX_SQUARES:
        return "the signatures were not checked: there are too many spaces in a row"
    return None


def verify_dkim(raw: bytes, lookup: Lookup, aligned_with: str | None = None) -> tuple[Signature, ...]:
    """The first five signatures, of large mail fewer, topmost first. None of mail that `why_not` refuses.

    `aligned_with`: only those of this domain's organisation. Never raises for content.
    """
    if why_not(raw) is not None:
        return ()
    try:
        mail: Any = dkim.DKIM(raw, minkey=1024)
    except Exception:  # dkimpy raises many things for what strangers write, not all of them its own
        return ()
    count = sum(name.lower() == b"dkim-signature" for name, _ in mail.headers)
    keys = _Keys(lookup)
    most = max(1, min(MAX_SIGNATURES, MAX_WORK // max(1, len(raw))))
    return tuple(_signatures(mail, min(count, most), keys, aligned_with))


def _signatures(mail: Any, count: int, keys: _Keys, aligned_with: str | None) -> Iterator[Signature]:
    for index in range(count):
        try:
            tags, include, fields = mail.verify_headerprep(index)
        except Exception as error:
            if aligned_with is None:
                yield Signature("", "", "permerror", f"the signature is not well-formed ({_said(error)})")
            continue
        domain = tags[b"d"].decode("ascii", "replace").lower().rstrip(".")
        if aligned_with is not None and not aligned(domain, aligned_with):
            continue
        selector = tags[b"s"].decode("ascii", "replace")
        result, why = _judge(mail, tags, include, fields[index], keys)
        yield Signature(domain, selector, result, why, b"l" in tags)


def _judge(
    mail: Any, tags: dict[bytes, bytes], include: list[bytes], field: Any, keys: _Keys
) -> tuple[str, str | None]:
    if tags[b"a"] not in (b"rsa-sha256", b"ed25519-sha256"):
        return "policy", "it is made with SHA-1, which proves nothing any more (RFC 8301)"
    name = (tags[b"s"] + b"._domainkey." + tags[b"d"]).decode("ascii", "replace")
    answer = keys.ask(name)
    if not answer.outcome.is_answer:
        return "temperror", f"the key at {name} could not be asked for ({answer.outcome})"
    key = keys.find(name.encode())
    if key is None:
        missing = "NXDOMAIN" if answer.outcome is Outcome.NXDOMAIN else "no usable record"
        return "permerror", f"there is no key at {name} ({missing})"
    try:
        dkim.evaluate_pk(name.encode(), key)
    except Exception:
        return "permerror", f"the key at {name} cannot be used, or was revoked"
    try:
        if mail.verify_sig(tags, include, field, keys.find):
            return "pass", None
    except dkim.ValidationError as error:
        if "body hash" in str(error):
            return "fail", "the body is not what was signed"
        return "permerror", _said(error)
    except Exception as error:
        return "permerror", _said(error)
    return "fail", "the header is not what was signed, or the key is another"


def verify_arc(raw: bytes, lookup: Lookup) -> tuple[str, str] | None:
    """The state of the chain (`pass`, `fail`, `temperror`) and why; `None` where there is no ARC field.

    A chain that says of itself that it failed has failed (RFC 8617 section 5.2).
    """
    end = _HEAD_END.search(raw)
    if why_not(raw) is not None or not _ARC.search(raw, 0, end.start() + 1 if end else len(raw)):
        return None
    keys = _Keys(lookup)
    try:
        chain: Any = dkim.ARC(raw, minkey=1024)
        sets = chain.sorted_arc_headers()[0]
        if sets > MAX_ARC_SETS:
            return "fail", f"more than {MAX_ARC_SETS} ARC sets"
        if sets * len(raw) > MAX_WORK:
            return "temperror", "not checked: many ARC sets on a large mail"
        state, _, why = chain.verify(dnsfunc=keys.find)
    except Exception as error:
        return "fail", _said(error)
    if state == dkim.CV_Pass:
        return "pass", "every seal holds"
    if keys.unanswered is not None:
        return "temperror", f"the key at {keys.unanswered} could not be asked for"
    return ("none", why) if state == dkim.CV_None else ("fail", why)


def _said(error: Exception) -> str:
    """dkimpy's own words; it quotes what it met, so they are cut."""
    return " ".join(str(error).split())[:160] or type(error).__name__
