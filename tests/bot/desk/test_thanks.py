"""Only thanks, or something more?"""

from __future__ import annotations

import pytest

from bot.desk.thanks import only_thanks


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Thanks!", True),
        ("Thank you very much for your quick help.\n\nBest regards\nAlice", True),
        ("Vielen Dank, jetzt funktioniert alles!", True),
        ("Köszönöm szépen!", True),
        ("Merci beaucoup pour votre aide", True),
        ("Muchas gracias", True),
        ("Grazie mille", True),
        ("Bedankt!", True),
        ("Dziękuję bardzo za pomoc", True),
        ("Muito obrigada", True),
        ("Thanks, but it bounced again today", False),
        ("Thanks. Can you also look at bob@example.org?", False),
        ("Danke, aber es geht immer noch nicht", False),
        ("It works now", False),
        ("", False),
        ("thanks " * 100, False),
    ],
)
def test_only_thanks(text: str, only: bool) -> None:
    assert only_thanks(text) is only
