"""A platform's profile: one TOML file, which may extend another.

What an overlay lists under the keys of `ADDED` comes beside the base's; its tables are merged key by
key; any other key replaces the base's.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from knowledge.errors import KnowledgeError, nearest
from knowledge.snippets import SNIPPETS, what_is_wrong
from knowledge.tables import Table, read_toml
from knowledge.vocabulary import Detail, Escalation, Platform, ProblemKind, Route

ADDED = ("mail_hosts", "networks", "domains", "help_addresses", "spam_score_hosts")
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})*")
_HOSTS = {"mail_hosts", "domains", "blocklists", "domain_blocklists"}
_NO_KEYS = {"hosts_assumed"}
"""What is concluded, and stands in no file."""


def read_profile(path: Path, find: Callable[[str], list[Path]]) -> Platform:
    """The profile of a file with all that it extends; `find` gives the files of a name, best first.

    Raises `KnowledgeError` for a wrong value, an unknown key, or files that extend each other.
    """
    return _platform(_merged(path, find, ()), path)


def _merged(path: Path, find: Callable[[str], list[Path]], above: tuple[Path, ...]) -> dict[str, Any]:
    own = read_toml(path)
    _check(path, own)
    own.setdefault("name", path.stem)
    if "extends" not in own:
        return own
    above = (*above, path.resolve())
    return _overlaid(_merged(_base(path, own.pop("extends"), find, above), find, above), own)


def _base(path: Path, extends: str, find: Callable[[str], list[Path]], above: tuple[Path, ...]) -> Path:
    """The file that is extended. A file may extend its own name: the one that it stands before."""
    found = [path.parent / extends] if extends.endswith(".toml") else find(extends)
    fresh = [candidate for candidate in found if candidate.resolve() not in above]
    if fresh:
        return fresh[0]
    if found:
        raise KnowledgeError(f'{path}: "extends" goes round in a circle at "{extends}"')
    known = {candidate.stem for candidate in find("*")}
    raise KnowledgeError(f'{path}: "extends" names no platform: "{extends}"{nearest(extends, known)}')


def _overlaid(base: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        before = base.get(key)
        if key in ADDED and isinstance(before, list):
            merged[key] = list(dict.fromkeys([*before, *value]))
        elif isinstance(value, dict) and isinstance(before, dict):
            merged[key] = {**before, **value}
        else:
            merged[key] = value
    return merged


def _check(path: Path, own: Mapping[str, Any]) -> None:
    """Each file answers for its own keys, so that the message names the right one."""
    table = Table(str(path), own)
    table.check_keys({"extends", *(item.name for item in fields(Platform))} - _NO_KEYS)
    table.text("extends")
    _values(table)


def _platform(merged: Mapping[str, Any], path: Path) -> Platform:
    values = _values(Table(str(path), merged))
    values.setdefault("title", values["name"])
    return Platform(**values)


def _values(table: Table) -> dict[str, Any]:
    """Every key that is there, by the type of the field."""
    found: dict[str, Any] = {}
    for item in fields(Platform):
        if item.name in table.values and item.name not in _NO_KEYS:
            found[item.name] = _value(table, item.name, str(item.type))
    return found


def _value(table: Table, key: str, kind: str) -> Any:
    if key == "details":
        return _details(table.table(key))
    if key == "snippets":
        return _snippets(table.table(key))
    if key == "spam_score_hosts":
        should = 'a host name such as "score.example.org" or "score.example.org:8443"'
        return tuple(host.lower() for host in table.each(key, _is_host_and_port, should))
    if key == "escalation":
        return _escalation(table.table(key))
    if key == "out_of_scope":
        return table.words(key, Route)
    if key == "networks":
        return table.each(key, _is_network, 'a network such as "192.0.2.0/24"')
    if key in _HOSTS:
        lower = table.each(key, _is_host, 'a host name such as "mx.example.org" or "*.example.org"')
        return tuple(host.lower() for host in lower)
    if key == "help_addresses":
        return table.each(key, _is_address, 'an address such as "help@example.org"')
    if kind == "str":
        return table.text(key)
    return table.number(key, 0.0) if kind == "float" else table.texts(key)


def _details(table: Table) -> dict[ProblemKind, tuple[Detail, ...]]:
    table.check_keys([str(kind) for kind in ProblemKind])
    return {ProblemKind(key): table.words(key, Detail) for key in table.values}


def _escalation(table: Table) -> Escalation:
    table.check_keys([item.name for item in fields(Escalation)])
    default = Escalation()
    address = table.text("address")
    if address and not _is_address(address):
        raise table.wrong("address", 'an address such as "support@example.org"')
    labels = table.table("labels") if "labels" in table.values else None
    return Escalation(
        address,
        table.texts("fields"),
        table.whole("remind_after_hours", default.remind_after_hours),
        _is_true(table, "weekdays_only"),
        tuple(
            host.lower()
            for host in table.each("answer_domains", _is_host, 'a domain such as "support.example.org"')
        ),
        {key: labels.text(key) for key in labels.values} if labels else {},
    )


def _is_true(table: Table, key: str) -> bool:
    value = table.values.get(key, False)
    if not isinstance(value, bool):
        raise table.wrong(key, "true or false")
    return value


def _snippets(table: Table) -> dict[str, str]:
    table.check_keys(SNIPPETS)
    found = {key: table.text(key) for key in table.values}
    for key, command in found.items():
        if should := what_is_wrong(key, command):
            raise table.wrong(key, should)
    return found


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_host(text: str) -> bool:
    return len(text) <= 253 and _HOST.fullmatch(text) is not None


def _is_host_and_port(text: str) -> bool:
    host, colon, port = text.partition(":")
    return _is_host(host) and (not colon or (port.isascii() and port.isdigit() and 0 < int(port) < 65536))


def _is_address(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(local and at and _is_host(domain)) and not re.search(r"[\s<>,;]", local)
