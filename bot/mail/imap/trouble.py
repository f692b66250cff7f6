"""What can go wrong with a mailbox, in words: the connection is gone, or the server says no."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator

from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError

GONE = (OSError, imaplib.IMAP4.abort, EOFError)
"""What the library raises when there is nobody at the other end any more."""
REFUSED = (imaplib.IMAP4.error, ImapToolsError)
"""What it raises when the server answers, and says no; `GONE` is asked for first: `abort` is both."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class ConnectionLost(Exception):
    """The connection is gone: connect again."""


class MailboxError(Exception):
    """The server said no."""


class LoginRefused(MailboxError):
    """It knows who we are and does not let us in; not where it only cannot tell right now."""


@contextlib.contextmanager
def trouble(what: str) -> Iterator[None]:
    """Whatever the library raises becomes `ConnectionLost` or `MailboxError`, with `what` in its words."""
    try:
        yield
    except GONE as error:
        raise ConnectionLost(f"{what}: {_words(error)}") from error
    except (*REFUSED, UnicodeError, ValueError) as error:
        raise MailboxError(f"{what}: {_words(error)}") from error


def _words(error: BaseException) -> str:
    """One short line of an error, with nothing of what was sent (a password)."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    text = str(error) or type(error).__name__
    if isinstance(error, UnexpectedCommandStatusError):
        *_, last = error.command_result[1] or (None,)
        text = last.decode("utf-8", "replace") if isinstance(last, bytes) else text
    return _CONTROL.sub(" ", text)[:200]
