"""Fields that a filter of the platform appends below the author's own, as Hosted Email does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.library import load_library
from knowledge.vocabulary import Platform
from triage.model import Evidence

ReadOne = Callable[..., Evidence]

AT = "Sat, 21 Nov 2026 10:00:00 +0000"
INNER = f"Received: from imf29.hostedemail.com (router.float [10.5.19.1]) by store.hostedemail.com; {AT}"
OURS = (
    "Received: from out.sender.test (out.sender.test [192.0.2.7]) by imf29.hostedemail.com (Postfix)"
    f" with ESMTPS id 7B3C0120012 for <b@hosted.test>; {AT}"
)
THEIRS = f"Received: from pc (pc [198.51.100.9]) by out.sender.test (Postfix) with ESMTP id AAAABBBBCC; {AT}"
HEAD = f"From: a@sender.test\nTo: b@hosted.test\nSubject: x\nDate: {AT}\nMIME-Version: 1.0"
SPF = "Received-SPF: pass (sender.test: ok; helo=out.sender.test; client-ip=192.0.2.7)"
BAD_SPF = SPF.replace("pass (", "fail (")
DKIM = "X-HE-DKIM-Result: pass/pass"
BAD_DKIM = "X-HE-DKIM-Result: fail/none"
QUEUE = "X-Rspamd-Queue-Id: 7B3C0120012"
RESULT = "X-Spamd-Result: default: False [3.50 / 15.00]; R_SPF_FAIL(1.00)[-all]"
AR = "Authentication-Results: imf29.hostedemail.com; dmarc=pass header.from=sender.test"


@pytest.fixture(scope="module")
def hosted() -> Platform:
    return load_library(None).platform("hostedemail")


@pytest.mark.parametrize(
    ("lines", "spf", "dkim", "aligned"),
    [
        # where Hosted Email has put its fields over the years
        ((INNER, SPF, DKIM, OURS, THEIRS, HEAD), "pass", "pass", True),
        ((INNER, OURS, SPF, DKIM, THEIRS, HEAD), "pass", "pass", True),
        ((INNER, OURS, THEIRS, HEAD, SPF, DKIM, "X-HE-Tag: 1728134935-751264"), "pass", "pass", True),
        ((INNER, OURS, THEIRS, HEAD, BAD_SPF, BAD_DKIM), "fail", "fail", None),
        # one that the sender made up stands beside the platform's own
        ((INNER, BAD_SPF, BAD_DKIM, OURS, THEIRS, HEAD, SPF, DKIM), "fail", "fail", None),
        ((INNER, OURS, THEIRS, SPF, DKIM, HEAD, BAD_SPF, BAD_DKIM), "fail", "fail", None),
        ((INNER, OURS, HEAD, DKIM, QUEUE, BAD_DKIM), None, "fail", None),
        # another client than the one that the platform took the mail from
        ((INNER, OURS, THEIRS, HEAD, SPF.replace("192.0.2.7", "192.0.2.8")), None, None, None),
        # never came through the platform
        ((THEIRS, HEAD, SPF, DKIM), None, None, None),
    ],
)
def test_results_of_hosted_email(
    read_one: ReadOne,
    hosted: Platform,
    lines: tuple[str, ...],
    spf: str | None,
    dkim: str | None,
    aligned: bool | None,
) -> None:
    shown = read_one("\n".join(lines) + "\n\nbody\n", on=hosted).authentication
    assert (shown.spf, shown.dkim, shown.dkim_aligned) == (spf, dkim, aligned)
    assert shown.sending_ip == (None if lines[0] == THEIRS else "192.0.2.7")


@pytest.mark.parametrize(
    ("lines", "dmarc", "score"),
    [
        ((OURS, THEIRS, HEAD, QUEUE, RESULT, AR), "pass", 3.5),
        ((INNER, OURS, HEAD, QUEUE, RESULT, AR), "pass", 3.5),
        # an id that is not that of this mail, of a foreign line, or below which nothing of ours stands
        ((OURS, THEIRS, HEAD, QUEUE.replace("7B", "8B"), AR), None, None),
        ((OURS, THEIRS, HEAD, "X-Rspamd-Queue-Id: AAAABBBBCC", AR), None, None),
        ((OURS, THEIRS, HEAD, AR, QUEUE), None, None),
        ((OURS.replace("7B3C0120012", "7B3C"), HEAD, "X-Rspamd-Queue-Id: 7B3C", AR), None, None),
    ],
)
def test_who_knows_the_queue_id_is_the_platform(
    read_one: ReadOne, lines: tuple[str, ...], dmarc: str | None, score: float | None
) -> None:
    on = Platform("x", "X", mail_hosts=("*.hostedemail.com",))
    found = read_one("\n".join(lines) + "\n\nbody\n", on=on)
    assert found.authentication.dmarc == dmarc
    assert found.spam.score == score
    assert not found.problems


def test_a_platform_that_promises_nothing_is_not_spoken_for(read_one: ReadOne) -> None:
    on = Platform("x", "X", mail_hosts=("*.hostedemail.com",))
    shown = read_one("\n".join((OURS, THEIRS, HEAD, SPF, DKIM)) + "\n\nbody\n", on=on).authentication
    assert (shown.spf, shown.dkim) == (None, None)
