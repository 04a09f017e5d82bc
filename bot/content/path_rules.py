"""The numbered rules for learning paths, beside those that hold for everything that is written."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from bot.content.passage import Files, Found, Passage
from bot.content.paths import LETTERS, LearningPath, Step
from bot.content.program import Demonstration

MAX_STEP = 1500
"""Characters of a step, or of a step's question with what is told about an answer: one message each."""
STEPS_TO_GUESS = 4
"""From so many steps on, a learner would notice that the right answer always has the same letter."""

Topics = Mapping[str, object]


def prose(path: LearningPath) -> Iterator[Passage]:
    """Every text of the path that is shown as prose."""
    yield Passage(("title",), path.title)
    yield Passage(("about",), path.about)
    yield Passage(("done",), path.done)
    for index, step in enumerate(path.steps):
        for key in ("title", "lesson", "asks"):
            yield Passage(("steps", index, key), getattr(step, key))
        for number, answer in enumerate(step.answers):
            yield Passage(("steps", index, "answers", number, "says"), answer.says)
            yield Passage(("steps", index, "answers", number, "because"), answer.because)


def programs(path: LearningPath) -> Iterator[tuple[tuple[str | int, ...], Demonstration]]:
    """Every program that proves an answer right or wrong, with its place."""
    for index, step in enumerate(path.steps):
        yield ("steps", index, "program"), step.program
        for number, answer in enumerate(step.answers):
            if answer.program is not None:
                yield ("steps", index, "answers", number, "program"), answer.program


def files(path: LearningPath) -> Iterator[Files]:
    """The files of every program."""
    for place, program in programs(path):
        yield Files((*place, "files"), program.files)


def _topics(path: LearningPath, topics: Topics) -> Found:
    seen: set[str] = set()
    for index, step in enumerate(path.steps):
        if step.topic not in topics:
            yield ("steps", index, "topic"), f"There is no topic `{step.topic}`."
        if step.topic in seen:
            yield ("steps", index, "topic"), f"Another step teaches `{step.topic}` already."
        seen.add(step.topic)


def _question(path: LearningPath, _: Topics) -> Found:
    for index, step in enumerate(path.steps):
        if not step.asks.rstrip().endswith("?"):
            yield ("steps", index, "asks"), "A question ends with a question mark."
        said = [answer.says for answer in step.answers]
        if len(set(said)) < len(said):
            yield ("steps", index, "answers"), "Two answers say the same."


def _letters(path: LearningPath, _: Topics) -> Found:
    if len(path.steps) < STEPS_TO_GUESS:
        return
    right = Counter(LETTERS[step.right] for step in path.steps)
    ((letter, count),) = right.most_common(1)
    if 2 * count > len(path.steps):
        yield ("steps",), f"The right answer is {letter} in {count} of {len(path.steps)} steps; mix them."


def _fits(path: LearningPath, _: Topics) -> Found:
    for index, step in enumerate(path.steps):
        question = len(step.title) + len(step.asks) + sum(len(answer.says) for answer in step.answers)
        if (size := question + len(step.lesson) + _first(step)) > MAX_STEP:
            yield ("steps", index, "lesson"), f"It has {size} characters; {MAX_STEP} fit in one message."
        for number, answer in enumerate(step.answers):
            size = question + len(answer.because) + _size(step.proof(answer))
            if size > MAX_STEP:
                place = ("steps", index, "answers", number)
                yield place, f"With this answer there are {size} characters; {MAX_STEP} fit in one message."


def _first(step: Step) -> int:
    return _size(step.program) if step.program_first else 0


def _size(program: Demonstration) -> int:
    """Characters of the program as it is shown, with a little more for each file's name and block."""
    sources = sum(len(name) + len(source) + 16 for name, source in program.files.items())
    return sources + len(program.output) + len(program.error)


RULES: dict[str, Callable[[LearningPath, Topics], Found]] = {
    "P01": _topics,
    "P02": _question,
    "P03": _letters,
    "P04": _fits,
}
