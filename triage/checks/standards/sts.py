"""Reading MTA-STS: the TXT record and the policy (RFC 8461 section 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VERSION = re.compile(r"v=STSv1[ \t]*(?:;|$)")
_ID = re.compile(r"[A-Za-z0-9]{1,32}", re.ASCII)
_HOST = re.compile(r"(?:\*\.)?[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,20}", re.ASCII)
_MODES = ("enforce", "testing", "none")
_LONGEST_AGE_S = 31_557_600
_LINES_AT_MOST = 200


@dataclass(frozen=True)
class Policy:
    """`mode`: `enforce`, `testing` or `none`; `hosts`: names, or `*.` and a name; `age_s`: how long it
    holds."""

    mode: str
    hosts: tuple[str, ...]
    age_s: int

    def allows(self, host: str) -> bool:
        """Whether it names that MX host; `*.` stands for exactly one label (section 4.1)."""
        name = host.lower().rstrip(".")
        above = name.partition(".")[2]
        return any(name == one or (one.startswith("*.") and above == one[2:]) for one in self.hosts)


class PolicyError(ValueError):
    """The policy breaks the grammar; says where, in words."""


def sts_records(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Those TXT records that claim to be MTA-STS (section 3.1)."""
    return tuple(text for text in texts if _VERSION.match(text))


def record_mistake(text: str) -> str:
    """What is wrong with a record that claims to be MTA-STS; empty when nothing is."""
    for part in text.split(";")[1:]:
        name, equals, value = part.partition("=")
        if equals and name.strip() == "id":
            good = _ID.fullmatch(value.strip())
            return "" if good else f"id={value.strip()} is not 1 to 32 letters and digits"
    return "the policy's id= is missing"


def parse_policy(body: bytes) -> Policy:
    """Read a policy (section 3.2). Raises PolicyError."""
    values: dict[str, list[str]] = {}
    for line in body.decode("utf-8", "replace").splitlines()[:_LINES_AT_MOST]:
        name, colon, value = line.partition(":")
        if colon:
            values.setdefault(name.strip(), []).append(value.strip())
    if values.get("version", [""])[0] != "STSv1":
        raise PolicyError("its first line has to be: version: STSv1")
    mode = values.get("mode", [""])[0]
    if mode not in _MODES:
        raise PolicyError(f"mode: {mode or '(missing)'} is none of enforce, testing, none")
    age = values.get("max_age", [""])[0]
    if not (age.isascii() and age.isdigit() and len(age) <= 10 and int(age) <= _LONGEST_AGE_S):
        raise PolicyError(f"max_age: {age or '(missing)'} is no number of seconds up to {_LONGEST_AGE_S}")
    hosts = values.get("mx", [])
    if bad := next((host for host in hosts if not _HOST.fullmatch(host)), None):
        raise PolicyError(f"mx: {bad} is no host name")
    if not hosts and mode != "none":
        raise PolicyError("it names no mail server (mx:)")
    return Policy(mode, tuple(host.lower() for host in hosts), int(age))
