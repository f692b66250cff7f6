"""Access tokens from an endpoint on loopback: kept while they are good, replaced when they are not."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.desk.types import DeliveryOutcome
from bot.mail.oauth import Client, TokenRefused, Tokens, TokenUnreachable, tokens_of
from bot.mail.send import Parcel, hand_over
from bot.mail.token_login import authorization
from bot.setting_types import ServerUrl
from bot.settings import Settings
from tests.bot.mail.conftest import ScriptedServer

if TYPE_CHECKING:
    from tests.peers.servers.tokens import TokenServer

HELP, SALES = "Help@help.test", "sales@help.test"


@dataclass
class Time:
    at: float = 0.0

    def __call__(self) -> float:
        return self.at


Make = Callable[..., Tokens]


@pytest.fixture
def tokens(token_server: TokenServer, tmp_path: Path) -> Make:
    def make(time: Time, **refresh: str) -> Tokens:
        known = {"*" if name == "all" else f"{name}@help.test": token for name, token in refresh.items()}
        client = Client(token_server.token_url, "the client", token_server.client_secret, "a scope", known)
        return Tokens(client, tmp_path, now=time)

    return make


@pytest.mark.parametrize(
    ("lives_s", "kept_s"),
    [(3600, 3299), ("3600", 3299), (100, 49), (None, 299), ("soon", 299), (-5, 0), (10**12, 86_099)],
)
def test_a_token_is_renewed_before_it_runs_out(
    tokens: Make, token_server: TokenServer, lives_s: object, kept_s: float
) -> None:
    token_server.lives_s = lives_s
    mine = tokens(time := Time())
    first = mine.token(HELP)
    time.at = kept_s
    assert mine.token(HELP) == first
    time.at += 2
    assert mine.token(HELP) != first
    assert len(token_server.asked) == 2


def test_each_mailbox_has_its_own_and_a_refused_one_is_replaced(
    tokens: Make, token_server: TokenServer
) -> None:
    mine = tokens(Time())
    first, other = mine.token(HELP), mine.token(SALES)
    assert first != other
    second = mine.token(HELP, refused=first)
    assert second not in (first, other)
    assert mine.token(HELP, refused=first) == second == mine.token(HELP)
    assert mine.token(SALES) == other
    assert len(token_server.asked) == 3


def test_what_is_asked_for_follows_the_refresh_token(tokens: Make, token_server: TokenServer) -> None:
    tokens(Time()).token(HELP)
    tokens(Time(), help="refresh-0").token(HELP)
    with pytest.raises(TokenRefused, match="invalid_grant"):
        tokens(Time(), all="old", help="refresh-0").token(SALES)
    assert [form.get("refresh_token") for form in token_server.asked] == [None, "refresh-0", "old"]
    assert token_server.asked[0] == {
        "client_id": "the client",
        "client_secret": token_server.client_secret,
        "scope": "a scope",
        "grant_type": "client_credentials",
    }


def test_a_replaced_refresh_token_outlives_the_process(
    tokens: Make, token_server: TokenServer, tmp_path: Path
) -> None:
    token_server.replaces = True
    tokens(Time(), all="refresh-0").token(HELP)
    kept = tmp_path / "oauth-tokens.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    tokens(Time(), all="refresh-0").token(HELP)
    assert [form["refresh_token"] for form in token_server.asked] == ["refresh-0", "refresh-1"]
    # Another one in the settings wins over what was kept.
    token_server.refresh_token = "given anew"
    tokens(Time(), all="given anew").token(HELP)
    kept.write_text("damaged")
    token_server.refresh_token = "given anew"
    tokens(Time(), all="given anew").token(HELP)
    assert "given anew" not in kept.read_text()


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ((400, b'{"error": "invalid_grant"}'), TokenRefused, "refuses: invalid_grant"),
        ((400, b'{"error": "x", "error_description": "a\\n\\u202eb"}'), TokenRefused, "refuses: x: a  b"),
        ((400, json.dumps({"error": "x" * 9999}).encode()), TokenRefused, "refuses: x{200}$"),
        ((500, b'{"error": "server_error"}'), TokenUnreachable, "status 500"),
        ((302, b""), TokenUnreachable, "status 302"),
        ((200, b"<html>"), TokenUnreachable, "status 200"),
        ((200, b"[" * 100_000), TokenUnreachable, "status 200"),
        ((200, b'{"access_token": ""}'), TokenUnreachable, "without an access token"),
        ((200, b'{"access_token": "a\\r\\nb"}'), TokenUnreachable, "without an access token"),
        ((200, b" " * 300_000), TokenUnreachable, "larger than"),
    ],
)
def test_a_strange_answer_is_trouble_in_words(
    tokens: Make,
    token_server: TokenServer,
    answer: tuple[int, bytes],
    kind: type[Exception],
    said: str,
) -> None:
    token_server.answer = answer
    with pytest.raises(kind, match=said):
        tokens(Time()).token(HELP)


@pytest.mark.parametrize(
    ("url", "refresh", "scope", "sent"),
    [
        ("https://oauth2.googleapis.com/token", "r", None, None),
        (
            "https://login.microsoftonline.com/t/oauth2/v2.0/token",
            None,
            None,
            "https://outlook.office365.com/.default",
        ),
        (
            "https://login.microsoftonline.com/t/oauth2/v2.0/token",
            "r",
            None,
            "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"
            " offline_access",
        ),
        ("https://login.microsoftonline.com/t/oauth2/v2.0/token", "r", "own", "own"),
        ("https://id.example.org/token", "help@x.test=a=b, sales@x.test=c", "own", "own"),
    ],
)
def test_the_settings_say_who_asks_for_what(
    tmp_path: Path, url: str, refresh: str | None, scope: str | None, sent: str | None
) -> None:
    settings = Settings(
        data=tmp_path,
        oauth_token_url=url,
        oauth_client_id="c",
        oauth_refresh_token=SecretStr(refresh) if refresh else None,
        oauth_scope=scope,
    )
    made = tokens_of(settings)
    assert made is not None
    assert made.client.scope == sent
    many = {"help@x.test": "a=b", "sales@x.test": "c"}
    assert made.client.refresh_tokens == (many if "@" in (refresh or "") else {"*": "r"} if refresh else {})


def test_without_an_endpoint_there_are_none(tmp_path: Path) -> None:
    assert tokens_of(Settings(data=tmp_path)) is None


@pytest.mark.parametrize(
    ("mechanism", "said"),
    [
        ("XOAUTH2", b"user=a,b=c@x.test\x01auth=Bearer tok\x01\x01"),
        (
            "OAUTHBEARER",
            b"n,a=a=2Cb=3Dc@x.test,\x01host=imap.x.test\x01port=993\x01auth=Bearer tok\x01\x01",
        ),
    ],
)
def test_what_the_mailbox_is_told(mechanism: str, said: bytes) -> None:
    assert authorization(mechanism, "a,b=c@x.test", "tok", "imap.x.test", 993) == said


@pytest.mark.parametrize(
    ("offers", "answer", "outcome", "tokens_asked", "said"),
    [
        ("AUTH PLAIN XOAUTH2", "235 2.7.0 welcome", DeliveryOutcome.SENT, 1, "kept"),
        ("AUTH OAUTHBEARER", "235 2.7.0 welcome", DeliveryOutcome.SENT, 1, "kept"),
        ("AUTH XOAUTH2", "535 5.7.8 no", DeliveryOutcome.RETRY, 2, "login was refused: 535"),
        ("AUTH PLAIN", "235 2.7.0 welcome", DeliveryOutcome.RETRY, 0, "neither XOAUTH2 nor OAUTHBEARER"),
    ],
)
def test_answers_are_handed_over_by_token(
    tokens: Make,
    token_server: TokenServer,
    offers: str,
    answer: str,
    outcome: DeliveryOutcome,
    tokens_asked: int,
    said: str,
) -> None:
    server = ScriptedServer(replies={"AUTH": answer}, offers=(offers,))
    server.start()
    try:
        url = ServerUrl("smtp", server.url.host, server.url.port, SALES)
        delivery = hand_over(url, Parcel("", HELP, b"Subject: x\r\n\r\nhi\r\n", "<1>"), tokens=tokens(Time()))
    finally:
        server.stop()
    assert delivery.outcome is outcome
    assert said in delivery.detail
    assert len(token_server.asked) == tokens_asked
    logins = [command.split() for command in server.commands if command.startswith("AUTH")]
    assert [base64.b64decode(words[2]) for words in logins] == [
        authorization(logins[0][1], SALES, f"access-{number + 1}", url.host, url.port)
        for number in range(tokens_asked)
    ]
