"""The gates before a change is published: everything wrong with it at once, and what it does to search."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.content.lint import lint
from bot.content.load import Source, load_questions, name_of
from bot.content.schema import Content
from bot.curate.change import Change
from bot.curate.check import prove
from bot.curate.questions import Moved, moved
from bot.errors import Problem
from bot.sandbox.run import Sandbox
from bot.search.search import Search


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong with a change, how much of it was run, and which questions it will now answer."""

    problems: tuple[Problem, ...]
    proved: int = 0
    not_proved: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    content: Content | None = None
    """All the content as it would be; None when it cannot be read."""

    @property
    def passed(self) -> bool:
        """Whether it may be published."""
        return not self.problems


async def judge(
    change: Change, folder: Path, search: Search, sandbox: Sandbox, *, at_once: int, asked: Iterable[str] = ()
) -> Judgement:
    """Try the change on the content folder, running its programs `at_once` side by side.

    `search` is the one in force, and `asked` what it could not answer.
    """
    with TemporaryDirectory(prefix="modulo-") as place:
        tried = await asyncio.to_thread(change.tried, folder, Path(place))
        file = name_of(tried.root / change.path, tried.root)
        if problems := tried.problems() + load_questions(tried.root).problems:
            return Judgement(tuple(sorted(problems)))  # the other gates need all of the files
        report = await prove(tried, sandbox, only=_proved_by(change, tried, file), at_once=at_once)
        broken = await asyncio.to_thread(_broken, folder, tried, file)
        led = await asyncio.to_thread(_led, change, tried, search, tuple(asked))
        return Judgement(
            tuple(sorted({*broken, *report.problems, *led.problems})),
            report.proved,
            tuple(report.not_proved),
            led.gained,
            tried.content(),
        )


def _proved_by(change: Change, tried: Source, file: str) -> frozenset[str]:
    """The files whose programs prove the change: a failure pattern could take another's sample."""
    if change.path.parts[0] == "failures":
        return frozenset(document.file for _, document in tried.failures.entries)
    return frozenset({file})


def _broken(folder: Path, tried: Source, file: str) -> set[Problem]:
    """The rules the change breaks, in whichever file; what was broken before is not its fault."""
    return set(lint(tried, newest=file)) - set(lint(Source(folder), newest=file))


def _led(change: Change, tried: Source, search: Search, asked: tuple[str, ...]) -> Moved:
    for card, document in tried.cards():
        if card.slug == change.slug:
            after = Search.build(tried.content())
            return moved(card.slug, document, tried.root, before=search, after=after, asked=asked)
    return Moved((), ())
