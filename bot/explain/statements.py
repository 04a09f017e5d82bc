"""What each import statement asks for and binds, read from the source alone."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

MAX_STATEMENTS = 500
_LAZY = re.compile(r"^([ \t]*)lazy[ \t]+(?=(?:import|from)\b)", re.MULTILINE)
_IMPORT = re.compile(r"[ \t]*(?:lazy[ \t]+)?(?:import|from)[ \t(.]")
_LONGEST = 40  # lines of one statement in parentheses


@dataclass(frozen=True, slots=True)
class ImportStatement:
    """One import statement of one file; `import a, b` counts as two, with the same source.

    `binds` are the names it puts into its file, each with what it points to, like
    `("m", "math")` or `("pi", "math.pi")`; for a star import there is the one pair `("*", module)`.
    """

    file: str
    line: int
    source: str
    """The statement on one line, without comments."""
    module: str
    """The absolute dotted name asked for; a relative import whose package is unknown keeps its dots."""
    level: int
    """How many leading dots it has."""
    binds: tuple[tuple[str, str], ...]
    inside: str
    """Where it stands: `module`, `function`, `class`, `try`, `if`, `type_checking`."""
    function: str = ""
    """Name of the function it stands in."""
    lazy: bool = False
    """Written with `lazy`, so that Python 3.15 loads it when it is first used."""

    @property
    def takes_names(self) -> bool:
        """Whether it is written with `from`."""
        return self.source.removeprefix("lazy ").startswith("from ")

    @property
    def star(self) -> bool:
        """Whether it takes all public names."""
        return self.binds[-1:] == (("*", self.module),)


@dataclass(frozen=True, slots=True)
class BadSyntax:
    """Where a file stops being Python, in the words of the Python the bot runs on."""

    file: str
    line: int
    message: str
    text: str
    """The line, without the blanks at its ends."""
    column: int = 1
    """Where in `text` it stops, from 1."""
    exception: str = "SyntaxError"

    @property
    def as_printed(self) -> str:
        """The same as Python prints it."""
        return f'  File "{self.file}", line {self.line}\n    {self.text}\n{self.exception}: {self.message}\n'


def read_tree(file: str, source: str) -> ast.Module | BadSyntax:
    """Parse the source without running anything of it."""
    try:
        return _parse(_LAZY.sub(r"\1", source))
    except SyntaxError as error:
        text = (error.text or "").rstrip()
        column = (error.offset or 1) - (len(text) - len(text.lstrip()))
        return BadSyntax(
            file, error.lineno or 1, error.msg, text.strip(), max(column, 1), type(error).__name__
        )
    except (ValueError, RecursionError, MemoryError):
        return BadSyntax(file, 1, "the file is not readable as Python", "")


def read_statements(
    file: str, source: str, tree: ast.Module | BadSyntax, *, package: str
) -> tuple[ImportStatement, ...]:
    """Find every import statement in the order of the lines; of a broken file, those that can be read.

    `tree` is what the source was parsed to. `package` is the dotted name of the package the file belongs to,
    which relative imports start from, "" when there is none.
    """
    if isinstance(tree, BadSyntax):
        found = _line_by_line(file, source, package)
    else:
        found = _walk(tree.body, _Where(file, package))
    lazy = {source.count("\n", 0, match.start()) + 1 for match in _LAZY.finditer(source)}
    statements = [
        replace(one, lazy=True, source=f"lazy {one.source}") if one.line in lazy else one
        for one, _ in zip(found, range(MAX_STATEMENTS), strict=False)
    ]
    return tuple(sorted(statements, key=lambda one: one.line))


def package_of(file: str) -> str:
    """Dotted name of the package a file lies in, if its folders are packages."""
    return ".".join(PurePosixPath(file).parts[:-1])


def _parse(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


@dataclass(frozen=True, slots=True)
class _Where:
    file: str
    package: str
    inside: str = "module"
    function: str = ""

    def into(self, inside: str, function: str = "") -> "_Where":
        """A function stays a function, whatever stands in it."""
        if self.inside == "function" and inside != "function":
            return self
        return replace(self, inside=inside, function=function or self.function)


def _walk(body: list[ast.stmt], where: _Where) -> Iterator[ImportStatement]:
    waiting = [(statement, where) for statement in reversed(body)]
    while waiting:
        statement, here = waiting.pop()
        match statement:
            case ast.Import() | ast.ImportFrom():
                yield from _statements(statement, here)
            case _:
                waiting.extend((inner, here) for inner, here in reversed(list(_inner(statement, here))))


def _inner(statement: ast.stmt, where: _Where) -> Iterator[tuple[ast.stmt, _Where]]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            here = where.into("function", name)
        case ast.ClassDef():
            here = where.into("class")
        case ast.Try() | ast.TryStar():
            here = where.into("try")
        case ast.If(test=test):
            here = where.into("type_checking" if _is_type_checking(test) else "if")
        case _:
            here = where
    for inner in ast.iter_child_nodes(statement):
        match inner:
            case ast.stmt():
                yield inner, here
            case ast.ExceptHandler() | ast.match_case():
                yield from ((one, here) for one in inner.body)


def _is_type_checking(test: ast.expr) -> bool:
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case _:
            return False


def _statements(node: ast.Import | ast.ImportFrom, where: _Where) -> Iterator[ImportStatement]:
    source = ast.unparse(node)
    here = (where.inside, where.function)
    if isinstance(node, ast.Import):
        for name in node.names:
            binds = ((name.asname or name.name.partition(".")[0], _bound(name)),)
            yield ImportStatement(where.file, node.lineno, source, name.name, 0, binds, *here)
        return
    module = _absolute(node.module or "", node.level, where.package)
    base = module if module.endswith(".") else f"{module}."
    names = tuple(("*", module) if n.name == "*" else (n.asname or n.name, base + n.name) for n in node.names)
    yield ImportStatement(where.file, node.lineno, source, module, node.level, names, *here)


def _bound(name: ast.alias) -> str:
    """`import a.b` binds `a`, `import a.b as c` binds the submodule itself."""
    return name.name if name.asname else name.name.partition(".")[0]


def _absolute(module: str, level: int, package: str) -> str:
    """Follow the dots of a relative import upwards from its package."""
    parents = package.split(".") if package else []
    if not level:
        return module
    if level > len(parents):
        return "." * level + module
    start = parents[: len(parents) - level + 1]
    return ".".join([*start, module] if module else start)


def _line_by_line(file: str, source: str, package: str) -> Iterator[ImportStatement]:
    """Read what looks like an import statement on its own, for a file that as a whole is not Python."""
    lines = source.splitlines()
    for index, line in enumerate(lines):
        if not _IMPORT.match(line):
            continue
        end = index + 1
        if "(" in line:
            end = next(
                (n + 1 for n in range(index, min(index + _LONGEST, len(lines))) if ")" in lines[n]), end
            )
        text = _LAZY.sub(r"\1", "\n".join(lines[index:end])).strip()
        tree = read_tree(file, text)
        if isinstance(tree, ast.Module):
            inside = "module" if not line[0].isspace() else "if"
            for statement in _walk(tree.body, _Where(file, package, inside)):
                yield replace(statement, line=statement.line + index)
