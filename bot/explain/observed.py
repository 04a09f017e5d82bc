"""Notes on what a run's imports did, from what was observed."""

from collections.abc import Iterator
from itertools import islice

from bot.content.texts.imports import ExplainTexts
from bot.explain.circle import circles
from bot.explain.explanation import Note
from bot.explain.scene import STDLIB
from bot.explain.statements import ImportStatement
from bot.explain.story import Story
from bot.explain.wording import bound, found_in, note, target_files
from bot.quote import Curated, Filling, fill
from bot.sandbox.run import BoundName, ImportEvent, ModuleKind, NameKind

MAX_OWN = 3
MAX_STEPS = 8


def hidden_standard(story: Story, texts: ExplainTexts) -> Iterator[Note]:
    """A learner's file was loaded in place of a standard module."""
    for event in story.events:
        file = story.own(event)
        if file and event.module in STDLIB:
            yield Note(
                fill(texts.hides_standard, {"found": file, "module": event.module}), "shadowing-stdlib"
            )


def own_files(story: Story, texts: ExplainTexts) -> Iterator[Note]:
    """Which statement loaded which of the learner's files, in the order it happened."""
    lines: dict[tuple[str, int], list[ImportEvent]] = {}
    for event in story.events:
        asked = event.importer in story.program.files and event.line is not None
        if asked and story.own(event) and not event.served:
            lines.setdefault((str(event.importer), event.line or 0), []).append(event)
    seen: set[str] = set()
    for index, ((file, line), events) in enumerate(lines.items()):
        if index == MAX_OWN:
            rest = [str(story.own(e)) for more in list(lines.values())[index:] for e in more]
            files = tuple(dict.fromkeys(rest))
            yield Note(
                fill(texts.more_yours, {"count": len(files), "found": files}), "what-happens-on-import"
            )
            return
        statement = story.statement_at(file, line)
        again = {str(story.own(event)) for event in events} & seen
        if again and not statement.binds:  # a reload
            yield note(texts.ran_again, statement, "reload-module", found=again.pop())
        else:
            yield _own_line(story, texts, statement, events)
        seen.update(str(story.own(event)) for event in events)


def _own_line(
    story: Story, texts: ExplainTexts, statement: ImportStatement, events: list[ImportEvent]
) -> Note:
    in_turn = sorted(events, key=lambda event: event.module.count("."))  # a package runs before its modules
    files = tuple(dict.fromkeys(str(story.own(event)) for event in in_turn))
    if story.program.entry in files:
        again = next(event for event in events if story.own(event) == story.program.entry)
        return note(texts.again_as_module, statement, "double-import", found=files[-1], module=again.module)
    values: dict[str, Filling] = {
        "found": files[-1],
        "where": found_in(statement.file, files[-1], texts),
        "bound": bound(statement, story.program, texts),
    }
    if (bad := story.program.broken.get(files[-1])) is not None:
        values["bad_line"] = bad.line
        template, topic = texts.unreadable_yours, "import-another-file"
    elif any(event.error is not None for event in events):
        template, topic = texts.began_yours, "import-another-file"
    elif any(event.error is None and event.millis is None for event in events) and statement.binds:
        template, topic = texts.unfinished_yours, "import-another-file"
    elif not statement.binds and len(files) > 1:
        values["found"] = files
        template, topic = texts.ran_several_unbound, "dynamic-import"
    elif not statement.binds:
        template, topic = texts.ran_yours_unbound, "dynamic-import"
    elif not story.was_carried_out(statement):
        template, topic = texts.ran_yours_unbound, "import-another-file"
    elif len(files) > 1:
        values["found"] = files
        template, topic = texts.ran_several, "create-a-package"
    elif files[-1].endswith("__init__.py") and files[-1] not in target_files(statement, story.program):
        template, topic = texts.ran_package, "create-a-package"
    else:
        template, topic = texts.ran_yours, "create-your-own-module"
    return note(template, statement, topic, **values)


def cycle(story: Story, texts: ExplainTexts) -> Iterator[Note]:
    """The steps of the first circular import, in order."""
    for circle in islice(circles(story), 1):
        steps = [
            fill(texts.cycle_loads, {"file": step.file, "line": step.line, "found": step.found})
            for step in circle.steps
        ]
        if len(steps) > MAX_STEPS:
            steps[MAX_STEPS // 2 : -MAX_STEPS // 2] = ["…"]
        last: dict[str, Filling] = {
            "file": circle.closing.file,
            "line": circle.closing.line,
            "found": circle.target,
            "names": circle.names,
        }
        steps.append(fill(texts.cycle_asks_names if circle.names else texts.cycle_asks, last))
        joined = Curated(texts.cycle_joint.join(steps))
        yield Note(fill(texts.cycle, {"steps": joined}), "circular-imports")


def already_loaded(story: Story, texts: ExplainTexts) -> Iterator[Note]:
    """Statements for a learner's file that had run before."""
    for statement in story.program.statements:
        files = target_files(statement, story.program)
        if not files or story.at(statement) or not story.was_carried_out(statement):
            continue
        if all(file in story.started and file != story.program.entry for file in files):
            yield note(
                texts.already_loaded,
                statement,
                "module-cache",
                module=files[-1],
                bound=bound(statement, story.program, texts),
            )


def lazy(story: Story, names: tuple[BoundName, ...], texts: ExplainTexts) -> Iterator[Note]:
    """Lazy imports: those whose module was loaded where it was first used, then those nothing has used."""
    idle = {(name.file, name.name) for name in names if name.kind is NameKind.LAZY}
    written = [one for one in story.program.statements if one.lazy]
    # Backwards, so that of several the first one stays.
    loaded = {
        (event.importer, event.module): event.line for event in reversed(story.events) if event.error is None
    }
    for statement in written:
        at = loaded.get((statement.file, statement.module))
        if at is not None and at != statement.line:
            yield note(texts.lazy_used, statement, "lazy-imports", module=statement.module, at=at)
    for statement in written:
        waiting = tuple(name for name, _ in statement.binds if (statement.file, name) in idle)
        if len(waiting) == len(statement.binds):
            yield note(texts.lazy_unused, statement, "lazy-imports", names=waiting, module=statement.module)


def not_found(story: Story, texts: ExplainTexts) -> Iterator[Note]:
    """Modules that were missing and that the program coped with."""
    for statement in story.program.statements:
        for event in story.at(statement):
            wanted = event.module == statement.module or statement.module.startswith(f"{event.module}.")
            if event.error == "ModuleNotFoundError" and wanted and statement.inside == "try":
                yield note(texts.not_found, statement, "optional-imports", module=event.module)


def folder_packages(story: Story, texts: ExplainTexts) -> Iterator[Note]:
    """Folders of the learner that became packages without an `__init__.py`."""
    for event in story.events:
        if event.kind is ModuleKind.NAMESPACE and story.program.modules(within=event.module):
            folder = f"{event.module.replace('.', '/')}/"
            yield Note(fill(texts.folder_package, {"folder": folder}), "namespace-packages")


def in_functions(story: Story, texts: ExplainTexts) -> Iterator[Note]:
    """Imports that are part of a function."""
    for statement in story.program.statements:
        if statement.inside == "function":
            done = bool(story.at(statement))
            template = texts.in_function if done else texts.in_function_unused
            yield note(template, statement, "import-inside-function", function=statement.function)
