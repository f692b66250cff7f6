"""Postfix: our side, and a remote side that refuses by table."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from tests.peers.servers.process import Server

_MAIN_CF = """\
compatibility_level = 3.6
queue_directory = {c}/spool
data_directory = {c}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
maillog_file = {c}/maillog
maillog_file_prefixes = /var, /dev/stdout, {c}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_bind_address = 127.0.0.1
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_host_lookup = native
bounce_queue_lifetime = 1h
minimal_backoff_time = 1s
lmtp_lhlo_timeout = 10s
lmtp_mail_timeout = 10s
lmtp_rcpt_timeout = 10s
lmtp_data_init_timeout = 10s
lmtp_data_xfer_timeout = 10s
lmtp_data_done_timeout = 20s
maximal_backoff_time = 5s
queue_run_delay = 1s
biff = no
enable_long_queue_ids = yes
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
notify_classes =
"""

_OUR_CF = """\
myhostname = mx.help.test
virtual_mailbox_domains = help.test, customer.test, desk.test
virtual_mailbox_maps = static:x
virtual_transport = lmtp:inet:127.0.0.1:{dovecot_lmtp}
relay_domains =
smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination
transport_maps = texthash:{c}/transport
message_size_limit = 60000000
virtual_mailbox_limit = 60000000
delay_warning_time = 1s
smtpd_tls_cert_file = {folder}/dovecot/cert.pem
smtpd_tls_key_file = {folder}/dovecot/key.pem
"""

_OUR_TRANSPORT = """\
remote.test smtp:[127.0.0.1]:{remote}
down.test smtp:[127.0.0.1]:1
help.test lmtp:inet:127.0.0.1:{dovecot_lmtp}
customer.test lmtp:inet:127.0.0.1:{dovecot_lmtp}
desk.test lmtp:inet:127.0.0.1:{desk_lmtp}
* error:5.4.4 Host or domain name not found. Name service error: Host not found
"""

_REMOTE_CF = """\
myhostname = mx.remote.test
virtual_mailbox_domains = remote.test
virtual_mailbox_maps = texthash:{c}/mailboxes
virtual_transport = discard:
message_size_limit = 20000
smtpd_recipient_restrictions = check_recipient_access texthash:{c}/recipients, reject_unlisted_recipient,
    permit_mynetworks, reject_unauth_destination
header_checks = regexp:{c}/headers
transport_maps = inline:{{ {{ customer.test = smtp:[127.0.0.1]:{ours} }} }}
"""

_REMOTE_RECIPIENTS = """\
full@remote.test   552 5.2.2 The mailbox of this person is over its quota
dmarc@remote.test  550 5.7.26 Mail from customer.test is not authenticated, see its DMARC policy
rbl@remote.test    554 5.7.1 Client host [192.0.2.10] blocked using bl.remote.test
grey@remote.test   450 4.2.0 Greylisted, please come again
"""

_SUBMISSIONS = """\
127.0.0.1:{port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_type=dovecot
  -o smtpd_sasl_path=inet:127.0.0.1:{auth}
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o mynetworks=
"""

_MASTER_CF = """\
127.0.0.1:{port} inet n - n - - smtpd
tlsmgr    unix - - n 1000? 1 tlsmgr
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
relay     unix - - n - - smtp
showq     unix n - n - - showq
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
virtual   unix - n n - - virtual
lmtp      unix - - n - - lmtp
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
"""


def our_side(folder: Path, port: int, submissions: int, ports: dict[str, int]) -> Server:
    """`ports`: where `dovecot_lmtp`, `desk_lmtp` and `remote` answer, and `auth`, which knows the logins."""
    settings = _OUR_CF.replace("{dovecot_lmtp}", str(ports["dovecot_lmtp"])).replace("{folder}", str(folder))
    server = _postfix(folder, "ours", port, settings, {"transport": _OUR_TRANSPORT.format(**ports)})
    with (folder / "ours" / "master.cf").open("a") as master:
        master.write(_SUBMISSIONS.format(port=submissions, auth=ports["auth"]))
    return replace(server, ports=(port, submissions))


def remote_side(folder: Path, port: int, ours: int) -> Server:
    tables = {
        "mailboxes": "bob@remote.test x\n",
        "recipients": _REMOTE_RECIPIENTS,
        "headers": "/^Subject:.*lottery/ REJECT 5.7.1 This looks like spam (score 12.3)\n",
    }
    settings = _REMOTE_CF.replace("{ours}", str(ours)).replace("{{", "{").replace("}}", "}")
    return _postfix(folder, "remote", port, settings, tables)


def _postfix(folder: Path, name: str, port: int, settings: str, tables: dict[str, str]) -> Server:
    home = folder / name
    (home / "spool").mkdir(parents=True)
    (home / "data").mkdir()
    shutil.chown(home / "data", "postfix")
    for table, text in tables.items():
        (home / table).write_text(text)
    (home / "main.cf").write_text(_MAIN_CF.format(c=home) + settings.replace("{c}", str(home)))
    (home / "master.cf").write_text(_MASTER_CF.format(port=port))
    # Lays out the queue. The master is then started as our own child: `postfix start-fg` would detach it.
    subprocess.run(["/usr/sbin/postfix", "-c", str(home), "check"], check=True, capture_output=True)
    command = ("/usr/lib/postfix/sbin/master", "-d", "-c", str(home))
    return Server(name, command, home / "maillog", (port,))
