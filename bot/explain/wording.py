"""Words that several notes share: which names were bound, in which folder a file was found."""

from pathlib import PurePosixPath

from bot.content.texts.imports import ExplainTexts
from bot.explain.explanation import Note
from bot.explain.names import FileNames
from bot.explain.program import Program
from bot.explain.statements import ImportStatement
from bot.quote import Curated, Filling, fill


def note(template: str, statement: ImportStatement, topic: str, **values: Filling) -> Note:
    """A note on one statement; what it says and where it stands need not be given."""
    own: dict[str, Filling] = {
        "statement": statement.source,
        "file": statement.file,
        "line": statement.line,
        "module": statement.module,
    }
    return Note(fill(template, own | values), topic)


def bound(statement: ImportStatement, program: Program, texts: ExplainTexts) -> Curated:
    """The names a statement gives its file, in words."""
    names = tuple(name for name, _ in statement.binds)
    if statement.star:
        file = program.file_of(statement.module)
        names = program.names.get(file or "", FileNames()).public
        return Curated(fill(texts.all_names, {"names": names}) if names else texts.all_public)
    return Curated(fill(texts.several_names if len(names) > 1 else texts.one_name, {"names": names}))


def found_in(file: str, found: str, texts: ExplainTexts) -> Curated:
    """Where a file lies, seen from the file that imports it."""
    folder = PurePosixPath(found).parent
    if folder == PurePosixPath(file).parent:
        return Curated(texts.same_folder)
    return Curated(fill(texts.other_folder, {"folder": f"{folder}/" if str(folder) != "." else "."}))


def is_plain(statement: ImportStatement) -> bool:
    """Whether it is `import x` or `import x.y`, without another name."""
    return not statement.takes_names and not is_alias(statement)


def is_alias(statement: ImportStatement) -> bool:
    """Whether it is `import x as y`."""
    if statement.takes_names or " as " not in statement.source:
        return False
    return statement.binds[0][0] != statement.module.partition(".")[0]


def target_files(statement: ImportStatement, program: Program) -> tuple[str, ...]:
    """The learner's files a statement asks for: the module, and submodules named after `from … import`."""
    files = [program.file_of(statement.module)]
    if statement.takes_names:
        files += [program.file_of(target) for name, target in statement.binds if name != "*"]
    return tuple(dict.fromkeys(file for file in files if file))
