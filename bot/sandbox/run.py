"""What a run is: its limits, its outcome, what was observed, and who can carry it out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.sandbox.queue import Asker
from bot.sandbox.snippet import Snippet
from bot.sandbox.written import WrittenFile

FOLDER = "/box"
"""Where a snippet's files lie as its program sees it, in every mode; tracebacks name it."""


class Outcome(StrEnum):
    """How a run ended. Only CRASHED is our fault."""

    FINISHED = "finished"
    RAISED = "raised"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_LIMIT = "output_limit"
    KILLED = "killed"
    REFUSED = "refused"
    CRASHED = "crashed"


class ModuleKind(StrEnum):
    """Where a module comes from."""

    YOURS = "yours"
    STDLIB = "stdlib"
    BUILTIN = "builtin"
    FROZEN = "frozen"
    THIRD_PARTY = "third_party"
    NAMESPACE = "namespace"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ImportEvent:
    """One import the interpreter really carried out or failed at, in the order they began.

    The guest reports it, so every field is the program's own claim: bounded and checked in shape,
    good for the explanation of its own run and for nothing else.
    """

    module: str
    """Absolute dotted name."""
    kind: ModuleKind
    file: str | None
    """Relative to the snippet's folder when it is the learner's, else to the interpreter's library."""
    importer: str | None
    """The learner's file that holds the import statement, or the importing module's name."""
    line: int | None
    """Line of the statement in `importer`."""
    depth: int
    """0 for an import in the entry, 1 for an import made while that one was being loaded, …"""
    millis: float | None
    """Wall time from the import's begin to its end, with what it imported itself; None if it did not end."""
    executed: bool
    """Whether the module's code ran; False if the import failed before that, or if the module has none."""
    error: str | None = None
    """Name of the exception the import ended with."""
    served: bool = False
    """Whether it was answered out of `sys.modules`: the module lay there half done, or its package had just
    loaded it. An import of a module that was done before leaves no event: there is nothing to do for it."""
    missing: str | None = None
    """The module that was not found, which may be one that this module imports itself."""
    searched: tuple[str, ...] = ()
    """Where `module` was looked for in vain: folders relative to the snippet's (`.` is that one), `stdlib`
    for Python's own library, `site-packages` for installed packages."""


class NameKind(StrEnum):
    """What a name stands for."""

    MODULE = "module"
    FUNCTION = "function"
    CLASS = "class"
    VALUE = "value"
    LAZY = "lazy"
    """What a lazy import gives before it is first used; what it will be, nobody knows yet."""


@dataclass(frozen=True, slots=True)
class BoundName:
    """A name at the top of one of the learner's files, as it was at the end; a claim, like an ImportEvent."""

    file: str
    """Relative to the snippet's folder."""
    module: str
    """What the file is called as a module; `__main__` for the program itself."""
    name: str
    kind: NameKind
    of: str | None
    """The module it is, the module a function or class comes from, or the type of a value."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one run may use; bytes, seconds, counts."""

    wall_seconds: float = 5.0
    cpu_seconds: int = 4
    memory_bytes: int = 512 << 20
    output_bytes: int = 64 << 10
    file_bytes: int = 16 << 20
    folder_bytes: int = 32 << 20
    folder_files: int = 1024
    open_files: int = 64
    processes: int = 32


@dataclass(frozen=True, slots=True)
class Run:
    """How a snippet's run ended and all that was observed of it.

    `stdout` and `stderr` are the exact bytes, cut at the output limit when `truncated`.
    """

    outcome: Outcome
    exit_code: int | None
    stdout: bytes
    stderr: bytes
    truncated: bool
    millis: float
    python: str
    """Like `3.13.0`."""
    imports: tuple[ImportEvent, ...] = ()
    names: tuple[BoundName, ...] = ()
    """Bound at the end; none when the program was ended from outside or ended itself abruptly."""
    signal: str | None = None
    """Like `SIGSEGV`, when a signal ended it."""
    reason: str = ""
    """Why it was refused or crashed, as a sentence."""
    files: tuple[WrittenFile, ...] = ()
    """What it wrote into its folder, as far as that is listed."""
    more_files: int = 0
    """How many more it wrote."""

    @property
    def stdout_text(self) -> str:
        """Stdout as text; bytes that are not UTF-8 show as hexadecimal escapes."""
        return self.stdout.decode("utf-8", "backslashreplace")

    @property
    def stderr_text(self) -> str:
        """Stderr as text, in the same way."""
        return self.stderr.decode("utf-8", "backslashreplace")


class Sandbox(Protocol):
    """Whoever can run a snippet: this machine, a canned answer in a test."""

    @property
    def pythons(self) -> Sequence[str]:
        """The versions that can be asked for, like `3.13`; the first is the default."""
        ...

    async def run(self, snippet: Snippet, *, python: str | None = None, asker: Asker | None = None) -> Run:
        """Run the snippet and report how it ended, whatever it did; a cancelled run is killed.

        Raises SandboxUnavailable when code cannot be run safely here, and UsageError for a Python that
        is not among `pythons`.
        """
        ...

    async def aclose(self) -> None:
        """Stop all that runs and give everything back."""
        ...
