"""What was observed of a run, laid beside what is written in its files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Self

from bot.explain.program import Program
from bot.explain.scene import STDLIB
from bot.explain.statements import ImportStatement
from bot.explain.tracebacks import read_tracebacks
from bot.sandbox.run import ImportEvent, ModuleKind, Outcome, Run
from bot.sandbox.snippet import Snippet

MAX_EVENTS = 500
"""More than a learner's program has; what is told of a forged record must not take long."""
MAX_PATH = 200


@dataclass(frozen=True, slots=True)
class Story:
    """The events of a run by the line that caused them, and how far each file got.

    Events come from the program itself. They are matched with the learner's own files and lines; what fits
    nowhere is left out.
    """

    program: Program
    run: Run
    events: tuple[ImportEvent, ...]
    parents: tuple[int | None, ...]
    """For each event, the index of the event during which it happened."""
    by_line: Mapping[tuple[str, int], tuple[int, ...]]
    stopped: Mapping[str, int]
    """File → the line at module level where it stopped with an exception."""
    failed: frozenset[tuple[str, int]]
    """Every file and line the exception passed through."""
    raised: str
    """Name of the exception the program ended with, "" if none was seen."""
    started: frozenset[str]
    """The learner's files whose code ran, and did not end in an error as far as was seen."""
    ended: bool
    """Whether the program came to its end or to its exception by itself."""

    @classmethod
    def of(cls, snippet: Snippet, run: Run) -> Self:
        """Read the program, and put the parts of its run where they can be looked up."""
        program = Program.of(snippet)
        events = run.imports[:MAX_EVENTS]
        by_line: dict[tuple[str, int], list[int]] = {}
        parents: list[int | None] = []
        open_events: list[int] = []
        for index, event in enumerate(events):
            while open_events and events[open_events[-1]].depth >= event.depth:
                open_events.pop()
            parents.append(open_events[-1] if open_events else None)
            open_events.append(index)
            if event.importer in program.files and event.line is not None:
                by_line.setdefault((str(event.importer), event.line), []).append(index)
        lines = {key: tuple(found) for key, found in by_line.items()}
        ended = run.outcome in (Outcome.FINISHED, Outcome.RAISED)
        raised = read_tracebacks(run.stderr_text)
        frames = raised[-1].frames if raised and run.exit_code else ()
        places = [(program.path_of(frame.file), frame) for frame in frames]
        stopped = {path: frame.line for path, frame in places if path and frame.function == "<module>"}
        failed = frozenset((path, frame.line) for path, frame in places if path)
        own = {own_file(program, event) for event in events if event.error is None and not event.served}
        started = frozenset(file for file in (*own, program.entry) if file)
        name = raised[-1].exception if frames else ""
        return cls(program, run, events, tuple(parents), lines, stopped, failed, name, started, ended)

    @property
    def last_stop(self) -> tuple[str, int] | None:
        """File and line at module level that the program's exception came out of."""
        return next(reversed(list(self.stopped.items())), None)

    def at(self, statement: ImportStatement) -> tuple[ImportEvent, ...]:
        """What the statement's line made Python load, or ask for while it was being loaded, in order."""
        return tuple(self.events[index] for index in self.by_line.get((statement.file, statement.line), ()))

    def statement_at(self, file: str, line: int) -> ImportStatement:
        """What stands on the line, with the names of all its parts."""
        here = [statement for statement in self.program.written_in(file) if statement.line == line]
        if here:
            binds = dict.fromkeys(pair for statement in here for pair in statement.binds)
            return replace(here[0], binds=tuple(binds))
        code = self.program.line_of(file, line)  # as import_module("x"), which binds nothing by itself
        return ImportStatement(file, line, code, "", 0, (), "function")

    def own(self, event: ImportEvent) -> str | None:
        """The learner's file an event is about."""
        return own_file(self.program, event)

    def was_carried_out(self, statement: ImportStatement) -> bool:
        """Whether the statement certainly was carried out and bound its names.

        An import that is served from `sys.modules` leaves no event, so it counts as done only where
        nothing could have kept Python from reaching it.
        """
        if (statement.file, statement.line) in self.failed:
            return False
        if events := self.at(statement):
            handled = statement.inside == "try" and statement.takes_names
            return not handled and all(
                event.error is None and (event.served or event.millis is not None) for event in events
            )
        if statement.inside not in ("module", "class") or statement.lazy:
            return False
        if statement.file in self.stopped:
            return statement.line < self.stopped[statement.file]
        ran = statement.file in self.started and statement.file not in self.program.broken
        return ran and self.ended and "exit" not in self.program.files[statement.file]

    @property
    def served(self) -> tuple[ImportStatement, ...]:
        """The statements that were carried out and found their module done in `sys.modules`."""
        return tuple(one for one in self.program.statements if not self.at(one) and self.was_carried_out(one))

    def is_standard(self, statement: ImportStatement) -> bool:
        """Whether the module is Python's own: as observed, else by its name."""
        for event in self.at(statement):
            if event.module == statement.module:
                return event.kind in (ModuleKind.STDLIB, ModuleKind.BUILTIN, ModuleKind.FROZEN)
        top = statement.module.partition(".")[0]
        return top in STDLIB and not self.program.has_module(top)


def own_file(program: Program, event: ImportEvent) -> str | None:
    """The learner's file an event is about; a path out of the program's folder is not believed."""
    if event.kind is ModuleKind.UNKNOWN and event.error != "ModuleNotFoundError":
        return program.file_of(event.module)  # it failed before it could tell its file
    path = PurePosixPath(event.file or "")
    if event.kind is not ModuleKind.YOURS or not event.file or len(event.file) > MAX_PATH:
        return None
    return None if path.is_absolute() or ".." in path.parts else event.file
