"""All that is known about a failure while somebody asks why it happened."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from bot.explain.names import FileNames
from bot.explain.program import NOTHING, Program
from bot.explain.statements import ImportStatement
from bot.explain.tracebacks import Frame, Raised
from bot.explain.where import file_name, is_library
from bot.quote import Filling

_TESTS = ("test", "idlelib")
STDLIB = tuple(sorted(n for n in sys.stdlib_module_names if not n.startswith("_") and n not in _TESTS))
# Nobody means these when a name is misspelt.
RARE = frozenset(
    {
        *("antigravity", "audioop", "chunk", "crypt", "genericpath", "lib2to3", "modulefinder", "msilib"),
        *("nis", "nntplib", "ntpath", "nturl2path", "opcode", "ossaudiodev", "posixpath", "pty", "pyclbr"),
        *("pydoc_data", "runpy", "sndhdr", "spwd", "sre_compile", "sre_constants", "sre_parse", "sunau"),
        *("symtable", "tabnanny", "this", "tty", "uu", "xdrlib"),
    }
)
Given = dict[str, Filling] | None
"""What a fact fills in; None if it does not hold."""
MAX_CODE = 300
_NO_NAMES = FileNames()


@dataclass(frozen=True, slots=True)
class Scene:
    """An exception, what a pattern caught of its message (`words`), and the program it happened in."""

    raised: Raised
    program: Program = NOTHING
    packages: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def with_words(self, words: Mapping[str, Filling]) -> Self:
        """The same scene with more words to go by."""
        texts = {key: word for key, word in words.items() if isinstance(word, str)}
        return replace(self, words={**self.words, **texts})

    @property
    def name(self) -> str:
        """What was looked for."""
        return self.words.get("name", "")

    @property
    def module(self) -> str:
        """The module it was looked for in."""
        return self.words.get("module", "")

    @property
    def pasted(self) -> bool:
        """Whether there is only a text, without the files."""
        return not self.program.files

    @property
    def frame(self) -> Frame | None:
        """The last step of the traceback that lies in the learner's own code."""
        for frame in reversed(self.raised.frames):
            if self.is_own(frame):
                return frame
        return None

    def is_own(self, frame: Frame) -> bool:
        """Whether this step lies in the learner's own code."""
        if self.pasted:
            return not is_library(frame.file)
        return self.program.path_of(frame.file) is not None

    @property
    def file(self) -> str | None:
        """That file, by its path in the snippet, or by its bare name if there is only a text."""
        frame = self.frame
        if frame is None:
            return None
        return self.program.path_of(frame.file) or file_name(frame.file)

    @property
    def line(self) -> int | None:
        """The line in `file`."""
        return self.frame.line if self.frame else None

    @property
    def code(self) -> str:
        """The line of code that raised it, as the traceback or the file has it."""
        frame = self.frame
        if frame is None:
            return ""
        return (frame.source or self.program.line_of(self.file, frame.line))[:MAX_CODE]

    @property
    def written(self) -> tuple[ImportStatement, ...]:
        """The import statements of that file."""
        return self.program.written_in(self.file)

    def names_in(self, path: str | None) -> FileNames:
        """The names of one of the learner's files."""
        return self.program.names.get(path or "", _NO_NAMES)
