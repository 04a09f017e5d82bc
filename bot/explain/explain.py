"""Explains a run: what its imports did, and why one failed."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from bot.content.schema import Content
from bot.content.texts.imports import ExplainTexts
from bot.explain import observed, usage, written
from bot.explain.explanation import Explanation, Failure, Note
from bot.explain.failures import find_failure
from bot.explain.program import Program
from bot.explain.scene import STDLIB
from bot.explain.statements import BadSyntax, ImportStatement
from bot.explain.story import Story
from bot.sandbox.run import BoundName, Run
from bot.sandbox.snippet import Snippet

MAX_NOTES = 6
MAX_WRITTEN = 8
_LATE_FUTURE = "from __future__ imports must occur at the beginning of the file"


def explain(snippet: Snippet, run: Run | None, knowledge: Content) -> Explanation:
    """Explain the imports of a snippet: as observed in the run, or without one, as they are written."""
    program = Program.of(snippet)
    texts = knowledge.texts.explain
    printed = _unreadable(program) if run is None else run.stderr_text
    failure = find_failure(
        printed,
        knowledge.failures.values(),
        texts,
        program=program,
        packages=knowledge.packages.packages,
    )
    if run is None:
        return Explanation(program.statements, (), failure, _short(_as_written(program, texts), MAX_WRITTEN))
    story = Story.of(program, run)
    names = tuple(name for name in run.names if name.file in program.files)
    notes = _short(_as_observed(story, names, texts, failure), MAX_NOTES)
    return Explanation(program.statements, run.imports, failure, notes, story.served, names)


def _unreadable(program: Program) -> str:
    """What Python would print about the files that it cannot read."""
    late = (
        BadSyntax(file, names.late_future, _LATE_FUTURE, program.line_of(file, names.late_future))
        for file, names in program.names.items()
        if names.late_future is not None
    )
    return "".join(bad.as_printed for bad in (*late, *program.broken.values()))


def explain_traceback(text: str, knowledge: Content) -> Explanation:
    """Explain a pasted traceback, perhaps with talk around it; the failure is None if none is recognised."""
    failure = find_failure(
        text,
        knowledge.failures.values(),
        knowledge.texts.explain,
        packages=knowledge.packages.packages,
    )
    return Explanation(failure=failure)


def _as_observed(
    story: Story, names: tuple[BoundName, ...], texts: ExplainTexts, failure: Failure | None
) -> Iterator[Note]:
    """What matters most to a beginner comes first: their own files, then what surprises, then the rest."""
    program = story.program
    if failure is None:
        yield from written.broken_files(program, texts)
    yield from _first(observed.hidden_standard(story, texts), 1)
    yield from observed.own_files(story, texts)
    yield from observed.cycle(story, texts)
    yield from _first(observed.already_loaded(story, texts), 1)
    yield from _first(usage.gone(program, names, texts), 1)
    if failure is None:
        yield from _first(observed.not_found(story, texts), 1)
    yield from _first(
        written.names_taken(
            program,
            texts,
            counts=lambda one: (
                story.was_carried_out(one) and (story.is_standard(one) or " as " in one.source)
            ),
        ),
        2,
    )
    yield from _first(observed.in_functions(story, texts), 1)
    yield from _first(written.twice(program, texts), 1)
    yield from _first(observed.folder_packages(story, texts), 1)
    yield from written.standard(
        program, texts, counts=lambda one: story.was_carried_out(one) and story.is_standard(one)
    )


def _as_written(program: Program, texts: ExplainTexts) -> Iterator[Note]:
    """What goes wrong comes first, then where each import leads, then what is odd about some."""
    yield from written.broken_files(program, texts)
    yield from _first(written.hides_standard(program, texts), 1)
    yield from written.circle(program, texts)
    yield from _first(usage.given_away(program, texts), 1)
    yield from _first(written.relative(program, texts), 2)
    yield from _first(written.placed(program, texts), 2)
    yield from _first(written.asked(program, texts), 3)
    yield from _first(written.names_taken(program, texts, counts=partial(_is_plain_news, program)), 2)
    yield from _first(written.twice(program, texts), 1)
    yield from _first(usage.unused(program, texts), 2)
    yield from written.standard(program, texts, counts=partial(_is_standard, program))


def _is_standard(program: Program, statement: ImportStatement) -> bool:
    top = statement.module.partition(".")[0]
    return top in STDLIB and not program.has_module(top) and not statement.lazy


def _is_plain_news(program: Program, statement: ImportStatement) -> bool:
    """Whether what it takes is not said by another note."""
    told = statement.lazy or statement.level or statement.inside == "type_checking"
    return not told and (statement.star or not program.has_module(statement.module))


def _first(notes: Iterable[Note], count: int) -> Iterator[Note]:
    return islice(notes, count)


def _short(notes: Iterable[Note], count: int) -> tuple[Note, ...]:
    """At most so many, and nothing said twice."""
    return tuple(islice({note.markdown: note for note in notes}.values(), count))
