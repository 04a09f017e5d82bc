"""Paths, steps and answers → Reply, in the words of content/texts.yaml; pure."""

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from bot import compose
from bot.content.paths import LETTERS, Answer, LearningPath, Step
from bot.content.program import Demonstration
from bot.content.prose import flow
from bot.content.schema import Content
from bot.content.texts import Texts
from bot.quote import inline
from bot.reply import Choice, Offer, Part, Pick, Reply, Text, Turn
from bot.sandbox.run import Run


class At(NamedTuple):
    """A step of a path."""

    path: LearningPath
    number: int
    """Counted from 0."""

    @property
    def step(self) -> Step:
        """The step itself."""
        return self.path.steps[self.number]

    def turn(self, label: str, by: int) -> Turn:
        """To the step so many further on, or to the end behind the last one."""
        steps = self.path.steps
        number = self.number + by
        return Turn(label, self.path.slug, steps[number].topic if number < len(steps) else "")


def find(content: Content, path: str, step: str) -> At | None:
    """The step of this name; None at the end of the path, and for a step that is no longer part of it."""
    if path not in content.paths:
        return None
    steps = content.paths[path].steps
    return next((At(content.paths[path], n) for n, each in enumerate(steps) if each.topic == step), None)


def next_open(path: LearningPath, right: Set[str]) -> At | None:
    """The first step still open, looking behind the last right answer first; None if there is none."""
    numbers = range(len(path.steps))
    reached = max((number for number in numbers if path.steps[number].topic in right), default=-1)
    ordered = [*numbers[reached + 1 :], *numbers[: reached + 1]]
    return next((At(path, number) for number in ordered if path.steps[number].topic not in right), None)


def overview(content: Content, right: Mapping[str, Set[str]]) -> Reply:
    """All paths with how far the member came; each button leads to the first open step."""
    texts = content.texts.learn
    parts = [Text(texts.paths)]
    choices: list[Offer] = []
    for number, path in enumerate(content.paths.values(), 1):
        words = texts.path.format(number=number, title=path.title, about=flow(path.about))
        known = right.get(path.slug, frozenset())
        if answered := sum(step.topic in known for step in path.steps):
            words += " " + texts.progress.format(right=answered, count=len(path.steps))
        at = next_open(path, known)
        parts.append(Text(words))
        choices.append(Turn(f"{number} · {path.title}", path.slug, at.step.topic if at else ""))
    return Reply(tuple(parts), choices=tuple(choices))


def lesson(at: At, content: Content) -> Reply:
    """A step: what there is to know, and the question."""
    parts = (_heading(at, content.texts), Text(flow(at.step.lesson)), *_question(at, content.texts))
    title = Choice(content.texts.learn.more, at.step.topic, beside=True)
    return Reply(parts, topic=at.step.topic, choices=(*_picks(at), *_turns(at, content.texts), title))


def right(at: At, answer: Answer, content: Content) -> Reply:
    """The right answer, and why it is right."""
    texts = content.texts
    said = texts.learn.right.format(letter=_letter(at, answer), because=flow(answer.because))
    parts = (_heading(at, texts), *_question(at, texts), Text(said))
    return Reply(parts, topic=at.step.topic, choices=_turns(at, texts))


def wrong(at: At, answer: Answer, run: Run | None, content: Content) -> Reply:
    """A wrong answer, why it is wrong, and the program that shows it with what it printed just now.

    Without a run, what it is known to print.
    """
    texts = content.texts
    said = texts.learn.wrong.format(letter=_letter(at, answer), because=flow(answer.because))
    program = at.step.proof(answer)
    seen = at.step.program_first and answer.program is None
    files = () if seen else compose.sources(program, texts.example)
    shown = _ran(program, run, texts)
    parts = (_heading(at, texts), *_question(at, texts), Text(said), *files, *shown, Text(texts.learn.again))
    read_again = at.turn(texts.learn.lesson, by=0)
    return Reply(parts, topic=at.step.topic, choices=(*_picks(at), read_again, *_turns(at, texts)[-1:]))


def done(path: LearningPath, right: Set[str], content: Content) -> Reply:
    """The end of a path, and the other paths to go on with."""
    texts = content.texts.learn
    parts = [Text(texts.done.format(title=path.title, done=flow(path.done)))]
    if count := sum(step.topic not in right for step in path.steps):
        said = texts.done_open.format(open=count, count=len(path.steps), path=path.slug)
        parts.append(Text(said))
    back = At(path, len(path.steps)).turn(texts.back, by=-1)
    return Reply(tuple(parts), choices=(back, Turn(texts.all_paths)))


def _ran(program: Demonstration, run: Run | None, texts: Texts) -> tuple[Part, ...]:
    command = inline(" ".join(["python", *(program.argv or [program.entry])]))
    if run is None:
        return Text(texts.learn.proved.format(command=command)), *compose.proved(program, texts.run)
    return Text(texts.learn.ran.format(command=command, python=run.python)), *compose.outputs(run, texts.run)


def _heading(at: At, texts: Texts) -> Text:
    return Text(
        texts.learn.heading.format(title=at.step.title, number=at.number + 1, count=len(at.path.steps))
    )


def _question(at: At, texts: Texts) -> Iterator[Part]:
    yield Text(texts.learn.question.format(asks=flow(at.step.asks)))
    if at.step.program_first:
        yield from compose.sources(at.step.program, texts.example)
    lines = [
        texts.learn.answer.format(letter=letter, says=answer.says)
        for letter, answer in zip(LETTERS, at.step.answers, strict=False)
    ]
    yield Text("\n".join(lines))


def _letter(at: At, answer: Answer) -> str:
    return LETTERS[at.step.answers.index(answer)]


def _picks(at: At) -> tuple[Pick, ...]:
    numbers = range(len(at.step.answers))
    return tuple(Pick(LETTERS[number], at.path.slug, at.step.topic, number) for number in numbers)


def _turns(at: At, texts: Texts) -> tuple[Turn, ...]:
    before = at.turn(texts.learn.back, by=-1) if at.number else Turn(texts.learn.all_paths)
    return before, at.turn(texts.learn.next, by=1)
