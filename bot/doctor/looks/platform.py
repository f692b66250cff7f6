"""What the platform's profile lacks, by key, each with what it costs and the line that mends it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.doctor.complaint import Complaint
from bot.settings import Settings
from bot.settings.groups.lookups import LookupSettings
from knowledge.errors import KnowledgeError
from knowledge.library import load_library
from knowledge.vocabulary import CASE_FIELDS, Detail, Platform, ProblemKind

ORDER = 20
_WANTED = (
    # key, what is not known without it, a line that mends it
    ("mail_hosts", "no header can be trusted", 'mail_hosts = ["*.mail.example.org"]'),
    ("networks", "its own listed addresses cannot be told from others", 'networks = ["192.0.2.0/24"]'),
    ("domains", "nobody knows which mailboxes live here", 'domains = ["example.org"]'),
    ("mx_patterns", "a wrong MX is not seen", 'mx_patterns = ["mx.{domain}.example.org"]'),
    ("spf_include", "a missing SPF include is not seen", 'spf_include = "_spf.example.org"'),
    ("blocklists", "no blocklist is asked", 'blocklists = ["zen.spamhaus.org"]'),
)


def look(settings: Settings) -> Iterator[Complaint]:
    library = load_library(settings.data)
    try:
        platform = library.platform(settings.platform)
    except KnowledgeError as error:
        known = ", ".join(sorted(library.files("platforms", ".toml")))
        yield Complaint(
            "platform", str(error), f"set MAILTRIAGE_PLATFORM to one of {known}, or mend the file", fatal=True
        )
        return
    yield from platform_complaints(platform, settings)


def platform_complaints(platform: Platform, settings: Settings) -> Iterator[Complaint]:
    """What is missing, and what does not fit together. A profile that can be loaded has no wrong value."""
    own = f'in a file of your own that begins with extends = "{platform.name}"'
    for key, costs, line in _WANTED:
        if not getattr(platform, key):
            yield Complaint(
                "platform", f'the profile {platform.name} has no "{key}": {costs}', f"{line}, {own}"
            )
    if not platform.escalation.address:
        yield Complaint(
            "platform",
            f'the profile {platform.name} has no "address" under [escalation]: agents do it by hand',
            f'[escalation] address = "support@…", {own}; then set MAILTRIAGE_PLATFORM to that file',
        )
    yield from _unfitting(platform, own)
    yield from _accounts(platform, settings)


def _unfitting(platform: Platform, own: str) -> Iterator[Complaint]:
    """Keys that speak of each other."""
    wrong = f"the profile {platform.name}: "
    in_patterns = any("{cluster}" in pattern for pattern in platform.mx_patterns)
    if platform.clusters and platform.mx_patterns and not in_patterns:
        said = '"clusters" are named, but no pattern of "mx_patterns" holds {cluster}'
        yield Complaint("platform", wrong + said, "write {cluster} where the MX names it, or leave them out")
    if in_patterns and not platform.clusters:
        said = '"mx_patterns" holds {cluster}, but there are no "clusters"'
        yield Complaint("platform", wrong + said, f'clusters = ["a", "b"], {own}')
    unlisted = [str(kind) for kind in ProblemKind if kind not in platform.details]
    if platform.details and unlisted:
        said = f"[details] says nothing of {', '.join(unlisted)}: mailtriage's own lists count"
        yield Complaint(
            "platform", wrong + said, f'{unlisted[0]} = ["occurred_at", "recipient"] under [details]'
        )
    strange = [name for name in platform.escalation.fields if name not in {*Detail, *CASE_FIELDS}]
    if strange:
        said = f'"fields" under [escalation] holds "{strange[0]}", which is no detail'
        yield Complaint("platform", wrong + said, f"fields may hold {', '.join((*Detail, *CASE_FIELDS))}")


def _accounts(platform: Platform, settings: Settings) -> Iterator[Complaint]:
    """The backend that the profile names, and the one that is set."""
    wanted = platform.accounts
    if not wanted:
        return
    accounts = settings.of(LookupSettings).accounts_url
    given = accounts.get_secret_value() if accounts else None
    example = f"set MAILTRIAGE_ACCOUNTS_URL={_EXAMPLES.get(wanted, f'{wanted}://…')}"
    said = f'"accounts" is "{wanted}" in the profile {platform.name}'
    scheme = None if given is None else given.partition("://")[0] if "://" in given else "file"
    if scheme is None:
        yield Complaint("accounts", f"{said}, but there is no login: mailboxes stay unknown", example)
    elif scheme != wanted:
        remedy = f'{example}, or accounts = "{scheme}" in a profile of your own'
        yield Complaint("accounts", f"{said}, and MAILTRIAGE_ACCOUNTS_URL is {scheme}://", remedy)


_EXAMPLES = {
    "oma": "oma://admin%40example.org:password@hostedemail.com",
    "ldaps": "ldaps://user:password@dc1.example.org/dc=example,dc=org",
}
