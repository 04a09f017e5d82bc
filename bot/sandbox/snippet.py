"""A learner's program: one or several files, and where it starts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self

from bot.errors import SnippetRejected

MAX_FILES = 20
MAX_BYTES = 64 * 1024
MAX_NAME = 100
MAX_ARGV = 32
MAX_WORD = 2000
MAX_PART = 255
"""Bytes that a file system takes for one name."""
MAIN = "main.py"
# Not in a name: control characters, what Windows forbids, and marks that turn or hide text.
_NAME = re.compile(r'[^\x00-\x1f\x7f\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+')
_WORD = re.compile(r"[^\x00\ud800-\udfff]*")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a snippet; its path stays inside the snippet's folder."""

    path: str
    source: str

    def __post_init__(self) -> None:
        shown = ascii(self.path)[1:-1][:60].replace("`", "'")
        path = PurePosixPath(self.path)
        if not path.parts or str(path) != self.path or path.is_absolute() or ".." in path.parts:
            raise SnippetRejected(
                f"`{shown}` is not a file inside your program's folder. "
                "Use names like `main.py` or `shapes/area.py`."
            )
        too_long = any(len(part.encode("utf-8", "surrogatepass")) > MAX_PART for part in path.parts)
        if too_long or len(self.path) > MAX_NAME or not _NAME.fullmatch(self.path):
            raise SnippetRejected(
                f"I cannot use the file name `{shown}`. Letters, digits, `_` and the ending `.py` are fine."
            )

    @property
    def size(self) -> int:
        """Bytes of the source in UTF-8."""
        return len(self.source.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Snippet:
    """Files that are run together. `argv` is what follows `python`: by default, the entry."""

    files: tuple[SourceFile, ...]
    entry: str = MAIN
    stdin: str = ""
    argv: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.files:
            raise SnippetRejected("There is no code to run.")
        if len(self.files) > MAX_FILES:
            raise SnippetRejected(
                f"That is {len(self.files)} files; I run at most {MAX_FILES} at a time. "
                "Keep the ones that matter."
            )
        self._check_sizes()
        self._check_names()
        if not self.argv and self.entry.startswith("-"):
            raise SnippetRejected(
                "The file to start cannot begin with `-`: Python would take it for an option."
            )
        self._check_argv()

    def _check_sizes(self) -> None:
        size = sum(file.size for file in self.files) + len(self.stdin.encode("utf-8", "surrogatepass"))
        if size > MAX_BYTES:
            raise SnippetRejected(
                f"That is {size // 1024} kB of code; I run at most {MAX_BYTES // 1024} kB. "
                "Keep the part that shows the problem."
            )

    def _check_names(self) -> None:
        seen: dict[str, str] = {}
        for file in self.files:
            key = file.path.casefold()
            if key in seen:
                raise SnippetRejected(f"Two files are called `{file.path}`; give each a name of its own.")
            seen[key] = file.path
        for file in self.files:
            for folder in PurePosixPath(file.path).parents:
                if str(folder).casefold() in seen:
                    raise SnippetRejected(f"`{folder}` is both a file and a folder; rename one of them.")
                if str(folder).casefold() == MAIN:
                    raise SnippetRejected(
                        f"`{MAIN}` is a folder here; it should be the file your program starts with."
                    )
        if not self.argv and self.entry not in seen.values():
            raise SnippetRejected(f"There is no file `{self.entry[:MAX_NAME]}` to start with.")

    def _check_argv(self) -> None:
        if len(self.argv) > MAX_ARGV:
            raise SnippetRejected(f"At most {MAX_ARGV} words can follow `python`.")
        for word in self.argv:
            if len(word) > MAX_WORD or not _WORD.fullmatch(word):
                raise SnippetRejected(
                    f"A word after `python` has at most {MAX_WORD} characters that can be written."
                )

    @classmethod
    def of(
        cls,
        files: Iterable[tuple[str, str]],
        *,
        entry: str | None = None,
        stdin: str = "",
        argv: Iterable[str] = (),
    ) -> Self:
        """Build a snippet from names and sources; the entry is `main.py` if there is one, else the last file.

        Raises SnippetRejected with a sentence for the learner.
        """
        sources = tuple(SourceFile(name, source) for name, source in files)
        names = [source.path for source in sources]
        start = entry or (MAIN if MAIN in names or not names else names[-1])
        return cls(sources, start, stdin, tuple(argv))
