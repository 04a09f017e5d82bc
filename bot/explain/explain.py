"""Explains a program: what its imports did or ask for, and why one failed."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from bot.content.schema import Content
from bot.content.texts.imports import ExplainTexts
from bot.explain import observed, usage, written
from bot.explain.explanation import Explanation, Failure, Note
from bot.explain.failures import find_failure
from bot.explain.program import NOTHING, Program
from bot.explain.scene import STDLIB
from bot.explain.statements import BadSyntax, ImportStatement
from bot.explain.story import Story
from bot.sandbox.run import BoundName

MAX_NOTES = 6
MAX_WRITTEN = 8
_LATE_FUTURE = "from __future__ imports must occur at the beginning of the file"


def explain_run(story: Story, knowledge: Content) -> Explanation:
    """Explain what the imports of a program did, as observed."""
    program, run, texts = story.program, story.run, knowledge.texts.explain
    failure = _failure(run.stderr_text, program, knowledge)
    names = tuple(name for name in run.names if name.file in program.files)
    notes = _short(_as_observed(story, names, texts, failure), MAX_NOTES)
    return Explanation(program.statements, run.imports, failure, notes, story.served, names)


def explain_written(program: Program, knowledge: Content) -> Explanation:
    """Explain what the imports of a program ask for and bind, as they are written."""
    failure = _failure(_unreadable(program), program, knowledge)
    notes = _short(_as_written(program, knowledge.texts.explain), MAX_WRITTEN)
    return Explanation(program.statements, failure=failure, notes=notes)


def explain_traceback(text: str, knowledge: Content) -> Explanation:
    """Explain a pasted traceback, perhaps with talk around it; the failure is None if none is recognised."""
    return Explanation(failure=_failure(text, NOTHING, knowledge))


def _failure(printed: str, program: Program, knowledge: Content) -> Failure | None:
    return find_failure(
        printed,
        knowledge.failures.values(),
        knowledge.texts.explain,
        program=program,
        packages=knowledge.packages.packages,
    )


def _unreadable(program: Program) -> str:
    """What Python would print about the files that it cannot read."""
    late = (
        BadSyntax(file, names.late_future, _LATE_FUTURE, program.line_of(file, names.late_future))
        for file, names in program.names.items()
        if names.late_future is not None
    )
    return "".join(bad.as_printed for bad in (*late, *program.broken.values()))


def _as_observed(
    story: Story, names: tuple[BoundName, ...], texts: ExplainTexts, failure: Failure | None
) -> Iterator[Note]:
    """What matters most to a beginner comes first: their own files, then what surprises, then the rest."""
    program = story.program
    yield from written.unread_files(program, texts)
    if failure is None:
        yield from written.broken_files(program, texts)
    yield from _first(observed.hidden_standard(story, texts), 1)
    yield from observed.own_files(story, texts)
    yield from observed.cycle(story, texts)
    yield from _first(observed.already_loaded(story, texts), 1)
    yield from _first(usage.gone(program, names, texts), 1)
    yield from _first(observed.lazy(story, names, texts), 2)
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
    yield from written.unread_files(program, texts)
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
