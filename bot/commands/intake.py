"""`mailtriage intake`: the ledger, and taking things in by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import typer

from bot.command_line import (
    BY_COMMAND,
    desk_or_exit,
    existing_desk_or_exit,
    fail,
    print_json_lines,
    say,
    settings_or_exit,
)
from bot.desk.context import Desk

app = typer.Typer()
_OUTCOMES = ("ticket", "appended", "duplicate", "set_aside", "quarantined", "in_work")


@app.command()
def intake(
    paths: list[Path] = typer.Argument(
        None, help="Mails to take in as if they had arrived: files or folders."
    ),
    watch: bool = typer.Option(False, "--watch", help="Listen for mail and Slack, and take in what comes."),
    retry: list[int] = typer.Option([], "--retry", help="Read a quarantined one again, by its id."),
    outcome: str = typer.Option(None, "--outcome", help=f"Show only: {', '.join(_OUTCOMES)}."),
    limit: int = typer.Option(50, "--limit", min=1, max=10_000, help="How many rows to show."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line."),
) -> None:
    """Show the ledger of everything that was taken in; or take in PATHS; or `--watch` for more."""
    if outcome is not None and outcome not in _OUTCOMES:
        fail(f"There is no outcome '{outcome}'; there are {', '.join(_OUTCOMES)}.")
    opened = desk_or_exit if watch or paths else existing_desk_or_exit
    with closing(opened(settings_or_exit())) as desk:
        if watch:
            _watch(desk)
        elif retry:
            _retry(desk, retry)
        elif paths:
            _take_in(desk, paths)
        else:
            _show(desk, outcome, limit, as_json)


def _watch(desk: Desk) -> None:
    from bot.service import Service

    try:
        Service(desk, web=False, workers=False).run()
    except OSError as error:
        fail(f"It cannot start: {error.strerror or error}", status=1)


def _retry(desk: Desk, numbers: list[int]) -> None:
    from bot.desk.retry import retry
    from bot.desk.types import DeskError

    for number in numbers:
        try:
            retry(desk, number, BY_COMMAND)
        except DeskError as error:
            fail(str(error), status=1)
    _file(desk)


def _take_in(desk: Desk, paths: list[Path]) -> None:
    from bot.desk.receive import receive
    from bot.desk.types import Source

    bad = 0
    for path in _files(paths):
        try:
            raw = path.read_bytes()
        except OSError as error:
            bad += 1
            say(f"{path}: {error.strerror}")
            continue
        receipt = receive(desk, raw, Source("mail", f"file:{hashlib.sha256(raw).hexdigest()}"))
        say(f"{path}: intake {receipt.intake_id}" + (", as before" if receipt.repeated else ""))
    _file(desk)
    if bad:
        raise typer.Exit(1)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(item for item in path.rglob("*") if item.is_file())
        else:
            yield path


def _file(desk: Desk) -> None:
    """Settle the ledger here and now; triage and answers are left to the service."""
    from bot.channels import find_channels
    from bot.jobs.kinds import do_intake
    from bot.jobs.runner import drain

    drain(desk, find_channels(desk), (do_intake,))


def _show(desk: Desk, outcome: str | None, limit: int, as_json: bool) -> None:
    from bot.store.queries.ledger import ledger_rows, ledger_sums

    with desk.store.read() as connection:
        sums, rows = ledger_sums(connection), ledger_rows(connection, outcome, limit)
    if as_json:
        print_json_lines({**asdict(row), "received_at": row.received_at.isoformat()} for row in rows)
        return
    for row in rows:
        what = row.outcome or "in work"
        ticket = f" #{row.ticket}" if row.ticket else ""
        why = f": {row.reason or row.last_error}" if row.reason or row.last_error else ""
        typer.echo(f"{row.id:>6}  {row.received_at:%Y-%m-%d %H:%M:%S}  {row.channel:<6} {what}{ticket}{why}")
    say(
        f"{sums.seen} seen = {sums.tickets} tickets + {sums.appended} appended + {sums.duplicates} duplicates"
        f" + {sums.set_aside} set aside + {sums.quarantined} quarantined"
        + (f" + {sums.in_work} in work" if sums.in_work else "")
    )
