"""The Home tab as blocks: an agent's day on one page, or a requester's own tickets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    field,
    header,
    link,
    section,
    text_input,
)
from bot.slack.plain import cut, one_line

PAGE = 10
MOST_NEEDS = 8
SEARCH = "home_search"
SHOW = "home_show"


@dataclass(frozen=True)
class HomeState:
    """What is searched for, and which page of each list is shown."""

    words: str = ""
    found: int = 0
    mine: int = 0
    queue: int = 0

    def packed(self) -> str:
        return json.dumps([cut(self.words, 200), self.found, self.mine, self.queue])


def unpacked(value: object) -> HomeState:
    """From a button's value; what is no state is the first one."""
    try:
        words, *pages = json.loads(str(value or ""))
        found, mine, queue = (min(max(int(page), 0), 1_000) for page in pages)
    except (ValueError, TypeError):
        return HomeState()
    return HomeState(words[:200] if isinstance(words, str) else "", found, mine, queue)


@dataclass(frozen=True)
class HomeTicket:
    number: int
    subject: str
    note: str
    """Who, how it stands, since when."""
    url: str | None


@dataclass(frozen=True)
class HomeList:
    """One page of a list, and whether there is another one."""

    tickets: Sequence[HomeTicket]
    more: bool = False


@dataclass(frozen=True)
class AgentHome:
    state: HomeState
    needs: Sequence[HomeTicket]
    mine: HomeList
    queue: HomeList
    todo: int
    found: HomeList | None
    """`None`: nothing is searched for."""
    queue_url: str | None
    at: datetime


def agent_home(home: AgentHome) -> Block:
    """The view of an agent: about 50 of the 100 blocks that Slack takes."""
    state = home.state
    top = [button("Ask the mail desk", "ask_desk"), button("Refresh", SHOW, state.packed())]
    console = link("Open the console", home.queue_url)
    parts = [
        header("Mail desk"),
        actions([*top, *([console] if console else [])]),
        _search(state.words),
        *_found(home),
        header("What needs you now"),
        *(_rows(home.needs) or [context("Nothing. All is quiet.")]),
        divider(),
        header("My tickets"),
        *_list(home.mine, "mine", state, "You have none."),
        divider(),
        header(f"The queue: {home.todo}"),
        *_list(home.queue, "queue", state, "Nobody is waiting."),
        context(f"As of {home.at:%d %b %H:%M} UTC"),
    ]
    return {"type": "home", "blocks": parts}


def requester_home(tickets: HomeList, state: HomeState, at: datetime) -> Block:
    """The view of anybody else: how to ask, and what became of it."""
    parts = [
        header("Mail desk"),
        section(
            "Mail that bounced, never came or should not have come? Ask here, or in the support channel."
        ),
        actions(
            [
                button("Ask the mail desk", "ask_desk", style="primary"),
                button("Refresh", SHOW, state.packed()),
            ]
        ),
        divider(),
        header("My questions"),
        *_list(tickets, "mine", state, "You have not asked anything yet."),
        context(f"As of {at:%d %b %H:%M} UTC"),
    ]
    return {"type": "home", "blocks": parts}


def _search(words: str) -> Block:
    element = text_input(SEARCH, words, hint="A number, an address or words", lines=False)
    element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    return {**field(SEARCH, "Search tickets, and press Enter", element), "dispatch_action": True}


def _found(home: AgentHome) -> list[Block]:
    if home.found is None:
        return []
    words = one_line(home.state.words, 60)
    none = f"No ticket fits “{words}”."
    close = button("Clear the search", "home_clear", replace(home.state, words="", found=0).packed())
    return [
        header(f"Found for “{words}”"),
        *_list(home.found, "found", home.state, none),
        actions([close]),
        divider(),
    ]


def _list(page: HomeList, name: str, state: HomeState, none: str) -> list[Block]:
    number = getattr(state, name)
    turns = []
    if number:
        turns.append(button("Back", f"{SHOW}_{name}_back", replace(state, **{name: number - 1}).packed()))
    if page.more:
        turns.append(button("More", f"{SHOW}_{name}_more", replace(state, **{name: number + 1}).packed()))
    return [*(_rows(page.tickets) or [context(none)]), *([actions(turns)] if turns else [])]


def _rows(tickets: Sequence[HomeTicket]) -> list[Block]:
    return [
        section(
            f"#{item.number} {one_line(item.subject, 120)}\n{one_line(item.note, 200)}",
            link("Show", item.url),
        )
        for item in tickets
    ]
