"""What an HTML body hides from its reader is not read by the desk either."""

from __future__ import annotations

import pytest

from triage.evidence.html_text import html_text


@pytest.mark.parametrize(
    "source",
    [
        '<div style="display:none">secret</div><p>shown</p>',
        "<p>shown</p><span style='color:red; DISPLAY : none'>secret <b>more</b></span>",
        '<div style="visibility: hidden"><div>secret</div>secret</div><p>shown</p>',
        '<span style="font-size:0px">secret</span>shown',
        '<span style="opacity:0">secret</span>shown',
        '<span style="mso-hide:all">secret</span>shown',
        "<p hidden>secret<p>shown",
        "<div hidden>secret</div>shown",
        "<!-- secret -->shown",
        "<template>secret</template>shown",
    ],
)
def test_hidden_text_is_left_out(source: str) -> None:
    assert html_text(source) == "shown"


@pytest.mark.parametrize(
    "source",
    [
        '<span style="font-size:0.9em">shown</span>',
        '<span style="opacity:0.5">shown</span>',
        '<img style="display:none">shown',
        '<br hidden>shown<img src="x" hidden>',
        '<p style="display:block" class="hidden-print">shown</p>',
    ],
)
def test_shown_text_stays(source: str) -> None:
    assert html_text(source) == "shown"
