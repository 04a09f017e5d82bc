"""Reads Python tracebacks out of a text: stderr, or what somebody pasted with talk around it.

Understood: Python 3.8 to 3.15, colours, POSIX and Windows paths, chained exceptions and groups, IPython's
own layout, quoted and indented text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

MAX_LINES = 4000
MAX_MESSAGE = 1000
MAX_FRAMES = 60
MAX_CONSOLE_LINES = 200
MAX_CONSOLE_LINE = 300
CONSOLE = "console"

_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_QUOTE = re.compile(r"^(?:>{1,3} )+|^[ ]{0,6}[|+][-| ]{0,12}")
_FRAME = re.compile(r'^(\s*)File "([^"]+)", line (\d+)(?:, in (.+))?')
_NOTEBOOK_FRAME = re.compile(
    r"^(?:File (?P<file>[^\n]+?):(?P<line>\d+)"
    r"|(?P<cell>(?:Cell )?In(?:put In)? ?\[\d+\])(?:, line (?P<at>\d+))?"
    r"|(?P<old><ipython-input-[^>]+>|\S+\.py)(?= in ))(?:,? in (?P<function>[^\n]+))?$"
)
_NOTEBOOK_LINE = re.compile(r"^-+> ?(\d+) (.*)$")
_RAISED = re.compile(r"^(?:[A-Za-z_]\w*\.)*([A-Za-z_]\w*)(?:: (.*))?$")
_LOOKS_RAISED = re.compile(r"(?:Error|Exception|Warning|Exit|Interrupt|Iteration|Group|NotFound)$")
_MENTIONED = re.compile(
    r"\b((?:ModuleNotFound|Import|ZipImport|Attribute|Name|UnboundLocal|Type|Value|Syntax|Indentation|Tab|Recursion"
    r"|FileNotFound|PackageNotFound)Error|RuntimeWarning|DeprecationWarning): (\S.*)"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One step of a traceback; `source` is the line of code shown for it, "" if there is none."""

    file: str
    line: int
    function: str = "<module>"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception as it was printed: its name, its message, and the way there, outermost step first.

    A line that a tool printed without any exception has the name `console`.
    """

    exception: str
    message: str
    frames: tuple[Frame, ...] = ()


def read_tracebacks(text: str, *, talk: bool = False) -> tuple[Raised, ...]:
    """Find the exceptions in the order they were printed: the last one ended the program.

    With `talk`, an exception that is only mentioned, like "I get ImportError: …", counts as well.
    """
    reader = _Reader(talk=talk)
    for line in _lines(text):
        reader.take(line)
    return tuple(reader.found)


def read_console(text: str) -> Iterator[Raised]:
    """Each line by itself, last one first, for messages of tools that print no traceback."""
    for line in islice(reversed(list(_lines(text))), MAX_CONSOLE_LINES):
        if line.strip():
            yield Raised(CONSOLE, line.strip()[:MAX_CONSOLE_LINE])


def _lines(text: str) -> Iterator[str]:
    lines = _COLOUR.sub("", text).splitlines()
    for line in lines if len(lines) <= MAX_LINES else lines[: MAX_LINES // 4] + lines[-MAX_LINES * 3 // 4 :]:
        yield line[: 2 * MAX_MESSAGE]


class _Reader:
    def __init__(self, *, talk: bool) -> None:
        self.found: list[Raised] = []
        self.talk = talk
        self.frames: list[Frame] = []
        self.indent = 0
        self.wants_source = False

    def take(self, raw: str) -> None:
        line = _QUOTE.sub("", raw) if not _FRAME.match(raw) else raw
        if "Traceback (most recent call last)" in line:
            self.frames, self.wants_source = [], False
            self.indent = _indent(line) if line.lstrip().startswith("Traceback") else 0
        elif frame := _FRAME.match(line):
            outside = max(len(frame[1]) - 2, 0)
            self.indent = min(self.indent, outside) if self.frames else outside
            self._add(Frame(frame[2], _number(frame[3]), (frame[4] or "<module>").strip()))
        elif self._raised(line) or self._notebook(line):
            pass
        elif self.wants_source and line.strip():
            self.frames[-1] = replace(self.frames[-1], source=line.strip())
            self.wants_source = False

    def _add(self, frame: Frame) -> None:
        if len(self.frames) >= MAX_FRAMES:
            del self.frames[MAX_FRAMES // 2]
        self.frames.append(frame)
        self.wants_source = True

    def _raised(self, line: str) -> bool:
        if self.frames and _indent(line) <= self.indent:
            found = _RAISED.match(line.strip().strip("`*"))
            if found and (found[2] is not None or _LOOKS_RAISED.search(found[1])):
                self._finish(found[1], found[2] or "")
                return True
        if mentioned := _MENTIONED.search(line):
            whole = line.lstrip(" `*_>").startswith(mentioned[1]) and bool(self.frames)
            if self.talk or whole or "Warning" in mentioned[1]:
                self._finish(mentioned[1], mentioned[2].rstrip("`*_ "))
                return True
        return False

    def _finish(self, exception: str, message: str) -> None:
        self.found.append(Raised(exception, message[:MAX_MESSAGE], tuple(self.frames)))
        self.frames, self.wants_source = [], False

    def _notebook(self, line: str) -> bool:
        if arrow := _NOTEBOOK_LINE.match(line):
            if self.frames:
                self.frames[-1] = replace(self.frames[-1], line=_number(arrow[1]), source=arrow[2].strip())
            self.wants_source = False
            return True
        if (self.wants_source and not self.talk) or not (frame := _NOTEBOOK_FRAME.match(line)):
            return False
        name = frame["file"] or frame["cell"] or frame["old"]
        self._add(Frame(name, _number(frame["line"] or frame["at"] or "1"), frame["function"] or "<module>"))
        self.wants_source = False
        return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _number(digits: str) -> int:
    return int(digits[:9])
