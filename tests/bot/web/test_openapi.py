"""The description says what there is, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from bot.web.api.openapi import description
from knowledge import vocabulary

DOCS = Path(__file__).parents[3] / "docs" / "api.md"


def _served(app: Flask) -> set[tuple[str, str]]:
    served = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1"):
            path = re.sub(r"<(?:\w+:)?\w+>", "{}", rule.rule.removeprefix("/api/v1"))
            served |= {(method, path) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return served


def _described() -> set[tuple[str, str]]:
    paths = description()["paths"].items()
    return {(method.upper(), re.sub(r"{\w+}", "{}", path)) for path, verbs in paths for method in verbs}


def test_every_address_is_described(app: Flask) -> None:
    assert _described() == _served(app)


def test_it_is_served_without_a_token(app: Flask) -> None:
    served = app.test_client().get("/api/v1/openapi.json")
    assert served.json == description()
    assert served.json["openapi"].startswith("3.1")


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for name, value in node.items() if name == "$ref")
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def test_every_reference_leads_somewhere() -> None:
    schemas = description()["components"]["schemas"]
    used = {reference.removeprefix("#/components/schemas/") for reference in _references(description())}
    assert used == set(schemas)


@pytest.mark.parametrize(
    ("schema", "member", "words"),
    [
        ("Ticket", "route", vocabulary.Route),
        ("Ticket", "problem", vocabulary.ProblemKind),
        ("Ticket", "state", vocabulary.TicketState),
        ("Ticket", "action", vocabulary.Action),
        ("Finding", "status", vocabulary.Status),
        ("Finding", "who_can_fix", vocabulary.WhoCanFix),
        ("Suggestion", "kind", vocabulary.SuggestionKind),
        ("Suggestion", "state", vocabulary.SuggestionState),
        ("Recipient", "reason", vocabulary.Reason),
        ("Recipient", "rejected_by", vocabulary.RejectedBy),
    ],
)
def test_the_words_are_the_desk_s(schema: str, member: str, words: type) -> None:
    described = description()["components"]["schemas"][schema]["properties"][member]["enum"]
    assert [word for word in described if word] == [str(word) for word in words]  # type: ignore[attr-defined]


def test_the_page_of_the_docs_names_every_address() -> None:
    text = DOCS.read_text("utf-8")
    for path in description()["paths"]:
        assert re.sub(r"{\w+}", "", path).rstrip("/") in re.sub(r"\{?\b(?:N|ID)\b\}?", "", text), path
