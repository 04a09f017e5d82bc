"""What the import recorder wrote, read as what it is: text from a hostile program.

Bounded in bytes, lines, numbers and names; what does not fit is left out. Whatever it says, it only ever
becomes part of the explanation of its own run. The format is described in guest.py.
"""

import sys
from dataclasses import dataclass, field

from bot.sandbox.pythons import Python
from bot.sandbox.run import ImportEvent, ModuleKind

MAX_BYTES = 512 * 1024
MAX_EVENTS = 2000
MAX_NAME = 300
MAX_DEPTH = 500


@dataclass(slots=True)
class _Import:
    module: str
    thread: str
    depth: int
    importer: str
    line: int | None
    began: int
    file: str = ""
    executed: bool = False
    over: bool = False
    found: bool = False
    loader: str = ""
    package: bool = False
    error: str | None = None
    ended: int | None = None


@dataclass(slots=True)
class _Record:
    entry: str = ""
    uncaught: str | None = None
    imports: dict[str, _Import] = field(default_factory=dict)
    just_failed: list[_Import] = field(default_factory=list)
    """Imports whose exception is on its way out: if nobody catches it, its name is told next."""


def read_record(text: bytes, *, python: Python, folder: str) -> tuple[ImportEvent, ...]:
    """The imports a record tells of; `folder` is where the snippet's files lay."""
    record = _Record()
    for line in text[:MAX_BYTES].split(b"\n")[:-1]:
        fields = line.decode("utf-8", "replace").split("\t")
        if len(record.imports) >= MAX_EVENTS or any(len(word) > 4 * MAX_NAME for word in fields):
            break
        _note(record, fields)
    places = _Places(python, folder)
    seen = [_event(record, item, places) for item in record.imports.values()]
    return tuple(_of_the_learner(seen))


def _note(record: _Record, fields: list[str]) -> None:
    match fields:
        case ["B", number, thread, depth, name, importer, line, began] if _is_module(name):
            record.just_failed.clear()
            record.imports[number[:12]] = _Import(
                module=name,
                thread=thread[:24],
                depth=min(_number(depth) or 0, MAX_DEPTH),
                importer=importer[:MAX_NAME],
                line=_number(line) or None,
                began=_number(began) or 0,
            )
        case ["X", number, file] if item := record.imports.get(number):
            item.executed, item.file = True, file[:MAX_NAME]
        case ["E", number, outcome, loader, file, package, error, ended] if item := record.imports.get(
            number
        ):
            item.over, item.found, item.loader = True, outcome == "1", loader[:MAX_NAME]
            item.file, item.package = item.file or file[:MAX_NAME], package == "1"
            item.error, item.ended = _exception(error), _number(ended)
            if item.error == "Exception":
                record.just_failed.append(item)
        case ["S", entry]:
            record.entry = entry[:MAX_NAME]
        case ["U", error]:
            record.uncaught = _exception(error)
            for item in record.just_failed:
                item.error = record.uncaught
            record.just_failed.clear()
        case _:
            pass


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _exception(text: str) -> str | None:
    return text[:100] if text.isidentifier() else None


def _is_module(name: str) -> bool:
    return len(name) <= MAX_NAME and all(part.isidentifier() for part in name.split("."))


class _Places:
    """Tells from a file where a module comes from."""

    def __init__(self, python: Python, folder: str) -> None:
        self.folder = folder.rstrip("/") + "/"
        self.library = python.library.rstrip("/") + "/"
        self.python = python

    def yours(self, file: str) -> bool:
        return file.startswith(self.folder) or (bool(file) and not file.startswith(("/", "<")))

    def shown(self, file: str) -> str:
        """A file as its reader knows it."""
        for prefix in (self.folder, self.library):
            if file.startswith(prefix):
                return file.removeprefix(prefix)
        return file.removeprefix("./")

    def importer(self, file: str) -> str | None:
        """The learner's file, or the name of the module that file holds."""
        if self.yours(file):
            return self.shown(file)
        if file.startswith("<frozen "):
            return file[8:].rstrip(">")
        if not file.startswith(self.library):
            return file or None
        name = self.shown(file).removesuffix(".py").removesuffix("/__init__")
        return name.replace("/", ".") or None

    def kind(self, item: _Import) -> ModuleKind:
        known = item.module.partition(".")[0] in sys.stdlib_module_names
        tests = {
            ModuleKind.BUILTIN: item.loader == "BuiltinImporter" or item.file == "built-in",
            ModuleKind.FROZEN: item.loader == "FrozenImporter" or item.file.startswith(("<frozen", "frozen")),
            ModuleKind.YOURS: self.yours(item.file),
            ModuleKind.STDLIB: item.file.startswith(self.library) or known,
            ModuleKind.THIRD_PARTY: bool(item.file),
            ModuleKind.NAMESPACE: item.package,
        }
        return next((kind for kind, holds in tests.items() if holds), ModuleKind.UNKNOWN)


def _event(record: _Record, item: _Import, places: _Places) -> ImportEvent:
    kind = places.kind(item)
    error = item.error
    if not item.over:
        error = record.uncaught
    has_file = kind in (ModuleKind.YOURS, ModuleKind.STDLIB, ModuleKind.THIRD_PARTY) and item.file
    loaded_in_c = kind in (ModuleKind.BUILTIN, ModuleKind.STDLIB) and item.found
    return ImportEvent(
        module=item.module,
        kind=kind,
        file=places.shown(item.file) if has_file else None,
        importer=places.importer(item.importer),
        line=item.line,
        depth=item.depth,
        millis=None if item.ended is None else max(item.ended - item.began, 0) / 1e6,
        executed=item.executed or loaded_in_c,
        error=error,
    )


def _of_the_learner(events: list[ImportEvent]) -> list[ImportEvent]:
    """Leave out what the interpreter imports for itself before the program begins, as `python -m` does."""
    start = next(
        (
            place
            for place, event in enumerate(events)
            if event.kind in (ModuleKind.YOURS, ModuleKind.NAMESPACE)
            or (event.importer or "").endswith(".py")
        ),
        len(events),
    )
    return events[start:]
