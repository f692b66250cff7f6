"""Making the real desk out of the settings."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

from bot.backends import open_backends
from bot.desk.context import Desk, Reword
from bot.late_classifier import LateClassifier
from bot.settings import Settings
from bot.settings.groups.desk import DeskSettings
from bot.settings.groups.language_model import LanguageModelSettings
from bot.store.open import open_store
from bot.store.raw import RawFiles
from knowledge.library import load_library
from knowledge.vocabulary import Platform
from triage.own_side import with_own_domain
from triage.tools.clock import SystemClock
from triage.tools.protocols import Classifier, Resolver, Tools


def open_desk(
    settings: Settings, *, resolver: Resolver | None = None, classifier: Classifier | None = None
) -> Desk:
    """A desk on the settings' data folder, its database at this version.

    `resolver` and `classifier` stand in for the real ones. Raises `KnowledgeError` (the platform),
    `SettingsError` (a backend), `NewerDatabase`, SQLAlchemy's errors and `OSError`.
    """
    from bot.desk.pages import KeptFetch
    from triage.evidence.sandbox import Sandbox
    from triage.pipeline import triage
    from triage.tools.fetch import PAGE_WITHIN_S, WebFetch
    from triage.tools.resolver import DnsResolver

    settings.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.data):
        pass  # says better than SQLite could that nothing can be written there
    library = load_library(settings.data)
    profile = _with_address(library.platform(settings.platform), settings.of(DeskSettings).escalation_address)
    platform = with_own_domain(profile, *settings.help_address, *profile.help_addresses)
    clock = SystemClock()
    asked = resolver or DnsResolver([(item.host, item.port) for item in settings.nameservers] or None)
    backends = open_backends(settings, clock)
    store, raw = open_store(settings), RawFiles(settings.data / "raw")
    tools = Tools(
        resolver=asked,
        clock=clock,
        classifier=classifier or LateClassifier(settings.data, library),
        fetch=KeptFetch(WebFetch(asked, clock, deadline_s=PAGE_WITHIN_S), store, raw),
        accounts=backends.accounts,
        trace=backends.trace,
        customers=backends.customers,
    )
    return Desk(
        settings=settings,
        store=store,
        raw=raw,
        library=library,
        tools=tools,
        platform=platform,
        sandbox=Sandbox(),
        clock=clock,
        triage=triage,
        secret_key=secret_key(settings),
        reword=_reword(settings),
    )


def _reword(settings: Settings) -> Reword | None:
    """The language model of the settings; `None`, and nothing is loaded for it, where there is none."""
    given = settings.of(LanguageModelSettings)
    if given.llm_url is None or given.llm_model is None:
        return None
    from triage.replies.rephrase import LanguageModel, rephrase

    key = given.llm_key.get_secret_value() if given.llm_key else None
    model = LanguageModel(given.llm_url, given.llm_model, key, given.llm_timeout)
    return lambda text, language: rephrase(model, text, language)


def _with_address(platform: Platform, address: str | None) -> Platform:
    """The profile with the address that the settings give for complete cases."""
    if address is None:
        return platform
    return replace(platform, escalation=replace(platform.escalation, address=address))


def secret_key(settings: Settings) -> bytes:
    """The key that the settings give, else the one kept in the data folder, made at first need."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    path = settings.data / "secret-key"
    if not path.exists():
        _make_key(path)
    return path.read_text("ascii").strip().encode()


def _make_key(path: Path) -> None:
    """Written whole or not at all, readable by the owner only; the first of two that start at once wins."""
    made = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    with made.open("w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(made)
    except FileExistsError:
        pass
    finally:
        made.unlink()
