"""Where handled messages go: a folder of the user's own, made where it is not there yet."""

from __future__ import annotations

import contextlib
import imaplib
import re

from imap_tools import BaseMailBox

from bot.mail.imap.trouble import MailboxError, trouble


def find_done_folder(box: BaseMailBox, wanted: str) -> str | None:
    """Its name on this server for `wanted` (`/` between its levels); `None` where it cannot be made."""
    prefix, delimiter = _namespace(box.client)
    levels = wanted.split("/")
    name = f"{prefix}{delimiter.join(levels)}" if delimiter else "-".join(levels)
    try:
        with trouble(f"cannot make the folder {name}"):
            if not box.folder.exists(name):
                box.folder.create(name)
                box.folder.subscribe(name, True)
    except MailboxError:
        return None
    return name


def _namespace(client: imaplib.IMAP4) -> tuple[str, str]:
    """The prefix of the user's own folders, and what separates levels (RFC 2342)."""
    with contextlib.suppress(imaplib.IMAP4.error):
        if "NAMESPACE" in client.capabilities:
            answer, data = client.namespace()
            found = re.match(rb'\(\("([^"]{0,64})" "([^"]{1,2})"\)', data[0] or b"")
            if answer == "OK" and found:
                return found[1].decode("ascii", "replace"), found[2].decode("ascii", "replace")[-1]
    return "", ""
