"""Dovecot, where any address is a mailbox; what more it offers is the test's to say."""

from __future__ import annotations

import imaplib
import shutil
from functools import partial
from pathlib import Path

from tests.peers.servers.ports import HOST
from tests.peers.servers.process import Server

PASSWORD = "secret"
DELIVERY_USER = "mailtriage-peers"

_CONF = """\
base_dir = {c}/run
state_dir = {c}/state
log_path = {c}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{c}/mail/%u
mail_uid = {user}
mail_gid = {user}
first_valid_uid = 1
mail_max_userip_connections = 100
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={user} home={c}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""


def dovecot(home: Path, imap: int, more: str = "", ports: tuple[int, ...] = ()) -> Server:
    """IMAP on that port. `more`: further settings, which win; `ports`: where it then answers, too."""
    for name in ("run", "state", "mail"):
        (home / name).mkdir(parents=True)
    shutil.chown(home / "mail", DELIVERY_USER)
    conf = _CONF.format(c=home, user=DELIVERY_USER, password=PASSWORD, imap=imap)
    (home / "dovecot.conf").write_text(conf + more)
    command = ("/usr/sbin/dovecot", "-F", "-c", str(home / "dovecot.conf"))
    return Server("dovecot", command, home / "log", (imap, *ports), works=partial(_lets_in, imap))


def _lets_in(port: int) -> bool:
    try:
        with imaplib.IMAP4(HOST, port, timeout=3) as client:
            return client.login("probe@help.test", PASSWORD)[0] == "OK"
    except (OSError, imaplib.IMAP4.error):
        return False
