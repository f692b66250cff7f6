"""Accounts in a directory by LDAP (RFC 4511): Active Directory with Exchange, and others such as OpenLDAP.

`ldaps://cn=reader,dc=example,dc=org:password@dc1.example.org/dc=example,dc=org` (user percent-encoded);
`ldap://` asks for STARTTLS unless `?starttls=no`. Needs the optional package ldap3: `mailtriage[ldap]`.
"""

from __future__ import annotations

import contextlib
import importlib
import ssl
import warnings
from typing import Any

from triage.tools.accounts.reading import list_of, text_of, whole_of
from triage.tools.backends import BackendError
from triage.tools.lookups import Account, AccountAnswer, Ended
from triage.tools.protocols import Clock
from triage.tools.source_url import SourceUrl
from triage.tools.threads import in_thread

SCHEMES = ("ldaps", "ldap")
_DEADLINE_S = 4
"""A whole number: it ends up in a socket option."""
_DISABLED = 0x2
"""ADS_UF_ACCOUNTDISABLE of userAccountControl."""
_KILO = 1024
_FIELDS = (
    "mail", "proxyAddresses", "mailAlternateAddress", "userAccountControl", "msExchRecipientTypeDetails",
    "forwardingAddress", "msExchGenericForwardingAddress", "deliverAndRedirect", "mDBOverHardQuotaLimit",
    "objectClass",
)  # fmt: skip


def make(url: SourceUrl, clock: Clock) -> LdapAccounts:
    _import_ldap3()
    if not url.host or not url.path.strip("/"):
        raise BackendError("should be ldaps://user:password@host/dc=example,dc=org")
    return LdapAccounts(url, clock)


def _import_ldap3() -> None:
    """Once, before any thread asks: its imports are deprecated ones of pyasn1. Raises `BackendError`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            importlib.import_module("ldap3")
        except ImportError:
            raise BackendError("needs the package ldap3: pip install 'mailtriage[ldap]'") from None


class LdapAccounts:
    """Asks with a connection of its own each time; the search is by address, in all its forms."""

    def __init__(self, url: SourceUrl, clock: Clock) -> None:
        self._url, self._clock = url, clock
        self._source = f"LDAP at {url.host}"

    async def look_up(self, address: str) -> AccountAnswer:
        ended, entry, why = await in_thread(lambda: self._search(address))
        account = _account(address, entry) if entry is not None else None
        return AccountAnswer(ended, self._source, account, self._clock.now(), why)

    def _search(self, address: str) -> tuple[Ended, dict[str, list[str]] | None, str]:
        from ldap3.core.exceptions import (  # type: ignore[import-untyped]
            LDAPException,
            LDAPSocketReceiveError,
        )

        try:
            return self._ask(address)
        except LDAPSocketReceiveError:
            return Ended.TIMEOUT, None, f"no answer within {_DEADLINE_S} s"
        except (LDAPException, OSError) as error:
            return Ended.UNREACHABLE, None, f"it cannot be asked: {str(error)[:200]}"

    def _ask(self, address: str) -> tuple[Ended, dict[str, list[str]] | None, str]:
        import ldap3  # type: ignore[import-untyped]
        from ldap3.utils.conv import escape_filter_chars  # type: ignore[import-untyped]

        url = self._url
        tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=url.options.get("ca"))
        server = ldap3.Server(
            url.host,
            port=url.port or (636 if url.scheme == "ldaps" else 389),
            use_ssl=url.scheme == "ldaps",
            tls=tls,
            get_info=ldap3.NONE,
            mode=ldap3.IP_V4_PREFERRED,
            connect_timeout=_DEADLINE_S,
        )
        value = escape_filter_chars(address)
        wanted = f"(|(mail={value})(proxyAddresses=smtp:{value})(mailAlternateAddress={value}))"
        connection = ldap3.Connection(
            server,
            user=url.user,
            password=url.password,
            read_only=True,
            receive_timeout=_DEADLINE_S,
            check_names=False,
        )
        try:
            connection.open()
            if url.scheme == "ldap" and url.options.get("starttls") != "no":
                connection.start_tls()
            if not connection.bind():
                return Ended.REFUSED, None, f"it turned our login down: {connection.result['description']}"
            base = url.path.strip("/")
            connection.search(base, wanted, attributes=list(_FIELDS), size_limit=2, time_limit=3)
            return _result(connection)
        finally:
            _close(connection)


def _close(connection: Any) -> None:
    """Also a connection that broke while it was made."""
    link = connection.socket
    with contextlib.suppress(Exception):
        connection.unbind()
    if link is not None:
        with contextlib.suppress(OSError):
            link.close()


def _result(connection: Any) -> tuple[Ended, dict[str, list[str]] | None, str]:
    found = [item for item in connection.response or () if item.get("type") == "searchResEntry"]
    if found:
        return Ended.FOUND, _texts(found[0]["raw_attributes"]), ""
    code, words = connection.result["result"], connection.result["description"]
    if code == 0:
        return Ended.ABSENT, None, ""
    return Ended.REFUSED if code in (49, 50) else Ended.BROKEN, None, f"it answered: {words}"


def _texts(raw: dict[str, list[bytes]]) -> dict[str, list[str]]:
    return {name.lower(): [value.decode("utf-8", "replace") for value in raw[name]] for name in raw}


def _account(address: str, entry: dict[str, list[str]]) -> Account:
    main, others = _addresses(entry)
    control = whole_of(_one(entry, "userAccountControl"))
    # a shared mailbox (4, 16, 32) has its login switched off, and takes mail all the same
    shared = whole_of(_one(entry, "msExchRecipientTypeDetails")) in (4, 16, 32)
    off = control is not None and control & _DISABLED and not shared
    state = None if control is None or shared else "disabled" if off else "enabled"
    forwards = list_of(entry.get("forwardingaddress", []) + entry.get("msexchgenericforwardingaddress", []))
    hard = whole_of(_one(entry, "mDBOverHardQuotaLimit"))
    keeps = (_one(entry, "deliverAndRedirect") or "").upper()
    return Account(
        address=address,
        kind="mailbox",
        main_address=main if main and main.lower() != address.lower() else None,
        sending=state,
        webmail=state,
        imap=state,
        aliases=tuple(others),
        forwards=tuple(item.removeprefix("smtp:").removeprefix("SMTP:") for item in forwards),
        keeps_copy=keeps == "TRUE" if forwards and keeps else False if forwards else None,
        quota_max=hard * _KILO if hard is not None else None,
    )


def _addresses(entry: dict[str, list[str]]) -> tuple[str | None, list[str]]:
    """The main address (Exchange writes its kind in capitals), and the others."""
    proxies = [item for item in entry.get("proxyaddresses", []) if item.lower().startswith("smtp:")]
    primary = next((item[5:] for item in proxies if item.startswith("SMTP:")), _one(entry, "mail"))
    every = [item[5:] for item in proxies] + entry.get("mailalternateaddress", [])
    return primary, [item for item in every if not primary or item.lower() != primary.lower()]


def _one(entry: dict[str, list[str]], name: str) -> str | None:
    values = entry.get(name.lower(), [])
    return text_of(values[0]) if values else None
