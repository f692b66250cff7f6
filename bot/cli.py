"""The `mailtriage` command. Each command is a file in `bot/commands/`, imported only when it is asked for."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperGroup

import bot.commands
from bot.refusals import AS_JSON, say_why


def command_names() -> dict[str, str]:
    """Every command -> the module that holds it."""
    return {info.name.rstrip("_"): info.name for info in pkgutil.iter_modules(bot.commands.__path__)}


_OF_ALL = ("install_completion", "show_completion")


class _Commands(TyperGroup):
    """Finds commands by scanning, so that `explain` does not pay for what `serve` imports."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(command_names())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        module = command_names().get(cmd_name)
        if module is None:
            if near := get_close_matches(cmd_name, command_names(), 1):
                ctx.fail(f"There is no command '{cmd_name}'. Did you mean '{near[0]}'?")
            return None
        command = typer.main.get_command(importlib.import_module(f"bot.commands.{module}").app)
        command.name = cmd_name
        # typer offers completion with every app, but it belongs to `mailtriage` as a whole
        command.params = [item for item in command.params if item.name not in _OF_ALL]
        return command


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"mailtriage {version('mailtriage')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: bool = typer.Option(
        False, "--version", help="Print the version.", callback=_show_version, is_eager=True
    ),
) -> None:
    """The desk for e-mail hosting support: reads, checks, decides, answers or asks."""


def main() -> None:
    if "--json" not in sys.argv:
        app()
        return
    AS_JSON.set(True)
    sys.exit(_run_in_json())


def _run_in_json() -> int:
    """The exit status; wrong usage is said as an object too, instead of in a frame."""
    try:
        status = app(standalone_mode=False)
    except typer.Abort:
        return 1
    except Exception as error:
        if not hasattr(error, "format_message"):  # what the parser of the command line raises has it
            raise
        say_why(error.format_message())
        return getattr(error, "exit_code", 2)
    return status if isinstance(status, int) else 0


if __name__ == "__main__":
    main()
