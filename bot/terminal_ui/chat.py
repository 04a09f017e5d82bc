"""The conversation in a terminal: the same commands as on Discord, one line each."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot.errors import BotError, UsageError
from bot.learn.guide import Guide
from bot.reply import Reply, Text
from bot.sandbox.snippet import Snippet
from bot.search.question import Question
from bot.terminal_ui.learn import QUIT, learn
from bot.terminal_ui.render import render
from bot.tutor import Tutor

MAX_FOLDER_FILES = 200
GREETING = (
    "Ask about Python's modules and imports. `run main.py` runs files of yours, `help` lists the commands, "
    "`quit` ends."
)


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
    console.print(render(Reply((Text(GREETING),))))
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


def snippet_from_paths(paths: list[Path], *, stdin: str = "", argv: tuple[str, ...] = ()) -> Snippet:
    """A program from files, or from every `.py` file of a folder; files keep their place below the folder.

    Raises UsageError for a path that cannot be read, and SnippetRejected.
    """
    if not paths:
        raise UsageError("Name the files, like `main.py mymodule.py`, or a folder.")
    files = [pair for path in paths for pair in _files_at(path)]
    return Snippet.of(files, stdin=stdin, argv=argv)


def _files_at(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        found = sorted(path.rglob("*.py"))[:MAX_FOLDER_FILES]
        if not found:
            raise UsageError(f"There is no .py file in {path}.")
        for file in found:
            yield file.relative_to(path).as_posix(), _text_of(file)
    else:
        yield path.name, _text_of(path)


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file} is not UTF-8 text.") from None


_COMMANDS = frozenset({"ask", "example", "run", "module", "explain", "learn", "topics", "topic", "help"})
