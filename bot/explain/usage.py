"""Notes on what becomes of imported names in their file: never used, or given to something else."""

from collections.abc import Iterator

from bot.content.texts.imports import ExplainTexts
from bot.explain.explanation import Note
from bot.explain.program import Program
from bot.explain.statements import ImportStatement
from bot.explain.wording import note
from bot.quote import Curated, fill
from bot.sandbox.run import BoundName, NameKind


def unused(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Imports that nothing in their file makes use of, and that no other file takes from there."""
    taken = {target for one in program.statements for _, target in one.binds if one.takes_names}
    whole = {one.module for one in program.statements if one.star}
    whole |= {target for one in program.statements if not one.takes_names for _, target in one.binds}
    homes = {file: program.module_of(file) for file in program.names}
    for statement in program.statements:
        names, home = program.names.get(statement.file), homes.get(statement.file)
        # What is imported as a whole may be used through it.
        if names is None or home in whole or statement.inside == "try" or _is_for_others(statement):
            continue
        used = names.used | set(names.listed or ())
        idle = [name for name, _ in statement.binds if name not in used and f"{home}.{name}" not in taken]
        if idle and len(idle) == len(statement.binds):
            template = texts.unused_yours if program.has_module(statement.module) else texts.unused
            yield note(template, statement, "unused-imports", names=tuple(idle))


def _is_for_others(statement: ImportStatement) -> bool:
    """Whether its own file need not use it: a package gathers names, and a star may be for anybody."""
    gathers = statement.file.endswith("__init__.py") or statement.star
    return gathers or statement.module == "__future__" or statement.module.startswith(".")


def given_away(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """Imported names that a later line of the same file gives to something else."""
    first: dict[tuple[str, str], tuple[ImportStatement, str]] = {}
    for statement in program.statements:
        if statement.inside != "module" or statement.file not in program.names:
            continue
        assigned = program.names[statement.file].assigned
        for name, target in statement.binds:
            before, meant = first.setdefault((statement.file, name), (statement, target))
            if meant != target and name != "*":
                yield note(
                    texts.bound_twice,
                    statement,
                    "name-clash",
                    name=name,
                    first=before.line,
                    was=before.source,
                )
            elif assigned.get(name, 0) > statement.line:
                yield note(texts.given_away, statement, "name-clash", name=name, at=assigned[name])


def gone(program: Program, names: tuple[BoundName, ...], texts: ExplainTexts) -> Iterator[Note]:
    """Names of modules that at the end of the run were seen to stand for something else."""
    at_end = {(name.file, name.name): name for name in names}
    for statement in program.statements:
        if statement.inside != "module" or statement.takes_names:
            continue
        for name, _ in statement.binds:
            found = at_end.get((statement.file, name))
            if found is not None and found.kind not in (NameKind.MODULE, NameKind.LAZY):
                kind = fill(texts.kinds[found.kind.value], {"of": found.of or "object"})
                yield note(texts.gone, statement, "name-clash", name=name, kind=Curated(kind))
