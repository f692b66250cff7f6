"""Every check has an article that helps with what it finds."""

from __future__ import annotations

import pytest

from knowledge.library import load_library
from triage.checks import all_checks

HELPED = {name for article in load_library().articles.values() for name in article.checks}


@pytest.mark.parametrize("name", [check.name for check in all_checks()])
def test_a_finding_leads_to_an_article(name: str) -> None:
    assert name in HELPED


def test_an_article_names_checks_that_exist() -> None:
    assert {check.name for check in all_checks()} >= HELPED
