"""`modulo run`: one program, or a batch of them."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console

from bot.app import App, open_app
from bot.config import Config
from bot.content.texts.learners import TerminalTexts
from bot.draw.graph import Graph
from bot.draw.picture import Pictures
from bot.errors import BotError, SandboxUnavailable, SnippetRejected, UsageError
from bot.sandbox.run import Outcome
from bot.sandbox.snippet import MAIN, Snippet
from bot.sandbox.written import WrittenFile, named_apart
from bot.terminal_ui.batch import lines_of, print_json
from bot.terminal_ui.files import snippet_from_paths
from bot.terminal_ui.render import render
from bot.terminal_ui.wire import ReplyText, RunLine, refused_answer, run_answer
from bot.tutor import Ran


@dataclass(frozen=True, slots=True)
class Request:
    """What `modulo run` was given."""

    paths: tuple[str, ...]
    stdin: str
    argv: tuple[str, ...]
    python: str | None
    as_json: bool
    save: Path | None = None
    """The folder for the files that the program writes."""
    picture: Path | None = None
    """The file for the picture of what was imported."""

    def snippet(self) -> Snippet:
        """The program; `-` reads it from standard input.

        `argv` is what follows `python` when it begins with an option or one of the files, else what follows
        the entry.
        """
        if self.paths == ("-",):
            program = Snippet.of([(MAIN, sys.stdin.read())], stdin=self.stdin)
        else:
            program = snippet_from_paths([Path(path) for path in self.paths], stdin=self.stdin)
        if not self.argv:
            return program
        names = {file.path for file in program.files}
        whole = self.argv[0].startswith("-") or self.argv[0] in names
        argv = self.argv if whole else (program.entry, *self.argv)
        return Snippet(program.files, program.entry, program.stdin, argv)


async def run(config: Config, request: Request, *, reply_text: ReplyText) -> bool:
    """Run one program and show what happened; whether it finished well."""
    async with open_app(config) as app:
        try:
            ran = await app.tutor.run(request.snippet(), python=request.python)
        except (SnippetRejected, SandboxUnavailable) as error:
            if not request.as_json:
                raise
            print_json(refused_answer(str(error)))
            return False
    if request.save is not None:
        await asyncio.to_thread(save, ran.run.files, request.save)
    if request.as_json:
        print_json(run_answer(ran, reply_text(ran.reply)))
    else:
        Console().print(render(ran.reply))
    if request.picture is not None:
        await save_picture(ran.graph, request.picture, app.tutor.texts.terminal)
    return ran.run.outcome is Outcome.FINISHED and not ran.run.exit_code


def save(files: Sequence[WrittenFile], folder: Path) -> None:
    """Put the files that came back into the folder, by safe names; raises UsageError when that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, file in named_apart([file for file in files if file.content is not None]):
            Path(folder, name).write_bytes(file.content or b"")
    except OSError as error:
        raise UsageError(f"The files cannot be put into {folder}: {error.strerror}.") from None


async def save_picture(graph: Graph | None, file: Path, texts: TerminalTexts) -> None:
    """Write the picture of a run as PNG; raises BotError when there is none, or it cannot be written."""
    if graph is None:
        raise BotError(texts.no_picture)
    png = await Pictures().png(graph)
    if png is None:
        raise BotError(texts.not_drawn)
    try:
        await asyncio.to_thread(file.write_bytes, png)
    except OSError as error:
        raise UsageError(f"The picture cannot be written to {file}: {error.strerror}.") from None


async def run_batch(config: Config, batch: str, *, jobs: int, reply_text: ReplyText) -> None:
    """Run each line of a batch, up to `jobs` at a time; each answer is written as soon as it is there."""
    free = asyncio.Semaphore(jobs)
    try:
        async with open_app(config) as app, asyncio.TaskGroup() as tasks:
            async for line in lines_of(batch):
                await free.acquire()
                task = tasks.create_task(_run_line(app, line, reply_text))
                task.add_done_callback(lambda _: free.release())
    except ExceptionGroup as group:
        # the first to fail is the reason; the task group has only cancelled the others
        raise group.exceptions[0] from None


async def _run_line(app: App, line: str, reply_text: ReplyText) -> None:
    try:
        wanted = RunLine.model_validate(json.loads(line))
    except (ValidationError, ValueError, RecursionError):
        raise UsageError(f"This line of the batch cannot be read: {line.strip()[:80]}") from None
    try:
        ran: Ran = await app.tutor.run(wanted.snippet())
    except BotError as error:
        print_json({"id": wanted.id, **refused_answer(str(error))})
    else:
        print_json({"id": wanted.id, **run_answer(ran, reply_text(ran.reply))})
