"""A real slapd with a directory as Exchange writes it, in a folder of the test's own."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.peers.servers.ports import free_port

READER, PASSWORD = "cn=reader,dc=bakery,dc=test", "s3cret/@:%"

CONF = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include {folder}/exchange.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
argsfile {folder}/slapd.args
TLSCertificateFile {folder}/cert.pem
TLSCertificateKeyFile {folder}/key.pem
database mdb
suffix "dc=bakery,dc=test"
rootdn "{reader}"
rootpw "{password}"
directory {folder}/data
sizelimit 1000
access to * by dn.exact="{reader}" read by anonymous auth by * none
"""
SCHEMA = """
attributetype ( 1.2.840.113556.1.2.210 NAME 'proxyAddresses' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.2.271 NAME 'mDBOverHardQuotaLimit' EQUALITY integerMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.7000.102.50345 NAME 'msExchGenericForwardingAddress'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.7000.102.91 NAME 'deliverAndRedirect' EQUALITY booleanMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.7 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.7000.102.50855 NAME 'msExchRecipientTypeDetails' EQUALITY integerMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
objectclass ( 1.2.840.113556.1.5.9999 NAME 'exchangeMailbox' SUP top AUXILIARY
  MAY ( proxyAddresses $ userAccountControl $ mDBOverHardQuotaLimit $ msExchGenericForwardingAddress
  $ deliverAndRedirect $ msExchRecipientTypeDetails ) )
"""
PEOPLE = """
dn: dc=bakery,dc=test
objectClass: dcObject
objectClass: organization
dc: bakery
o: Bakery

dn: uid=anna,dc=bakery,dc=test
objectClass: inetOrgPerson
objectClass: exchangeMailbox
cn: Anna
sn: A
mail: anna@bakery.test
proxyAddresses: SMTP:anna@bakery.test
proxyAddresses: smtp:shop@bakery.test
proxyAddresses: X400:c=us;a=x
userAccountControl: 512
mDBOverHardQuotaLimit: 2048
msExchGenericForwardingAddress: smtp:anna@elsewhere.test
deliverAndRedirect: TRUE

dn: uid=joe,dc=bakery,dc=test
objectClass: inetOrgPerson
objectClass: exchangeMailbox
cn: Joe
sn: J
mail: joe@bakery.test
userAccountControl: 514

dn: uid=team,dc=bakery,dc=test
objectClass: inetOrgPerson
objectClass: exchangeMailbox
cn: Team
sn: T
mail: team@bakery.test
userAccountControl: 514
msExchRecipientTypeDetails: 4

dn: uid=plain,dc=bakery,dc=test
objectClass: inetOrgPerson
cn: Plain
sn: P
mail: plain@bakery.test
"""


@dataclass(frozen=True)
class Directory:
    plain: int
    secure: int
    certificate: Path


@pytest.fixture(scope="session")
def directory(peer_program: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    folder = tmp_path_factory.mktemp("slapd")
    (folder / "data").mkdir()
    (folder / "exchange.schema").write_text(SCHEMA)
    conf = folder / "slapd.conf"
    conf.write_text(CONF.format(folder=folder, reader=READER, password=PASSWORD))
    _certificate(folder, peer_program["openssl"])
    (folder / "people.ldif").write_text(PEOPLE.lstrip())
    add = (peer_program["slapadd"], "-f", str(conf), "-l", str(folder / "people.ldif"))
    subprocess.run(add, check=True, capture_output=True)
    plain, secure = free_port(), free_port()
    urls = f"ldap://127.0.0.1:{plain}/ ldaps://127.0.0.1:{secure}/"
    with (folder / "slapd.log").open("wb") as log:
        command = (peer_program["slapd"], "-d", "0", "-f", str(conf), "-h", urls)
        with subprocess.Popen(command, stdout=log, stderr=log) as process:
            try:
                _wait_for(secure, folder / "cert.pem")
                yield Directory(plain, secure, folder / "cert.pem")
            finally:
                process.terminate()
                process.wait(10)


def _certificate(folder: Path, openssl: str) -> None:
    words = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
        f"-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout {folder}/key.pem -out {folder}/cert.pem"
    )
    subprocess.run([openssl, *words.split()], check=True, capture_output=True)


def _wait_for(port: int, certificate: Path) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    until = time.monotonic() + 15
    while time.monotonic() < until:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), 1) as plain,
            context.wrap_socket(plain, server_hostname="localhost"),
        ):
            return
    pytest.fail("slapd did not come up")
