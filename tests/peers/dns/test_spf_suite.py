"""The RFC 7208 test suite through a real Knot, and where it wants silence through a real Unbound."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.peers.servers.dns_programs import running, wait_for
from tests.peers.servers.ports import free_port
from tests.triage.checks.standards.spf_suite import CASES, documents, mistake
from triage.tools.presentation import wire_name
from triage.tools.resolver import DnsResolver

pytestmark = pytest.mark.peer("knotd", "unbound")

KNOT = """
server:
    rundir: "{folder}"
    listen: 127.0.0.1@{port}
database:
    storage: "{folder}"
log:
  - target: stderr
    any: error
zone:
  - domain: .
    file: "{folder}/root.zone"
    zonefile-sync: -1
    journal-content: none
"""
UNBOUND = """
server:
  interface: 127.0.0.1
  port: {port}
  do-daemonize: no
  chroot: ""
  username: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  num-threads: 1
  do-not-query-localhost: no
  module-config: "iterator"
remote-control:
  control-enable: no
stub-zone:
  name: "."
  stub-addr: 127.0.0.1@{knot}
"""
STUB = 'stub-zone:\n  name: "{name}"\n  stub-addr: 127.0.0.1@{port}\n'
HEAD = ". 60 IN SOA ns. admin. 1 3600 600 86400 60\n. 60 IN NS ns.\nns. 60 IN A 127.0.0.1\n"


def zone_text(data: dict[str, list[Any]]) -> str:
    """A root zone of a document's records; type SPF stands for TXT too where a name has no TXT."""
    lines = []
    for name, entries in data.items():
        pairs = [next(iter(entry.items())) for entry in entries if isinstance(entry, dict)]
        has_txt = any(rdtype == "TXT" for rdtype, _ in pairs)
        for rdtype, value in pairs:
            kind = "TXT" if rdtype == "SPF" and not has_txt else rdtype
            if wire_name(name) is not None and value != "NONE" and kind != "SPF":
                lines.append(f"{host(name)} 60 IN {kind} {in_zone(kind, value)}")
    return HEAD + "\n".join(dict.fromkeys(lines)) + "\n"


def in_zone(kind: str, value: Any) -> str:
    if kind == "TXT":
        parts = [part.encode() for part in (value if isinstance(value, list) else [value])]
        pieces = [part[at : at + 255] for part in parts for at in range(0, len(part), 255)] or [b""]
        return " ".join('"' + "".join(f"\\{byte:03d}" for byte in piece) + '"' for piece in pieces)
    if kind == "MX":
        return f"{value[0]} {host(value[1])}"
    return host(value) if kind in ("PTR", "CNAME") else str(value)


def host(name: str) -> str:
    """A name as a zone file takes it, whatever is in it."""
    found = wire_name(name)
    if found is None:
        return "."
    labels = ("".join(_escaped(byte) for byte in label) for label in found.labels)
    return ".".join(labels)


def _escaped(byte: int) -> str:
    return chr(byte) if chr(byte).isalnum() or chr(byte) in "-_" else f"\\{byte:03d}"


Serve = Callable[[dict[str, list[Any]]], contextlib.AbstractContextManager[int]]


@pytest.fixture
def serve(tmp_path: Path, peer_program: dict[str, str]) -> Serve:
    """Serve a document's zones; gives the port to ask."""

    @contextlib.contextmanager
    def start(data: dict[str, list[Any]]) -> Iterator[int]:
        folder = tmp_path / str(free_port())
        folder.mkdir()
        knot, unbound = free_port(), free_port()
        zone = zone_text(data)
        (folder / "root.zone").write_text(zone, encoding="ascii")
        (folder / "knot.conf").write_text(KNOT.format(folder=folder, port=knot))
        silent_names = {
            name
            for name, entries in data.items()
            if "TIMEOUT" in entries and f"\n{host(name)} 60 IN TXT" not in zone
        }
        with contextlib.ExitStack() as stack:
            stack.enter_context(running(folder, peer_program["knotd"], "-c", str(folder / "knot.conf")))
            wait_for(knot, folder, "ns.", "A")
            if not silent_names:
                yield knot
                return
            deaf = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            deaf.bind(("127.0.0.1", 0))
            # what is silent is silent with all below it, so the others are named one by one
            silent = int(deaf.getsockname()[1])
            ports = {host(name): silent if name in silent_names else knot for name in data}
            stubs = "".join(STUB.format(name=name, port=port) for name, port in ports.items())
            config = UNBOUND.format(folder=folder, port=unbound, knot=knot) + stubs
            (folder / "unbound.conf").write_text(config)
            stack.enter_context(
                running(folder, peer_program["unbound"], "-d", "-c", str(folder / "unbound.conf"))
            )
            wait_for(unbound, folder, "ns.", "A")
            yield unbound

    return start


def test_the_suite(serve: Serve, samples: Path) -> None:
    wrong: dict[str, str] = {}
    count = 0
    for document in documents(samples):
        with serve(document["zonedata"]) as port:
            resolver = DnsResolver([("127.0.0.1", port)], 0.5)
            for name, case in document["tests"].items():
                count += 1
                if said := mistake(case, resolver):
                    wrong[f"{document['description']}: {name}"] = said
    assert wrong == {}
    assert count == CASES
