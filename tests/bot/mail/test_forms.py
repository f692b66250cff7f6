"""Replies and forwards as real mail programs write them: which ticket, what is new, and who asks?

Each file of `forms/` is a table. `ticket`: 1 is the one that is answered, 2 a new one, as for
what a colleague forwards.
"""

from __future__ import annotations

import tomllib
from base64 import encodebytes
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk.belongs import Belongs, find_ticket
from bot.desk.types import Source, StoredIntake

if TYPE_CHECKING:
    from tests.bot.conftest import Bench

FORMS = {
    f"{path.stem}: {form['name']}": form
    for path in sorted((Path(__file__).parent / "forms").glob("*.toml"))
    for form in tomllib.loads(path.read_text("utf-8"))["form"]
}
FIRST = "<first@example.org>"
"""What Alice wrote first: see the fixture `conversation`."""


def as_mail(form: dict[str, Any], ours: str) -> bytes:
    """The whole mail, with what its program puts around the text."""
    fields = [
        f"From: {form.get('from', 'Alice Baker <alice@example.org>')}",
        "To: help@desk.test",
        "Date: Mon, 2 Mar 2026 11:00:00 +0100",
        f"Message-ID: <{sha256(form['name'].encode()).hexdigest()[:12]}@mail.test>",
        *(field.replace("{first}", FIRST).replace("{ours}", ours) for field in form["fields"]),
        "MIME-Version: 1.0",
    ]
    parts = [_part(kind, form[kind].removeprefix("\n")) for kind in ("text", "html") if kind in form]
    if len(parts) == 2:
        parts = [_multipart("alternative", parts)]
    if "attached" in form:
        parts = [_multipart("mixed", [*parts, f"Content-Type: message/rfc822\n\n{form['attached']}"])]
    (body,) = parts
    return ("\r\n".join(fields) + "\r\n" + body.replace("\n", "\r\n")).encode()


def _part(kind: str, text: str) -> str:
    subtype = {"text": "plain", "html": "html"}[kind]
    coded = encodebytes(text.encode()).decode()
    return f"Content-Type: text/{subtype}; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{coded}"


def _multipart(kind: str, parts: list[str]) -> str:
    joined = "".join(f"--b-{kind}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="b-{kind}"\n\n{joined}--b-{kind}--\n'


def test_there_are_as_many_as_promised() -> None:
    assert len(FORMS) >= 60
    assert all({"name", "fields", "new"} <= form.keys() for form in FORMS.values())


@pytest.mark.parametrize("name", FORMS)
def test_form(conversation: tuple[Bench, str], name: str) -> None:
    form, (bench, ours) = FORMS[name], conversation
    raw = as_mail(form, ours)
    source = Source("mail", name, None, ("help@desk.test",))
    incoming = bench.channel.read(StoredIntake(1, source, "0" * 64, raw, bench.clock.now()))
    with bench.desk.store.read() as connection:
        belongs = find_ticket(connection, incoming, bench.desk.platform, bench.desk.secret_key)
    new_ticket = "asks" in form or form.get("ticket") == 2
    names_ours = any("{ours}" in field for field in form["fields"])
    assert belongs == (None if new_ticket else Belongs(1, names_ours, "requester"))
    assert incoming.set_aside is None
    assert incoming.text == form["new"]
    asks = incoming.forwarded_for
    assert (asks[0] if asks else None) == form.get("asks")
