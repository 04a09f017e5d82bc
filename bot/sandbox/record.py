"""What the import recorder wrote, read as what it is: text from a hostile program.

Bounded in bytes, lines, numbers and names; what does not fit is left out. Whatever it says, it only ever
becomes part of the explanation of its own run. The format is described in guest/recorder.py.
"""

import sys
from dataclasses import dataclass, field
from posixpath import normpath

from bot.sandbox.pythons import Python
from bot.sandbox.run import BoundName, ImportEvent, ModuleKind, NameKind

MAX_BYTES = 512 * 1024
MAX_EVENTS = 2000
MAX_NAMES = 2000
MAX_NAME = 300
MAX_LINE = 4 * MAX_NAME
MAX_DEPTH = 500
MAX_PLACES = 20
_KINDS = frozenset(NameKind)
_RUN_CODE = frozenset({"SourceFileLoader", "SourcelessFileLoader", "zipimporter", "FrozenImporter"})
"""Loaders that load a module by running code, which the recorder sees."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a program did with imports, in the order it happened, and the names it had at its end."""

    imports: tuple[ImportEvent, ...] = ()
    names: tuple[BoundName, ...] = ()


@dataclass(slots=True)
class _Import:
    module: str
    depth: int
    importer: str
    line: int | None
    began: int = 0
    late: bool = False
    """Begun when an exception that nobody caught was about to be shown."""
    served: bool = False
    file: str = ""
    executed: bool = False
    loader: str = ""
    package: bool = False
    error: str | None = None
    missing: str | None = None
    searched: tuple[str, ...] = ()
    ended: int | None = None


@dataclass(slots=True)
class _Lines:
    """The lines read so far."""

    imports: list[_Import] = field(default_factory=list)
    by_number: dict[str, _Import] = field(default_factory=dict)
    by_module: dict[str, _Import] = field(default_factory=dict)
    names: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    script: bool = False
    """Whether a file was started, so that nothing of the interpreter's own comes before it."""
    failing: bool = False


def read_record(text: bytes, *, python: Python, folder: str) -> Record:
    """What a record tells of; `folder` is where the snippet's files lay."""
    lines = _Lines()
    for line in text[:MAX_BYTES].split(b"\n")[:-1]:
        fields = line.decode("utf-8", "replace").split("\t")
        if len(lines.imports) >= MAX_EVENTS or (len(line) > MAX_LINE and max(map(len, fields)) > MAX_LINE):
            break
        _note(lines, fields)
    places = _Places(python, folder)
    events = [_event(item, places) for item in _of_the_learner(lines, places)]
    return Record(tuple(events), tuple(_names(lines, places)))


def _note(lines: _Lines, fields: list[str]) -> None:
    match fields:
        case ["B", number, depth, name, importer, line, began] if _is_module(name):
            begun = _import(lines, depth, name, importer, line)
            begun.began = _number(began) or 0
            lines.by_number[number[:12]] = lines.by_module[name] = begun
        case ["C", depth, name, importer, line] if first := lines.by_module.get(name):
            again = _import(lines, depth, name, importer, line)
            again.served, again.file = True, first.file
        case ["S", entry]:
            lines.script = bool(entry)
        case ["U"]:
            lines.failing = True
        case ["N", module, file, name, kind, of] if len(lines.names) < MAX_NAMES:
            lines.names.append((module, _path(file), name, kind, of))
        case [word, number, *rest] if item := lines.by_number.get(number):
            _add(item, [word, *rest])
        case _:
            pass


def _add(item: _Import, fields: list[str]) -> None:
    """What a later line says about an import that has begun."""
    match fields:
        case ["X", file]:
            item.executed, item.file = True, _path(file)
        case ["E", loader, file, package, error, missing, ended]:
            item.loader, item.package = loader[:MAX_NAME], package == "1"
            item.file = item.file or _path(file)
            item.error, item.ended = _exception(error), _number(ended)
            item.missing = missing if _is_module(missing) else None
        case ["P", *searched]:
            item.searched = tuple(map(_path, searched[:MAX_PLACES]))
        case _:
            pass


def _import(lines: _Lines, depth: str, name: str, importer: str, line: str) -> _Import:
    item = _Import(name, min(_number(depth) or 0, MAX_DEPTH), _path(importer), _number(line) or None)
    item.late = lines.failing
    lines.imports.append(item)
    return item


def _path(text: str) -> str:
    """A path of bounded length without the detours that it takes after `sys.path.append("..")`."""
    return normpath(text[:MAX_NAME]) if ".." in text else text[:MAX_NAME]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _exception(text: str) -> str | None:
    return text[:100] if text.isidentifier() else None


def _is_name(text: str) -> bool:
    return len(text) <= MAX_NAME and text.isidentifier()


def _is_module(text: str) -> bool:
    return len(text) <= MAX_NAME and all(part.isidentifier() for part in text.split("."))


class _Places:
    """Tells from a file where a module comes from."""

    def __init__(self, python: Python, folder: str) -> None:
        self.folder = folder.rstrip("/") + "/"
        self.library = python.library.rstrip("/") + "/"
        head, _, name = python.library.rstrip("/").rpartition("/")
        self.archive = f"{head}/{name.replace('.', '')}.zip"

    def yours(self, file: str) -> bool:
        return file.startswith(self.folder) or (bool(file) and not file.startswith(("/", "<", "../")))

    def asks(self, importer: str) -> bool:
        """Whether the learner's own code is the importer."""
        return self.yours(importer) or importer == "<string>"

    def shown(self, file: str) -> str | None:
        """A file as its reader knows it; None for one that lies where no module can."""
        if file.startswith(self.folder):
            return file.removeprefix(self.folder)
        if "-packages/" in file:
            return file.partition("-packages/")[2]
        shown = file.removeprefix(self.library).removeprefix("./")
        return None if shown.startswith(("/", "../")) else shown or None

    def importer(self, file: str) -> str | None:
        """The learner's file, or the name of the module that file holds."""
        if self.yours(file):
            return self.shown(file)
        if file.startswith("<frozen "):
            return file[8:].rstrip(">")
        name = (self.shown(file) or "").removesuffix(".py").removesuffix("/__init__")
        return name if file.startswith("<") else name.replace("/", ".") or None

    def searched(self, place: str) -> str:
        """A folder of sys.path, in as few words as it takes."""
        if place.endswith(("/site-packages", "/dist-packages")):
            return "site-packages"
        if f"{place}/".startswith(self.library) or place == self.archive:
            return "stdlib"
        return place.removeprefix(self.folder).rstrip("/") if f"{place}/" != self.folder else "."

    def kind(self, item: _Import) -> ModuleKind:
        known = item.module.partition(".")[0] in sys.stdlib_module_names
        loader = "" if item.executed else item.loader  # it may have put another module in its own place
        tests = {
            ModuleKind.BUILTIN: loader == "BuiltinImporter" or item.file == "built-in",
            ModuleKind.FROZEN: loader == "FrozenImporter" or item.file.startswith(("<frozen", "frozen")),
            ModuleKind.YOURS: self.yours(item.file),
            ModuleKind.STDLIB: item.file.startswith(self.library) or known,
            ModuleKind.THIRD_PARTY: bool(item.file),
            ModuleKind.NAMESPACE: item.package,
        }
        return next((kind for kind, holds in tests.items() if holds), ModuleKind.UNKNOWN)


def _event(item: _Import, places: _Places) -> ImportEvent:
    kind = places.kind(item)
    has_file = kind in (ModuleKind.YOURS, ModuleKind.STDLIB, ModuleKind.THIRD_PARTY)
    well = item.error is None and bool(item.loader)
    there_already = well and not item.executed and item.loader in _RUN_CODE
    return ImportEvent(
        module=item.module,
        kind=kind,
        file=places.shown(item.file) if has_file else None,
        importer=places.importer(item.importer),
        line=item.line,
        depth=item.depth,
        millis=None if item.ended is None else max(item.ended - item.began, 0) / 1e6,
        executed=item.executed or (well and not there_already and kind is not ModuleKind.NAMESPACE),
        error=item.error,
        served=item.served or there_already,
        missing=item.missing,
        searched=tuple(dict.fromkeys(map(places.searched, item.searched))),
    )


def _of_the_learner(lines: _Lines, places: _Places) -> list[_Import]:
    """Leave out what the interpreter imports for itself, with all that it brings along.

    That is what comes before the program, as with `python -m`, and what it takes to show an exception.
    """
    kept: list[_Import] = []
    within: list[bool] = []
    for item in lines.imports:
        del within[item.depth :]
        asked = places.asks(item.importer)
        own = asked or places.kind(item) in (ModuleKind.YOURS, ModuleKind.NAMESPACE)
        running = lines.script or bool(kept)
        if item.late:
            within.append(within[-1] if within else asked)
        else:
            within.append(own or (within[-1] if within else running and bool(item.importer)))
        if within[-1]:
            kept.append(item)
    return kept


def _names(lines: _Lines, places: _Places) -> list[BoundName]:
    return [
        BoundName(
            places.shown(file) or "",
            module,
            name,
            NameKind(kind),
            of if _is_module(of) else None,
        )
        for module, file, name, kind, of in lines.names
        if _is_module(module) and places.yours(file) and _is_name(name) and kind in _KINDS
    ]
