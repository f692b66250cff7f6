"""The words around a handover greet as a reply does: by name where an agent reads them first."""

from __future__ import annotations

import pytest

from triage.replies.handover import closing_reply, handover_note


@pytest.mark.parametrize(
    ("language", "name", "hello"),
    [
        ("en", "Anna Fischer", "Hello Anna Fischer,"),
        ("de", "Anna Fischer", "Guten Tag Anna Fischer!"),
        ("en", None, "Hello,"),
        ("xx", "Anna Fischer", "Hello Anna Fischer,"),
    ],
)
def test_the_greeting(language: str, name: str | None, hello: str) -> None:
    for reply in (
        handover_note(language, "Platform", "#3", name=name),
        closing_reply(language, "It is mended.", name=name),
    ):
        assert reply.text.startswith(f"{hello}\n")


def test_what_goes_out_by_itself_repeats_no_name() -> None:
    named, plain = handover_note("en", None, "#3", name="Anna Fischer"), handover_note("en", None, "#3")
    assert named.unasked == plain.text
    assert plain.unasked is None
