"""Where do the settings stand? Found as texts and named by origin; `bot/settings/` says what they mean.

Each one is looked for, in this order: the environment (`MAILTRIAGE_DATA`), a file that the environment names
(`MAILTRIAGE_DATA_FILE`), `mailtriage.toml` in the working folder, in the user's and in the system's
configuration folder (same names, lower case, without the prefix).

Quick to import: the commands that read one mail pay for it at every start.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "MAILTRIAGE_"
FILE_NAME = "mailtriage.toml"
_OTHERS = frozenset({"MAILTRIAGE_SAMPLES"})
"""Variables with the prefix that belong to the tests."""


@dataclass(frozen=True)
class Found:
    """One setting's value as it stood there, and where that was."""

    value: object
    origin: str


@dataclass(frozen=True)
class Sources:
    """What was found for the names that were asked for, and what is wrong, a line for each."""

    found: dict[str, Found] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def config_files(environ: Mapping[str, str], folder: Path) -> list[Path]:
    """Where `mailtriage.toml` is looked for, nearest first."""
    user = Path(environ.get("XDG_CONFIG_HOME") or Path(environ.get("HOME", "~")).expanduser() / ".config")
    return [folder / FILE_NAME, user / "mailtriage" / FILE_NAME, Path("/etc/mailtriage") / FILE_NAME]


def find_settings(environ: Mapping[str, str], folder: Path, known: Collection[str]) -> Sources:
    """What stands where for the settings of these names; the nearest source wins."""
    sources = Sources()
    for path in reversed(config_files(environ, folder)):
        _from_toml(path, known, sources)
    _from_environment(environ, known, sources)
    return sources


def _from_toml(path: Path, known: Collection[str], into: Sources) -> None:
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, UnicodeDecodeError) as error:
        into.unreadable.append(f"{path}: cannot be read: {error}")
        return
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        into.unreadable.append(f"{path}: cannot be read: {error}")
        return
    for name, value in values.items():
        if name in known:
            into.found[name] = Found(value, str(path))
        else:
            into.unknown.append(f"{path}: there is no setting {name}{_nearest(name, known)}")


def _from_environment(environ: Mapping[str, str], known: Collection[str], into: Sources) -> None:
    names = {f"{PREFIX}{name.upper()}": name for name in known}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX) or variable in _OTHERS:
            continue
        named = names.get(variable)
        of_file = names.get(variable.removesuffix("_FILE")) if variable.endswith("_FILE") else None
        if named is not None:
            into.found[named] = Found(text, variable)
        elif of_file is None:
            into.unknown.append(f"{variable}: there is no such setting{_nearest(variable, names)}")
        elif variable.removesuffix("_FILE") not in environ:
            _read_file(of_file, variable, text, into)


def _read_file(name: str, variable: str, path: str, into: Sources) -> None:
    try:
        into.found[name] = Found(Path(path).read_text("utf-8").rstrip("\r\n"), f"{variable} ({path})")
    except (OSError, UnicodeDecodeError) as error:
        into.unreadable.append(f"{variable}: {path} cannot be read: {error}")


def _nearest(name: str, known: Collection[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""
