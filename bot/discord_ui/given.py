"""The answers that were given lately, so that they can follow their questions."""

import asyncio
from collections.abc import Hashable
from dataclasses import dataclass

import discord

from bot.discord_ui import send

REMEMBERED = 1000
"""Questions whose answers still follow edits and deletions."""


@dataclass(slots=True)
class Answered:
    """The messages that answer a question, as it read then."""

    content: str
    request: Hashable
    messages: list[discord.Message]
    vanishing: asyncio.Task[None] | None = None


class Given:
    """The newest answers, by their questions; a passing one vanishes."""

    def __init__(self) -> None:
        self._answered: dict[int, Answered] = {}
        self._vanishing: set[asyncio.Task[None]] = set()

    def get(self, question: int) -> Answered | None:
        """The answer to this question, if it is remembered."""
        return self._answered.get(question)

    def remember(self, question: int, answered: Answered, *, seconds: float | None) -> None:
        """Keep an answer in mind; it vanishes after `seconds`, if there are any."""
        self._answered[question] = answered
        while len(self._answered) > REMEMBERED:
            self.forget(next(iter(self._answered)))
        if seconds is not None:
            answered.vanishing = asyncio.create_task(self._vanish(question, answered, seconds))
            self._vanishing.add(answered.vanishing)
            answered.vanishing.add_done_callback(self._vanishing.discard)

    def forget(self, question: int) -> Answered | None:
        """Give up an answer, which then does not vanish by itself any more."""
        answered = self._answered.pop(question, None)
        if answered and answered.vanishing:
            answered.vanishing.cancel()
        return answered

    def stay(self) -> None:
        """Nothing vanishes any more."""
        for task in self._vanishing:
            task.cancel()

    async def _vanish(self, question: int, answered: Answered, seconds: float) -> None:
        await asyncio.sleep(seconds)
        del self._answered[question]
        await send.delete(answered.messages)
