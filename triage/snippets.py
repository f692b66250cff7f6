"""Commands for the agent, filled in where a finding calls for one: shown, and never run.

Every value was written by a stranger: it must have the form of what it stands for, may not look like an
option, and is quoted for a POSIX shell.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace

from knowledge.snippets import placeholders
from knowledge.vocabulary import Platform
from triage.facts.hosts import domain_of, is_platform_ip
from triage.model import Facts, Finding

COMMAND = "command"
"""Under this name a finding's `data` holds the command."""
_CALLS: Mapping[str, str] = {
    "account_lists.blocked": "allow_sender",
    "account_lists.both": "allow_sender",
    "junk_score.rounded_into_junk": "allow_sender",
    "account_lists.allowed": "block_sender",
    "trace.quarantined": "release_mail",
    "shared_features.safe": "block_ip",
    "spf.fail": "block_ip",
    "dmarc_alignment.fail": "block_ip",
}
_FORMS = {
    "ip": re.compile(r"[0-9A-Fa-f.:]{2,45}"),
    "sender": re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}"),
    "recipient": re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}"),
    "domain": re.compile(r"[A-Za-z0-9._-]{1,253}"),
    "list": re.compile(r"[A-Za-z0-9._-]{1,253}"),
    "message_id": re.compile(r"<?[!-;=?-~]{1,250}>?"),
}


def with_commands(findings: tuple[Finding, ...], facts: Facts, platform: Platform) -> tuple[Finding, ...]:
    """The findings, those that call for a snippet of the profile with the command in their data."""
    if not platform.snippets:
        return findings
    return tuple(_with_command(finding, facts, platform) for finding in findings)


def _with_command(finding: Finding, facts: Facts, platform: Platform) -> Finding:
    template = platform.snippets.get(_called_for(finding, platform) or "")
    command = fill(template, dict(_values(finding, facts))) if template else None
    return replace(finding, data={**finding.data, COMMAND: command}) if command else finding


def _called_for(finding: Finding, platform: Platform) -> str | None:
    if finding.code == "blocklist.listed":
        ip = finding.data.get("of") or finding.data.get("ip")
        ours = isinstance(ip, str) and is_platform_ip(ip, platform)
        return "ask_delisting" if ours else "block_ip"
    return _CALLS.get(finding.code)


def _values(finding: Finding, facts: Facts) -> Iterator[tuple[str, str]]:
    """What the facts say, then what the finding itself says: that is nearer."""
    sender = facts.get("sender")
    said = finding.data
    shared = said.get("value") if finding.code.startswith("shared_features.") else None
    near = {"ip": said.get("ip") or said.get("of") or shared, "list": said.get("zone")}
    far = {
        "ip": facts.get("sending_ip"),
        "sender": sender,
        "recipient": facts.get("recipient"),
        "domain": domain_of(sender),
        "message_id": facts.get("message_id"),
    }
    for name, value in (*far.items(), *near.items()):
        if isinstance(value, str) and value:
            yield name, value


def fill(template: str, values: Mapping[str, str]) -> str | None:
    """The command with its values quoted; `None` where one is missing, or not of its form."""
    for name in placeholders(template):
        value = values.get(name, "")
        if not _FORMS[name].fullmatch(value) or value.startswith("-"):
            return None
    return re.sub(r"\{(\w+)\}", lambda found: shlex.quote(values[found[1]]), template)
