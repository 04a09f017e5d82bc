"""Circular imports as they happened: which files were half done when they were asked for again."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.explain.statements import ImportStatement
from bot.explain.story import Story


@dataclass(frozen=True, slots=True)
class Step:
    """One file starts another: the line `line` of `file` begins to load `found`."""

    file: str
    line: int
    found: str


@dataclass(frozen=True, slots=True)
class Circle:
    """The steps from the first file of the circle to the statement that closes it by asking for `target`."""

    steps: tuple[Step, ...]
    closing: ImportStatement
    target: str

    @property
    def names(self) -> tuple[str, ...]:
        """What the closing statement wants out of the half-done file, if it wants names."""
        if not self.closing.takes_names or self.closing.star:
            return ()
        return tuple(name.rpartition(".")[2] for _, name in self.closing.binds)


def circles(story: Story) -> Iterator[Circle]:
    """Every time a file was asked for that was still being loaded, in order."""
    for index, event in enumerate(story.events):
        target, parent = story.own(event), story.parents[index]
        if not event.served or target is None or parent is None or event.importer not in story.program.files:
            continue
        start = _loading(story, parent).get(target)
        # a package that takes a module of its own asks for itself, which is no circle
        if start is not None and target != event.importer:
            closing = story.statement_at(str(event.importer), event.line or 0)
            yield Circle(_steps(story, start, parent), closing, target)


def _loading(story: Story, index: int | None) -> dict[str, int]:
    """The learner's files whose code has begun and not ended when this event happens, with their events."""
    files: dict[str, int] = {}
    while index is not None:
        if file := story.own(story.events[index]):
            files[file] = index
        index = story.parents[index]
    return files


def _steps(story: Story, start: int, end: int) -> tuple[Step, ...]:
    chain: list[int] = []
    index: int | None = end
    while index is not None and index != start:
        chain.append(index)
        index = story.parents[index]
    events = [story.events[at] for at in (start, *reversed(chain))]
    return tuple(
        Step(event.importer, event.line, found)
        for event in events
        if (found := story.own(event)) and event.importer and event.line
    )
