"""A learning path in the terminal: what is offered below a step is what can be typed."""

import asyncio
import re
from collections.abc import Callable, Sequence

from rich.console import Console

from bot.errors import BotError
from bot.learn.guide import Guide
from bot.reply import Offer, Pick, Reply, Text, Turn
from bot.terminal_ui.render import render

YOU = "you"
QUIT = frozenset({"quit", "exit", "q"})


async def learn(guide: Guide, name: str, console: Console, read_line: Callable[[], str]) -> None:
    """Walk until `quit` or the end of input.

    Raises UsageError for a path there is not.
    """
    reply = await guide.learn(YOU, name)
    while True:
        offers = [choice for choice in reply.choices if isinstance(choice, Pick | Turn)]
        console.print(render(reply))
        if not offers:
            return
        console.print(" · ".join([*(offer.label for offer in offers), "quit"]), style="dim", highlight=False)
        try:
            typed = (await asyncio.to_thread(read_line)).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if typed.casefold() in QUIT:
            return
        reply = await _next(guide, _offered(offers, typed), reply)


async def _next(guide: Guide, offer: Offer | None, reply: Reply) -> Reply:
    try:
        match offer:
            case Pick():
                return await guide.answer(YOU, offer)
            case Turn(_, path, step):
                return await guide.turn(YOU, path, step)
            case _:
                return reply
    except BotError as error:
        return Reply((Text(str(error)),), choices=reply.choices)


def _offered(offers: Sequence[Pick | Turn], typed: str) -> Pick | Turn | None:
    """The first offer that begins with what was typed, like `a`, or `n` for `Next ▶`."""
    wanted = _plain(typed)
    return next((offer for offer in offers if wanted and _plain(offer.label).startswith(wanted)), None)


def _plain(label: str) -> str:
    return " ".join(re.findall(r"\w+", label.casefold()))
