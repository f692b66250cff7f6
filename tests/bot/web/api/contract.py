"""What the tests of the API share: one mail, and what its answers must look like."""

from __future__ import annotations

from typing import Any

from bot.web.api.openapi import description

RAW = (
    b"From: Alice <alice@example.org>\r\nTo: help@desk.test\r\nSubject: Help\r\n"
    b"Message-ID: <api-1@example.org>\r\n\r\nMy mail bounced.\r\n"
)
MAIL = {"content_type": "message/rfc822"}


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = description()["components"]["schemas"][name]
    if "allOf" not in found:
        return found
    parts = [schema(part["$ref"].rpartition("/")[2]) if "$ref" in part else part for part in found["allOf"]]
    return {"properties": {name: value for part in parts for name, value in part["properties"].items()}}


def follows(body: dict[str, Any], name: str) -> dict[str, Any]:
    """The body has exactly the members that the description names."""
    assert set(body) == set(schema(name)["properties"])
    return body


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = answer.get_json(force=True)
    assert (body["status"], body["type"]) == (status, "about:blank")
    assert body["title"]
    assert body["detail"].endswith((".", "…"))
    return body
