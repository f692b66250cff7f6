"""All that the desk knows, from the package and from the deployment's own data folder, which wins.

Each kind is read when it is first asked for: `library.platform("oss")` reads one TOML file and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from knowledge.errors import KnowledgeError as KnowledgeError

if TYPE_CHECKING:
    from knowledge.vocabulary import Article, Platform, Problem

PACKAGE = Path(__file__).parent


@dataclass(frozen=True)
class Library:
    """Articles, platforms, problems and examples by name. Every look-up may raise `KnowledgeError`."""

    folders: tuple[Path, ...] = (PACKAGE,)
    """Where knowledge is looked for, the winner first."""

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """Every article by slug."""
        from knowledge.article import read_article

        files = self.files("articles", ".md")
        return MappingProxyType({slug: read_article(path) for slug, path in files.items()})

    @cached_property
    def problems(self) -> Mapping[str, Problem]:
        """Every problem and route by its value."""
        from knowledge.problem import read_problem

        files = self.files("problems", ".toml")
        return MappingProxyType({name: read_problem(path) for name, path in files.items()})

    @cached_property
    def platforms(self) -> Mapping[str, Platform]:
        """Every platform by name."""
        read = (self.platform(name) for name in self.files("platforms", ".toml"))
        return MappingProxyType({platform.name: platform for platform in read})

    def platform(self, name_or_path: str) -> Platform:
        """A platform by its name, or the profile of a TOML file. Raises `KnowledgeError`."""
        from knowledge.profiles import read_profile

        if name_or_path.endswith(".toml") or "/" in name_or_path or "\\" in name_or_path:
            return read_profile(Path(name_or_path).expanduser(), self._profiles)
        found = self._profiles(name_or_path)
        if not found:
            from knowledge.errors import nearest

            hint = nearest(name_or_path, self.files("platforms", ".toml"))
            raise KnowledgeError(f'there is no platform "{name_or_path}"{hint}; a file ends in .toml')
        return read_profile(found[0], self._profiles)

    def example_files(self) -> tuple[Path, ...]:
        """Labelled tickets: the package's and the deployment's own beside them."""
        return tuple(sorted(self.files("examples", ".jsonl").values(), key=lambda path: path.name))

    def files(self, kind: str, suffix: str) -> dict[str, Path]:
        """The files of one kind by name; of two with one name the deployment's."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for path in sorted((folder / kind).glob(f"*{suffix}")):
                found[path.stem] = path
        return found

    def _profiles(self, name: str) -> list[Path]:
        """The files of a platform's name, the winner first; of every platform for `*`."""
        if name == "*":
            return list(self.files("platforms", ".toml").values())
        found = (folder / "platforms" / f"{name}.toml" for folder in self.folders)
        return [path for path in found if path.is_file()]


def load_library(data: Path | None = None) -> Library:
    """The package's knowledge, with what stands in `<data>/knowledge/` winning over it."""
    return Library((data / "knowledge", PACKAGE) if data else (PACKAGE,))
