"""The conversation in a terminal: the same commands as on Discord, one line each."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot.errors import BotError
from bot.learn.guide import Guide
from bot.reply import Reply, Text
from bot.search.question import Question
from bot.terminal_ui.files import snippet_from_paths
from bot.terminal_ui.learn import QUIT, learn
from bot.terminal_ui.render import render
from bot.tutor import Tutor

_COMMANDS = frozenset({"ask", "example", "run", "module", "explain", "learn", "topics", "topic", "help"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line as typed: a command and the rest, or a question."""

    command: str
    rest: str

    @classmethod
    def of(cls, typed: str) -> "Line":
        """Read a line; the prefix `!` or `/` is welcome and not needed."""
        word, _, rest = typed.strip().partition(" ")
        name = word.lstrip("!/").casefold()
        if name in _COMMANDS or name in QUIT:
            return cls(name, rest.strip())
        return cls("ask", typed.strip())


async def chat(tutor: Tutor, guide: Guide, console: Console, read_line: Callable[[], str]) -> None:
    """Talk until `quit` or the end of input."""
    console.print(render(Reply((Text(tutor.texts.terminal.greeting),))))
    while True:
        try:
            typed = await asyncio.to_thread(read_line)
        except (EOFError, KeyboardInterrupt):
            return
        if not typed.strip():
            continue
        line = Line.of(typed)
        if line.command in QUIT:
            return
        try:
            if line.command == "learn":
                await learn(guide, line.rest, console, read_line)
                continue
            reply = await answer(tutor, line)
        except BotError as error:
            reply = Reply((Text(str(error)),))
        if reply is not None:
            if reply.topic:
                tutor.remember(_question(typed), reply.topic)
            console.print(render(reply))


async def answer(tutor: Tutor, line: Line) -> Reply | None:
    """What to show for a line."""
    match line.command:
        case "ask":
            return (await tutor.ask(_question(line.rest))).reply
        case "example" | "module":
            return await _named(tutor, line)
        case "run":
            return (await tutor.run(snippet_from_paths([Path(word) for word in line.rest.split()]))).reply
        case "topics":
            return tutor.topics(line.rest)
        case "explain" | "topic":
            found = tutor.topic(line.rest) if line.command == "topic" else _explain(tutor, line.rest)
            return found or (await tutor.ask(_question(line.rest))).reply
        case _:
            return tutor.help(line.rest)


async def _named(tutor: Tutor, line: Line) -> Reply:
    """An example or a module by its name, on another Python with `--on`."""
    name, _, version = line.rest.partition("--on")
    python = version.strip() or None
    if line.command == "module":
        return (await tutor.module(name, python=python)).reply
    return await tutor.example(name.strip(), python=python)


def _question(text: str) -> Question:
    return Question(text, asker="you", conversation="terminal")


def _explain(tutor: Tutor, text: str) -> Reply | None:
    """Files or an error, explained; None for words that are neither, as in "explain circular imports"."""
    paths = [Path(word) for word in text.split()]
    if not paths or any(path.exists() for path in paths):
        return tutor.explain(snippet_from_paths(paths)).reply
    explained = tutor.explain_traceback(text)
    return explained.reply if explained.explanation.failure else None
