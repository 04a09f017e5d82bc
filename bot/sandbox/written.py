"""Files a program wrote, as the bot reads them: hostile in name and content; named safely to be handed on."""

import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath

from bot.sandbox.collect import HEAD
from bot.sandbox.png import SIGNATURE, is_plain_picture

MAX_NAME = 60
_MAX_ENDING = 12
_NOT_SAFE = re.compile(r"[^A-Za-z0-9._-]+")
_TEXT_ENDINGS = frozenset(
    {".txt", ".csv", ".tsv", ".json", ".md", ".py", ".toml", ".ini", ".cfg", ".yaml", ".yml", ".log"}
)


class FileKind(StrEnum):
    """What may be done with a file: shown as text, shown as a picture, or only named."""

    TEXT = "text"
    PNG = "png"
    OTHER = "other"


# No slots: its kind is found out once, for a picture that takes milliseconds.
@dataclass(frozen=True)
class WrittenFile:
    """A file that was there when the program had ended and that it had not been given."""

    path: str
    """Below the program's folder; bytes that are not UTF-8 show as hexadecimal escapes."""
    size: int
    content: bytes | None = None
    """None where there was too much of it."""

    @classmethod
    def unpack(cls, message: bytes) -> "WrittenFile":
        """Read one of `collect.Collection.files`; raises ValueError for anything else."""
        try:
            size, length, whole = HEAD.unpack_from(message)
        except struct.error:
            raise ValueError("no file") from None
        path, content = message[HEAD.size : HEAD.size + length], message[HEAD.size + length :]
        if not path or size < 0 or (whole and len(content) != size):
            raise ValueError("no file")
        return cls(path.decode("utf-8", "backslashreplace"), size, content if whole else None)

    @cached_property
    def kind(self) -> FileKind:
        """Judged by what is in it, never by its name."""
        if not self.content:
            return FileKind.OTHER
        if self.content.startswith(SIGNATURE):
            return FileKind.PNG if is_plain_picture(self.content) else FileKind.OTHER
        try:
            return FileKind.OTHER if "\0" in self.content.decode() else FileKind.TEXT
        except UnicodeDecodeError:
            return FileKind.OTHER

    @property
    def safe_name(self) -> str:
        """A name that no system takes for a path, an option or a program; files may share one."""
        name = _NOT_SAFE.sub("_", self.path).lstrip("._-")
        ending = PurePosixPath(name).suffix.lower()
        wanted = {FileKind.TEXT: _TEXT_ENDINGS, FileKind.PNG: frozenset({".png"})}.get(self.kind)
        if wanted is not None and ending not in wanted:
            ending = ".png" if self.kind is FileKind.PNG else ".txt"
        elif len(ending) > _MAX_ENDING:
            ending = ""
        else:
            name = name[: len(name) - len(ending)]
        return (name[: MAX_NAME - len(ending)].rstrip(".") or "file") + ending


def named_apart(files: Sequence[WrittenFile], taken: Iterable[str] = ()) -> list[tuple[str, WrittenFile]]:
    """The files, each with a safe name that is its own and not `taken`; upper and lower case count as one."""
    used = {name.casefold() for name in taken}
    named: list[tuple[str, WrittenFile]] = []
    for file in files:
        path, number = PurePosixPath(file.safe_name), 1
        name = path.name
        while name.casefold() in used:
            number += 1
            name = f"{path.stem}-{number}{path.suffix}"
        used.add(name.casefold())
        named.append((name, file))
    return named
