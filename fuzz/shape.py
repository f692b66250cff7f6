"""Does this JSON have the contract's shape, exactly? Every member there, no other one, each of its type."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from knowledge.vocabulary import Reason, RejectedBy, WhoCanFix
from triage.evidence.limits import MAX_DEPTH, MAX_HOPS, MAX_PROBLEMS

KINDS = frozenset({"ndr", "message", "headers", "auto_reply", "abuse_report", "unreadable"})
ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_STATUS = re.compile(r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}")

Rule = Callable[[Any], bool]


def faults(line: Any) -> list[str]:
    """What is wrong with one object as `explain --json` prints it (without `path` and `index`).

    Empty when it is right. That it can be written as JSON and as UTF-8 is part of it.
    """
    found = list(_object("", line, _EVIDENCE)) or list(_deep("", line, 0))
    try:
        json.dumps(line, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as error:
        found.append(f"cannot be written: {type(error).__name__}")
    return found


def _object(at: str, value: Any, rules: dict[str, Rule]) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at or 'line'} is no object"
        return
    if set(value) != set(rules):
        yield f"{at or 'line'} has other members: {sorted(set(value) ^ set(rules))}"
        return
    for name, rule in rules.items():
        if not rule(value[name]):
            yield f"{at}.{name} is {str(value[name])[:80]!r}".lstrip(".")


def _deep(at: str, line: dict[str, Any], depth: int) -> Iterator[str]:
    """The objects within the object."""
    for name, rules in _INNER.items():
        yield from _object(f"{at}.{name}", line[name], rules)
    for name, rules in (("hops", _HOP),):
        for one in line[name]:
            yield from _object(f"{at}.{name}", one, rules)
    for one in line["spam"]["tests"] if isinstance(line["spam"], dict) else ():
        yield from _object(f"{at}.spam.tests", one, _TEST)
    if (line["kind"] == "ndr") != (line["ndr"] is not None):
        yield f"{at}.kind is {line['kind']} and ndr is {type(line['ndr']).__name__}"
    if line["kind"] == "unreadable" and not line["problems"]:
        yield f"{at}.problems does not say why it is unreadable"
    if line["ndr"] is not None:
        yield from _report(f"{at}.ndr", line["ndr"])
    if depth > MAX_DEPTH + 1:
        yield f"{at} is nested too deep"
        return
    for inner in line["nested"]:
        wrong = list(_object(f"{at}.nested", inner, _EVIDENCE))
        yield from wrong or _deep(f"{at}.nested", inner, depth + 1)


def _report(at: str, report: Any) -> Iterator[str]:
    wrong = list(_object(at, report, _REPORT))
    yield from wrong
    if wrong:
        return
    yield from _object(f"{at}.original", report["original"], _ORIGINAL)
    for one in report["recipients"]:
        yield from _object(f"{at}.recipients", one, _RECIPIENT)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


def _address(value: Any) -> bool:
    """One line; a report may name an address that is none by RFC 5321, but never an empty one."""
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value


def _time(value: Any) -> bool:
    """ISO 8601 with its offset from UTC."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _no_less_than_zero(value: Any) -> bool:
    return _number(value) and value >= 0


def _reply(value: Any) -> bool:
    return _whole(value) and 200 <= value <= 599


def _or_null(rule: Rule) -> Rule:
    return lambda value: value is None or rule(value)


def _one_of(values: frozenset[str]) -> Rule:
    return lambda value: isinstance(value, str) and value in values


def _list_of(rule: Rule, most: int | None = None) -> Rule:
    return lambda value: (
        isinstance(value, list) and all(map(rule, value)) and (most is None or len(value) <= most)
    )


def _anything(_: Any) -> bool:
    return True


_EVIDENCE: dict[str, Rule] = {
    "kind": _one_of(KINDS), "message": _anything, "ndr": _anything, "hops": _list_of(_anything, MAX_HOPS),
    "spam": _anything, "authentication": _anything, "sender": _anything, "list": _anything,
    "nested": _list_of(_anything), "problems": _list_of(_address, MAX_PROBLEMS),
}  # fmt: skip
_INNER: dict[str, dict[str, Rule]] = {
    "message": {
        "subject": _or_null(_text), "from": _or_null(_address), "to": _list_of(_address),
        "date": _or_null(_time), "message_id": _or_null(_text), "return_path": _or_null(_text),
    },
    "spam": {
        "flag": _or_null(_truth), "score": _or_null(_number), "required": _or_null(_number),
        "level": _or_null(_whole), "tests": _list_of(_anything), "scl": _or_null(_whole),
        "allowlisted": _or_null(_truth),
    },
    "authentication": {
        "spf": _or_null(_text), "dkim": _or_null(_text), "dkim_aligned": _or_null(_truth),
        "dmarc": _or_null(_text), "arc": _or_null(_text), "sending_ip": _or_null(_text),
        "source": _or_null(_text),
    },
    "sender": {
        "from": _or_null(_address), "return_path": _or_null(_text), "suspicious": _truth,
        "why": _or_null(_text),
    },
    "list": {"is_bulk": _truth, "unsubscribe": _or_null(_text)},
}  # fmt: skip
_HOP: dict[str, Rule] = {
    "from": _or_null(_text), "by": _or_null(_text), "ip": _or_null(_text), "with": _or_null(_text),
    "at": _or_null(_time), "delay_s": _or_null(_no_less_than_zero),
}  # fmt: skip
_TEST: dict[str, Rule] = {"name": _address, "score": _or_null(_number), "meaning": _or_null(_text)}
_REPORT: dict[str, Rule] = {
    "reporting_mta": _or_null(_text), "original": _anything, "recipients": _list_of(_anything),
}  # fmt: skip
_ORIGINAL: dict[str, Rule] = {
    "subject": _or_null(_text), "from": _or_null(_address), "to": _list_of(_address),
    "date": _or_null(_time), "message_id": _or_null(_text),
}  # fmt: skip
_RECIPIENT: dict[str, Rule] = {
    "address": _address, "action": _one_of(ACTIONS),
    "status": _or_null(lambda value: isinstance(value, str) and bool(_STATUS.fullmatch(value))),
    "smtp_reply": _or_null(_reply), "permanent": _or_null(_truth),
    "reason": _one_of(frozenset(Reason)), "rejected_by": _one_of(frozenset(RejectedBy)),
    "who_can_fix": _one_of(frozenset(WhoCanFix)), "remote_mta": _or_null(_text),
    "diagnostic": _or_null(_text), "spam_score_url": _or_null(_text), "evidence": _or_null(_text),
}  # fmt: skip
