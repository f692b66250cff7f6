"""A real Knot with zones of many shapes, a real Unbound in front of it, and a port where nobody answers."""

from __future__ import annotations

import contextlib
import socket
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dns.message
import dns.query
import pytest

from tests.peers.servers.dns_programs import running, wait_for
from tests.peers.servers.ports import free_port

ZONES = Path(__file__).parent / "zones"
KNOT = """
server:
    rundir: "{folder}"
    listen: 127.0.0.1@{port}
database:
    storage: "{folder}"
log:
  - target: stderr
    any: warning
zone:
  - domain: test.
    file: "{zones}/test.zone"
    zonefile-sync: -1
    journal-content: none
  - domain: 2.0.192.in-addr.arpa.
    file: "{zones}/2.0.192.in-addr.arpa.zone"
    zonefile-sync: -1
    journal-content: none
  - domain: shape.
    file: "{folder}/shape.zone"
    zonefile-sync: -1
    journal-content: none
  - domain: signed.
    file: "{zones}/signed.zone"
    zonefile-sync: -1
    dnssec-signing: on
"""
SHAPES_HEAD = """$ORIGIN shape.
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 60
@ NS ns
ns A 127.0.0.1
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
  logfile: ""
  num-threads: 1
  do-not-query-localhost: no
  access-control: 127.0.0.0/8 allow
  module-config: "validator iterator"
  trust-anchor: "{anchor}"
  local-zone: "test." nodefault
  local-zone: "2.0.192.in-addr.arpa." nodefault
remote-control:
  control-enable: no
stub-zone:
  name: "test."
  stub-addr: 127.0.0.1@{knot}
stub-zone:
  name: "2.0.192.in-addr.arpa."
  stub-addr: 127.0.0.1@{knot}
stub-zone:
  name: "signed."
  stub-addr: 127.0.0.1@{knot}
stub-zone:
  name: "shape."
  stub-addr: 127.0.0.1@{knot}
stub-zone:
  name: "silent.test."
  stub-addr: 127.0.0.1@{silent}
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@{knot}
"""


@dataclass(frozen=True)
class Dns:
    """Where to ask: `knot` (authoritative), `unbound` (recursive), `silent` (never answers)."""

    knot: int
    unbound: int
    silent: int


def shape_zone() -> str:
    """One zone file of all that `shapes.toml` holds."""
    shapes = tomllib.loads((Path(__file__).parent / "shapes.toml").read_text(encoding="utf-8"))
    return SHAPES_HEAD + "".join(
        f"$ORIGIN {name}.shape.\n{shape['zone'].rstrip()}\n" for name, shape in shapes.items()
    )


@pytest.fixture(scope="session")
def dns_servers(tmp_path_factory: pytest.TempPathFactory, peer_program: dict[str, str]) -> Iterator[Dns]:
    folder = tmp_path_factory.mktemp("dns")
    knot, unbound = free_port(), free_port()
    with contextlib.ExitStack() as stack:
        deaf = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        deaf.bind(("127.0.0.1", 0))
        silent = int(deaf.getsockname()[1])
        (folder / "shape.zone").write_text(shape_zone(), encoding="utf-8")
        config = folder / "knot.conf"
        config.write_text(KNOT.format(folder=folder, zones=ZONES, port=knot))
        stack.enter_context(running(folder, peer_program["knotd"], "-c", str(config)))
        wait_for(knot, folder, "good.test", "MX")
        config = folder / "unbound.conf"
        config.write_text(
            UNBOUND.format(folder=folder, port=unbound, knot=knot, silent=silent, anchor=_anchor(knot))
        )
        stack.enter_context(running(folder, peer_program["unbound"], "-d", "-c", str(config)))
        wait_for(unbound, folder, "good.test", "MX")
        yield Dns(knot, unbound, silent)


def _anchor(port: int) -> str:
    """The key that signs the zone `signed.`, as Unbound is told to trust it."""
    question = dns.message.make_query("signed", "DNSKEY")
    keys = [key.to_text() for key in dns.query.udp(question, "127.0.0.1", port=port, timeout=5).answer[0]]
    return "signed. DNSKEY " + str(next(key for key in keys if key.startswith("257 ")))
