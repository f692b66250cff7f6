"""Which mail program: by the header fields that real ones write."""

from __future__ import annotations

import pytest

from triage.model import Evidence, MessageInfo
from triage.replies.client import _clients, client_of
from triage.replies.sentences import has, languages

ID = "<5f0c1d7e-2b7a-4d7c-9a54-0f6d2c1b8a11@example.org>"


@pytest.mark.parametrize(
    ("mailer", "agent", "message_id", "client"),
    [
        ("Microsoft Outlook 16.0", None, "<000001db2f6a$3c8b1f20$b5a15d60$@example.org>", "outlook"),
        ("Microsoft Outlook, Build 10.0.6838", None, ID, "outlook"),
        (None, "Microsoft-MacOutlook/16.78.23100802", ID, "outlook_mac"),
        (None, None, "<AM0PR04MB1234567890ABCDEF@AM0PR04MB1234.eurprd04.prod.outlook.com>", "exchange"),
        ("Apple Mail (2.3774.600.62)", None, "<8F3A2C11-0D5B-4E0E-9F7B@example.org>", "apple_mail"),
        ("iPhone Mail (21F90)", None, "<8F3A2C11-0D5B-4E0E-9F7B-3D2C1B0A9E88@icloud.com>", "phone"),
        ("iPad Mail (20H19)", None, ID, "phone"),
        ("iPhone Mail (21F90)", None, "<x@AM0PR04MB1234.eurprd04.prod.outlook.com>", "phone"),
        ("Outlook-iOS-Android/709.2189947.prod.iphone", None, ID, "phone"),
        ("Outlook for iOS and Android", None, ID, "phone"),
        (None, None, "<k3l0c2b1a.1700000000000@email.android.com>", "phone"),
        (None, "K-9 Mail for Android", ID, "phone"),
        (None, "Thunderbird for Android", ID, "phone"),
        (None, "Mozilla Thunderbird", ID, "thunderbird"),
        (None, "Mozilla/5.0 (X11; Linux; rv:102.0) Gecko/20100101 Thunderbird/102.15", ID, "thunderbird"),
        (None, "Betterbird (Windows)", ID, "thunderbird"),
        (None, None, "<CAF1xQ2a+b3c4d5e6f7@mail.gmail.com>", "gmail"),
        ("Apple Mail (2.3774.600.62)", None, "<CAF1xQ2a@mail.gmail.com>", "apple_mail"),
        (None, "Roundcube Webmail/1.6.5", "<0f1e2d3c4b5a69788796a5b4c3d2e1f0@example.org>", "webmail"),
        ("Open-Xchange Mailer v8.20.411", None, "<1234567.8.1700000000000@ox.example.org>", "webmail"),
        ("Zimbra 8.8.15_GA_4484 (ZimbraWebClient - GC120 (Win)/8.8.15_GA_4484)", None, ID, "webmail"),
        (None, "Horde Application Framework 5", ID, "webmail"),
        ("WebService/1.1.21896 YMailNorrin", None, "<1.2.1700000000000@mail.yahoo.com>", "webmail"),
        (None, "SOGoMail 5.8.4", "<1a-65400000-3-5e0d8a00@228011111>", "webmail"),
        ("Showa Mailer 1", None, ID, None),
        (None, None, ID, None),
        (None, None, None, None),
    ],
)  # fmt: skip
def test_client(mailer: str | None, agent: str | None, message_id: str | None, client: str | None) -> None:
    given = (("X-Mailer", mailer), ("User-Agent", agent))
    headers = tuple((name, value) for name, value in given if value)
    assert client_of(Evidence("message", MessageInfo(message_id=message_id), headers=headers)) == client


def test_exchange_on_its_own_servers_is_known_by_its_field() -> None:
    headers = (("X-MS-Has-Attach", ""), ("Thread-Topic", "Help"))
    assert client_of(Evidence("message", MessageInfo(message_id=ID), headers=headers)) == "exchange"


def test_nothing_is_no_program() -> None:
    assert client_of(None) is None


@pytest.mark.parametrize("language", languages())
def test_every_program_has_its_way_told(language: str) -> None:
    assert [one.name for one in _clients() if not has(language, f"ask.how.{one.name}")] == []
