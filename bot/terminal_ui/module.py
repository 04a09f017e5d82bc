"""`modulo module`: a standard module, and what a running Python says of it."""

from rich.console import Console

from bot.app import open_app
from bot.config import Config
from bot.terminal_ui.batch import print_json
from bot.terminal_ui.render import render
from bot.terminal_ui.wire import ReplyText, module_answer


async def module(
    config: Config, name: str, *, python: str | None, as_json: bool, reply_text: ReplyText
) -> bool:
    """Show the module; whether there is one of this name."""
    async with open_app(config) as app:
        looked = await app.tutor.module(name, python=python)
    if as_json:
        print_json(module_answer(looked, reply_text(looked.reply)))
    else:
        Console().print(render(looked.reply))
    return looked.found
