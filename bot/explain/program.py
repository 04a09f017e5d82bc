"""The learner's files as Python looks at them: which file is which module, and what each one says."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Self

from bot.explain.names import FileNames, read_names
from bot.explain.statements import (
    BadSyntax,
    ImportStatement,
    package_of,
    read_statements,
    read_tree,
)
from bot.explain.where import is_library
from bot.sandbox.overlong import overlong_name
from bot.sandbox.snippet import Snippet


@dataclass(frozen=True, slots=True)
class Program:
    """A snippet, read. One without files stands for a pasted traceback, of which there is only text.

    `entry` is the file that is run, "" when it is none of the files; `root` is the folder that comes first
    in `sys.path`, relative to the snippet's, "" for that folder itself.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    entry: str = ""
    root: str = ""
    statements: tuple[ImportStatement, ...] = ()
    names: Mapping[str, FileNames] = field(default_factory=dict)
    broken: Mapping[str, BadSyntax] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    """Files that would take too long to read, with the line of the reason."""

    @classmethod
    def of(cls, snippet: Snippet) -> Self:
        """Read each Python file of the snippet, once; nothing of them is run."""
        files = {file.path: file.source for file in snippet.files}
        entry, root, package = _start(snippet, files)
        names: dict[str, FileNames] = {}
        broken: dict[str, BadSyntax] = {}
        unread: dict[str, int] = {}
        statements: list[ImportStatement] = []
        for path, source in files.items():
            if not path.endswith(".py") and path != entry:
                continue
            if (line := overlong_name(source)) is not None:
                unread[path] = line
                continue
            tree = read_tree(path, source)
            if isinstance(tree, ast.Module):
                names[path] = read_names(tree)
            else:
                broken[path] = tree
            home = package if path == entry else package_of(_below(path, root) or path)
            statements += read_statements(path, source, tree, package=home)
        return cls(files, entry, root, tuple(statements), names, broken, unread)

    def file_of(self, module: str) -> str | None:
        """The learner's file that is imported under this name."""
        path = "/".join([*filter(None, [self.root]), *module.split(".")])
        return next((p for p in (f"{path}/__init__.py", f"{path}.py") if p in self.files), None)

    def has_module(self, module: str) -> bool:
        """Whether there is such a file, or such a folder with Python files in it."""
        folder = "/".join([*filter(None, [self.root]), *module.split("."), ""])
        inside = any(path.startswith(folder) and path.endswith(".py") for path in self.files)
        return inside or self.file_of(module) is not None

    def module_of(self, path: str) -> str:
        """The name this file is imported under; from the snippet's folder if it is out of reach."""
        parts = PurePosixPath(_below(path, self.root) or path).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1:] == ("__init__",) else parts)

    def modules(self, *, within: str = "") -> tuple[str, ...]:
        """Names of the modules and packages that can be imported from the root or from a package."""
        start = f"{within}." if within else ""
        names = (self.module_of(path) for path in self.files if self.is_reached(path))
        return tuple({name[len(start) :].partition(".")[0]: None for name in names if name.startswith(start)})

    def is_reached(self, path: str) -> bool:
        """Whether the file lies below the root, where imports look."""
        return path.endswith(".py") and _below(path, self.root) is not None

    def path_of(self, file: str) -> str | None:
        """The learner's file that a traceback calls by its full path."""
        shown = file.replace("\\", "/")
        if shown in self.files:
            return shown
        if is_library(file):
            return None
        fitting = [path for path in self.files if shown.endswith(f"/{path}")]
        return max(fitting, key=len, default=None)

    def names_of(self, module: str) -> FileNames:
        """The names of the file that is imported under this name, none if it is none of the learner's."""
        return self.names.get(self.file_of(module) or "", FileNames())

    def line_of(self, path: str | None, line: int | None) -> str:
        """That line of a file, "" if there is none."""
        lines = self.files.get(path or "", "").splitlines()
        return lines[line - 1].strip() if line and 0 < line <= len(lines) else ""

    def written_in(self, path: str | None) -> tuple[ImportStatement, ...]:
        """The import statements of one file."""
        return tuple(one for one in self.statements if one.file == path)


NOTHING = Program()


def _start(snippet: Snippet, files: Mapping[str, str]) -> tuple[str, str, str]:
    """Entry, root, and the package the entry belongs to: a script belongs to none, whatever its folder."""
    match snippet.argv:
        case ():
            return snippet.entry, package_of(snippet.entry).replace(".", "/"), ""
        case ("-m", module, *_):
            path = module.replace(".", "/")
            entry = _first(files, [f"{path}.py", f"{path}/__main__.py"])
            return entry, "", package_of(entry)
        case (first, *_) if first in files:
            return first, "/".join(PurePosixPath(first).parts[:-1]), ""
        case (first, *_) if first.startswith("-"):
            return "", "", ""
        case _:
            folder = snippet.argv[0].removeprefix("./").rstrip("/")
            return _first(files, [f"{folder}/__main__.py"]), folder, ""


def _first(files: Mapping[str, str], paths: Iterable[str]) -> str:
    return next((path for path in paths if path in files), "")


def _below(path: str, root: str) -> str | None:
    """The path as seen from the root, None if it lies elsewhere."""
    if not root:
        return path
    return path[len(root) + 1 :] if path.startswith(f"{root}/") else None
