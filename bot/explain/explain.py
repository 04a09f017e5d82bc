"""Explains a run: what its imports did, and why one failed."""

from collections.abc import Iterable, Iterator
from itertools import islice

from bot.content.schema import Content
from bot.content.texts import ExplainTexts
from bot.explain import observed, written
from bot.explain.explanation import Explanation, Failure, Note
from bot.explain.failures import find_failure
from bot.explain.program import Program
from bot.explain.scene import STDLIB
from bot.explain.story import Story
from bot.sandbox.run import Run
from bot.sandbox.snippet import Snippet

MAX_NOTES = 6


def explain(snippet: Snippet, run: Run | None, knowledge: Content) -> Explanation:
    """Explain the imports of a snippet: as observed in the run, or without one, as they are written."""
    program = Program.of(snippet)
    texts = knowledge.texts.explain
    if run is None:
        return Explanation(program.statements, notes=_short(_as_written(program, texts)))
    failure = find_failure(
        run.stderr_text,
        knowledge.failures.values(),
        texts,
        program=program,
        packages=knowledge.packages.packages,
    )
    notes = _short(_as_observed(Story.of(program, run), texts, failure))
    return Explanation(program.statements, run.imports, failure, notes)


def explain_traceback(text: str, knowledge: Content) -> Explanation:
    """Explain a pasted traceback, perhaps with talk around it; the failure is None if none is recognised."""
    failure = find_failure(
        text,
        knowledge.failures.values(),
        knowledge.texts.explain,
        packages=knowledge.packages.packages,
    )
    return Explanation(failure=failure)


def _as_observed(story: Story, texts: ExplainTexts, failure: Failure | None) -> Iterator[Note]:
    """What matters most to a beginner comes first: their own files, then what surprises, then the rest."""
    program = story.program
    if failure is None:
        yield from written.broken_files(program, texts)
    yield from _first(observed.hidden_standard(story, texts), 1)
    yield from observed.own_files(story, texts)
    yield from observed.cycle(story, texts)
    yield from _first(observed.already_loaded(story, texts), 1)
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
    yield from written.broken_files(program, texts)
    yield from _first(written.hides_standard(program, texts), 1)
    yield from written.circle(program, texts)
    yield from _first(written.asked(program, texts), 3)
    yield from _first(written.names_taken(program, texts, counts=lambda _: True), 2)
    yield from _first(written.twice(program, texts), 1)
    yield from written.standard(program, texts, counts=lambda one: one.module.partition(".")[0] in STDLIB)


def _first(notes: Iterable[Note], count: int) -> Iterator[Note]:
    return islice(notes, count)


def _short(notes: Iterable[Note]) -> tuple[Note, ...]:
    """At most MAX_NOTES, and nothing said twice."""
    return tuple(islice({note.markdown: note for note in notes}.values(), MAX_NOTES))
