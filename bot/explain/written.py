"""Notes on what the import statements say, which hold whether or not the program runs."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from bot.content.texts.imports import ExplainTexts
from bot.explain.explanation import Note
from bot.explain.program import Program
from bot.explain.scene import STDLIB
from bot.explain.statements import BadSyntax, ImportStatement
from bot.explain.wording import bound, found_in, is_alias, is_plain, note, target_files
from bot.quote import Curated, Filling, bare, fill
from bot.sandbox.overlong import MAX_PARTS

Chooses = Callable[[ImportStatement], bool]
MAX_CODE = 60
"""Columns of a line of code that are shown; phones show no more."""


def unread_files(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Files that nobody looked into, because reading them would take too long."""
    for file, line in program.unread.items():
        yield Note(fill(texts.not_read, {"file": file, "line": line, "parts": MAX_PARTS}))


def broken_files(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Files that are not Python, each with the place, a caret under it, and what is wrong in plain words."""
    for bad in program.broken.values():
        words = next((said for begin, said in texts.syntax.items() if begin in bad.message), "")
        message: dict[str, Filling] = {
            "file": bad.file,
            "line": bad.line,
            "message": bad.message,
            "words": Curated(words),
        }
        template = texts.broken_plainly if words else texts.broken
        yield Note(fill(template, message) + _caret(bad), "import-another-file")


def _caret(bad: BadSyntax) -> str:
    """The line of code as a block, cut around the place, which has a caret under it."""
    if not bad.text:
        return ""
    start = max(bad.column - 1 - MAX_CODE // 2, 0)
    code = bad.text[start:]
    blanks = len(code) - len(code.lstrip())
    return f"\n```\n{bare(code, limit=MAX_CODE)}\n{' ' * (bad.column - 1 - start - blanks)}^\n```"


def names_taken(program: Program, texts: ExplainTexts, *, counts: Chooses) -> Iterator[Note]:
    """Aliases, from-imports and star imports: names that are not the module's own."""
    for statement in program.statements:
        if statement.module == "__future__" or statement.function or not counts(statement):
            continue
        names = bound(statement, program, texts)
        if is_alias(statement):
            alias = statement.binds[0][0]
            yield note(texts.alias, statement, "import-as-alias", alias=alias, bound=names)
        elif statement.star:
            listed = program.names_of(statement.module).listed
            template = texts.from_all if listed is None else texts.from_all_listed
            yield note(template, statement, "star-import", names=listed or ())
        elif statement.takes_names and " as " not in statement.source:
            yield note(texts.from_names, statement, "from-import", bound=names)
        elif statement.takes_names:
            originals = tuple(target.rpartition(".")[2] for _, target in statement.binds)
            yield note(texts.from_renamed, statement, "from-import-as", originals=originals, bound=names)


def standard(program: Program, texts: ExplainTexts, *, counts: Chooses) -> Iterator[Note]:
    """All plain imports of standard modules, in one sentence."""
    plain = [one for one in program.statements if is_plain(one) and not one.function and counts(one)]
    modules = tuple(dict.fromkeys(one.module for one in plain))
    if len(modules) == 1:
        yield note(texts.one_standard, plain[0], "standard-library", bound=bound(plain[0], program, texts))
    elif modules:
        yield Note(fill(texts.several_standard, {"modules": modules}), "standard-library")


def twice(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """The same import written twice at the top of one file."""
    seen: dict[tuple[str, str], int] = {}
    for statement in program.statements:
        if statement.inside == "module":
            first = seen.setdefault((statement.file, statement.source), statement.line)
            if first != statement.line:
                yield note(texts.twice, statement, "module-cache", first=first)


def relative(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Relative imports: what the dots start from, and what is asked for."""
    for statement in program.statements:
        if statement.module.startswith(".") and "/" not in statement.file:
            yield note(texts.relative_in_program, statement, "relative-import-no-parent")
        elif statement.module.startswith("."):
            yield note(texts.relative_too_high, statement, "relative-import-beyond-top")
        elif statement.level:
            package = program.module_of(f"{PurePosixPath(statement.file).parent}/__init__.py")
            yield note(texts.relative, statement, "relative-imports", package=package)


def placed(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Imports that are not simply carried out in their turn: by the condition they stand under, or lazy."""
    under = {"type_checking": texts.type_checking, "if": texts.in_if, "try": texts.in_try}
    topics = {
        "type_checking": "type-checking-imports",
        "if": "optional-imports",
        "try": "optional-imports",
    }
    for statement in program.statements:
        names = bound(statement, program, texts)
        if statement.lazy:
            yield note(texts.lazy, statement, "lazy-imports", bound=names)
        elif statement.inside in under:
            yield note(under[statement.inside], statement, topics[statement.inside], bound=names)
        elif statement.inside == "function":
            template = texts.in_function_unused
            yield note(template, statement, "import-inside-function", function=statement.function)


def asked(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Without a run: which file each statement asks for, or that it must be installed."""
    for statement in program.statements:
        files = target_files(statement, program)
        top = statement.module.partition(".")[0]
        if files:
            where = found_in(statement.file, files[-1], texts)
            names = bound(statement, program, texts)
            yield note(
                texts.asks_yours, statement, "import-another-file", found=files[-1], where=where, bound=names
            )
        elif top not in STDLIB and top and top != "__future__" and not program.has_module(top):
            yield note(texts.asks_unknown, statement, "kinds-of-modules")


def hides_standard(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Without a run: a file that is imported has the name of a standard module."""
    for statement in program.statements:
        top = statement.module.partition(".")[0]
        file = program.file_of(top)
        if file and top in STDLIB:
            yield Note(fill(texts.hides_standard, {"found": file, "module": top}), "shadowing-stdlib")


def circle(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Without a run: files that import each other at module level."""
    asks: dict[str, list[str]] = {}
    for statement in program.statements:
        if statement.inside in ("module", "class", "try"):
            asks.setdefault(statement.file, []).extend(_loads(statement, program))
    for start in asks:
        if (way := _way_back(asks, start)) is not None:
            yield Note(fill(texts.written_cycle, {"files": (*way, start)}), "circular-imports")
            return


def _loads(statement: ImportStatement, program: Program) -> list[str]:
    """The files it needs something of; not the package's own, if it only takes modules out of its package."""
    files = target_files(statement, program)
    package = program.file_of(statement.module)
    only_modules = statement.takes_names and len(files) == len(statement.binds) + 1
    needless = package if only_modules and statement.level else None
    return [file for file in files if file not in (needless, statement.file)]


def _way_back(asks: dict[str, list[str]], start: str) -> tuple[str, ...] | None:
    """The shortest way from a file to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:  # grows while it is read: breadth first
        for file in asks.get(way[-1], []):
            if file == start:
                return way
            if file not in seen:
                seen.add(file)
                ways.append((*way, file))
    return None
