"""`modulo explain`: what imports do, as written, or what a pasted traceback means."""

import sys
from pathlib import Path

from rich.console import Console

from bot.app import open_app
from bot.config import Config
from bot.errors import UsageError
from bot.sandbox.snippet import MAIN, Snippet
from bot.terminal_ui.batch import print_json
from bot.terminal_ui.files import snippet_from_paths, text_of
from bot.terminal_ui.render import render
from bot.terminal_ui.wire import ReplyText, explain_answer
from bot.tutor import Explained, Tutor

STDIN = "-"


async def explain(
    config: Config,
    paths: list[str],
    *,
    traceback: str | None,
    as_json: bool,
    reply_text: ReplyText,
) -> None:
    """Explain files, or a traceback from a file; `-` is standard input. Nothing is run."""
    async with open_app(config, runs_code=False) as app:
        explained = _explain(app.tutor, paths, traceback)
    if as_json:
        print_json(explain_answer(explained, reply_text(explained.reply)))
    else:
        Console().print(render(explained.reply))


def _explain(tutor: Tutor, paths: list[str], traceback: str | None) -> Explained:
    if traceback is not None:
        if paths:
            raise UsageError("Give files or a traceback to explain, not both.")
        error = (
            sys.stdin.read() if traceback == STDIN else text_of(Path(traceback), errors="backslashreplace")
        )
        return tutor.explain_traceback(error)
    if paths == [STDIN]:
        return tutor.explain(Snippet.of([(MAIN, sys.stdin.read())]))
    return tutor.explain(snippet_from_paths([Path(path) for path in paths]))
