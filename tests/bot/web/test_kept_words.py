"""An agent's words are never lost: kept until they are taken, given back when a message is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.store.schema.sending import outgoing
from knowledge.vocabulary import Action

MINE = "Dear Alice,\nit is <gone>."


@pytest.fixture
def asked(bench: Any, app: Any) -> Any:
    """Ticket 1 with a suggested reply; what is sent can be taken back for 15 seconds."""
    app.config["UNDO_SECONDS"] = 15
    bench.mail()
    bench.work()
    return bench


def _box(page: str, name: str) -> str:
    found = re.search(rf'<textarea id="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def _undo(browser: Any, message: int = 1) -> str:
    """The address of the page that follows."""
    browser.post(f"/tickets/1/outgoing/{message}/undo")
    return f"/tickets/1?draft={message}"


def test_own_words_come_back(asked: Any, ada: Any) -> None:
    ada.post("/tickets/1/write", seen=ada.seen(1), text=MINE)
    page = ada.get(_undo(ada))
    assert "Taken back" in page
    assert _box(page, "own-text") == MINE
    assert _box(ada.get("/tickets/1"), "own-text") == ""


def test_the_page_after_undo_is_the_one_with_the_words(asked: Any, ada: Any) -> None:
    ada.post("/tickets/1/write", seen=ada.seen(1), text=MINE)
    assert 'href="/tickets/1?draft=1"' in ada.post("/tickets/1/outgoing/1/undo")


def test_an_edited_suggestion_comes_back_in_its_box(asked: Any, ada: Any) -> None:
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1), edited="1", text=MINE)
    page = ada.get(_undo(ada))
    assert _box(page, "edit-1") == MINE
    assert not re.search(r'<form[^>]*data-panelform="edit-1"[^>]* hidden', page)
    assert _box(page, "own-text") == ""


def test_what_was_accepted_as_it_is_needs_no_box(asked: Any, ada: Any) -> None:
    ada.post("/tickets/1/suggestions/1/accept", seen=ada.seen(1))
    page = ada.get(_undo(ada))
    assert re.search(r'<form[^>]*data-panelform="edit-1"[^>]* hidden', page)
    assert _box(page, "own-text") == ""


def test_words_come_back_to_who_took_them_back(asked: Any, ada: Any, sign_in: Callable[[str], Any]) -> None:
    ada.post("/tickets/1/write", seen=ada.seen(1), text=MINE)
    place = _undo(ada)
    assert _box(sign_in("Ben").get(place), "own-text") == ""
    asked.mail(key="other")
    asked.work()
    assert _box(ada.get("/tickets/2?draft=1"), "own-text") == ""
    ada.post("/tickets/1/write", seen=ada.seen(1), text="Written anew")
    assert _box(ada.get(place), "own-text") == ""


@pytest.mark.parametrize("draft", ["", "1", "x", "99", "9" * 50, "%00"])
def test_nothing_is_given_back_that_was_not_taken_back(asked: Any, ada: Any, draft: str) -> None:
    ada.post("/tickets/1/write", seen=ada.seen(1), text=MINE)
    assert _box(ada.get(f"/tickets/1?draft={draft}"), "own-text") == ""


@pytest.mark.parametrize(
    ("path", "values", "draft"),
    [
        ("write", {}, "reply-1"),
        ("note", {}, "note-1"),
        ("suggestions/1/accept", {"edited": "1"}, "edit-1"),
    ],
)
def test_the_browser_forgets_once_the_words_are_taken(
    asked: Any, ada: Any, path: str, values: dict[str, str], draft: str
) -> None:
    mark, box = f'data-forget="{draft}"', f'data-draft="{draft}"'
    page = ada.get("/tickets/1")
    assert box in page
    assert mark not in page
    seen = ada.seen(1)
    if path != "note":
        assert mark not in ada.post(f"/tickets/1/{path}", 409, seen="before", text=MINE, **values)
    ada.post(f"/tickets/1/{path}", seen=seen, text=MINE, **values)
    assert mark in ada.get("/tickets/1")
    assert mark not in ada.get("/tickets/1")


def test_files_come_back_with_the_words_and_go_along_again(asked: Any, ada: Any) -> None:
    sent = [(BytesIO(b"one"), "one.txt"), (BytesIO(b"two"), "two.txt")]
    ada.post("/tickets/1/write", seen=ada.seen(1), text=MINE, files=sent)
    page = ada.get(_undo(ada))
    boxes = re.findall(r'<input type="checkbox" name="again" value="([0-9a-f]{64})" checked> (\S+)', page)
    assert [name for _, name in boxes] == ["one.txt", "two.txt"]
    assert 'name="again"' not in ada.get("/tickets/1")
    (first, _), (second, _) = boxes
    late = ada.post("/tickets/1/write", 409, seen="before", text=MINE, again=second)
    assert re.findall(r'name="again" value="([0-9a-f]{64})"', late) == [second]
    new = [(BytesIO(b"three"), "three.txt")]
    ada.post("/tickets/1/write", seen=ada.seen(1), text=MINE, again=[first, first], files=new)
    asked.clock.pass_by(seconds=20)
    asked.work()
    assert [file.name for file in asked.channel.delivered[-1].files] == ["one.txt", "three.txt"]


@pytest.mark.parametrize("again", ["0" * 64, "x", ""])
def test_no_other_file_goes_along(asked: Any, ada: Any, again: str) -> None:
    other = asked.desk.raw.put(b"of another ticket")
    ada.post("/tickets/1/write", seen=ada.seen(1), text=MINE, again=[again, other])
    asked.clock.pass_by(seconds=20)
    asked.work()
    assert asked.channel.delivered[-1].files == ()


def test_words_to_the_support_come_back(asked: Any, ada: Any) -> None:
    asked.thinker.says(Action.ESCALATE, dossier="The case")
    asked.mail(key="case")
    asked.work()
    ada.post("/tickets/2/suggestions/2/accept", seen=ada.seen(2))
    asked.clock.pass_by(seconds=20)
    asked.work()
    assert _box(ada.get("/tickets/2"), "support-text") == ""
    ada.post("/tickets/2/support", text=MINE)
    with asked.desk.store.read() as connection:
        message = connection.execute(select(func.max(outgoing.c.id))).scalar_one()
    ada.post(f"/tickets/2/outgoing/{message}/undo")
    assert _box(ada.get(f"/tickets/2?draft={message}"), "support-text") == MINE
    assert _box(ada.post("/tickets/2/support", 409, text="  "), "support-text") == ""


def test_a_case_is_handed_over_and_no_reply(asked: Any, ada: Any) -> None:
    asked.thinker.says(Action.ESCALATE, dossier="The case")
    asked.mail(key="case")
    asked.work()
    assert "Text of the case" in ada.get("/tickets/2")
    assert "Hand over edited" in ada.get("/tickets/2")
    assert "Send edited" in ada.get("/tickets/1")
    assert "Hand over edited" not in ada.get("/tickets/1")
