"""The requester's page on a desk that reads mail in process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.desk.types import Incoming, StoredIntake
from bot.web.app import create_app
from bot.web.limits import limiter
from knowledge.vocabulary import Autonomy
from tests.bot.web.form.requester import Requester
from tests.stand_ins import InProcess
from triage.evidence.reader import read


@pytest.fixture
def requester(bench: Any) -> Iterator[Requester]:
    bench.set(web_url="https://desk.example.org", autonomy=Autonomy.SUGGEST)
    bench.desk = replace(bench.desk, sandbox=InProcess())
    plain = bench.channel.read

    def read_mail(stored: StoredIntake) -> Incoming:
        incoming: Incoming = plain(stored)
        return replace(incoming, evidence=read(stored.raw, "mail.eml", bench.desk.platform)[0])

    bench.channel.read = read_mail
    app = create_app(bench.desk, {bench.channel.name: bench.channel})
    limiter.reset()
    yield Requester(bench, app.test_client(use_cookies=False))
    limiter.reset()
