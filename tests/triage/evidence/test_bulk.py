from __future__ import annotations

import pytest

from triage.evidence.bulk import read_list_marks
from triage.evidence.parsed import parse


@pytest.mark.parametrize(
    ("line", "is_bulk", "unsubscribe"),
    [
        ("Subject: x", False, None),
        ("List-Id: <l.test>", True, None),
        ("Precedence: bulk", True, None),
        ("Precedence: first-class", False, None),
        ("List-Unsubscribe: <mailto:off@l.test>", True, "mailto:off@l.test"),
        ("List-Unsubscribe: <mailto:off@l.test>,\n <https://l.test/off?a=1>", True, "https://l.test/off?a=1"),
        ("List-Unsubscribe: javascript:alert(1)", True, None),
    ],
)
def test_list_marks(line: str, is_bulk: bool, unsubscribe: str | None) -> None:
    marks = read_list_marks(parse(f"From: a@b.test\n{line}\n\nx".encode()))
    assert (marks.is_bulk, marks.unsubscribe) == (is_bulk, unsubscribe)
