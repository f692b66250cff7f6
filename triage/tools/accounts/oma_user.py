"""What OMA's `get_user` says, as an `Account`."""

from __future__ import annotations

from typing import Any

from triage.tools.accounts.reading import flag_of, list_of, state_of, text_of, whole_of
from triage.tools.lookups import Account


def account_of_user(address: str, found: dict[str, Any], cluster: str | None) -> Account:
    """A value that is not there, or not of its kind, is `None`."""
    said, more = _table(found.get("attributes")), _table(found.get("metadata"))
    limit, quota, folders = (_table(more.get(name)) for name in ("smtp_limit", "quota", "special_folders"))
    main = text_of(said.get("account"))
    aliases = list_of(said.get("aliases"))
    is_alias = main is not None and main.lower() != address.lower()
    delivery = text_of(said.get("filterdelivery"))
    return Account(
        address=address,
        kind=text_of(found.get("type")),
        main_address=main if is_alias else None,
        cluster=cluster,
        receiving=state_of(said.get("service_smtpin")),
        sending=state_of(said.get("service_smtprelay")),
        webmail_sending=state_of(said.get("service_smtprelay_webmail")),
        webmail=state_of(said.get("service_webmail")),
        imap=state_of(said.get("service_imap4")),
        sent_today=whole_of(limit.get("sent")),
        sent_limit=_first(whole_of(limit.get("max")), whole_of(said.get("smtp_sent_limit"))),
        rejects_spam=flag_of(said.get("reject_spam")),
        tags_spam=delivery == "passthrough" if delivery in ("passthrough", "quarantine") else None,
        spam_folder=_first(text_of(said.get("spamfolder")), text_of(folders.get("spam"))),
        allow=list_of(said.get("allow")),
        block=list_of(said.get("block")),
        aliases=aliases,
        forwards=list_of(said.get("recipients")) if _forwards(found, said) else (),
        keeps_copy=_keeps_copy(found, said),
        sieve=text_of(said.get("sieve")),
        quota_used=whole_of(quota.get("bytes_used")),
        quota_max=whole_of(quota.get("bytes_max")),
    )


def _forwards(found: dict[str, Any], said: dict[str, Any]) -> bool:
    return found.get("type") == "forward" or flag_of(said.get("delivery_forward")) is True


def _keeps_copy(found: dict[str, Any], said: dict[str, Any]) -> bool | None:
    if found.get("type") == "forward":
        return False
    return True if flag_of(said.get("delivery_forward")) else None


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)
