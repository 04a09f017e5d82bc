"""Notes on what the import statements say, which hold whether or not the program runs."""

from collections.abc import Callable, Iterator

from bot.content.texts import ExplainTexts
from bot.explain.explanation import Note
from bot.explain.program import Program
from bot.explain.scene import STDLIB
from bot.explain.statements import ImportStatement
from bot.explain.wording import bound, found_in, is_alias, is_plain, note, target_files
from bot.quote import Filling, fill

Chooses = Callable[[ImportStatement], bool]


def broken_files(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Files that are not Python, each with the place."""
    for bad in program.broken.values():
        message: dict[str, Filling] = {"file": bad.file, "line": bad.line, "message": bad.message}
        yield Note(fill(texts.broken, message), "import-another-file")


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
            yield note(texts.from_all, statement, "star-import")
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
    """The same plain import written twice at the top of one file."""
    seen: dict[tuple[str, str], int] = {}
    for statement in program.statements:
        if statement.inside == "module" and is_plain(statement):
            first = seen.setdefault((statement.file, statement.source), statement.line)
            if first != statement.line:
                yield note(texts.twice, statement, "module-cache", first=first)


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
            asks.setdefault(statement.file, []).extend(target_files(statement, program))
    for start in asks:
        if (way := _way_back(asks, start)) is not None:
            yield Note(fill(texts.written_cycle, {"files": (*way, start)}), "circular-imports")
            return


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
