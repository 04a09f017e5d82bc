"""What hangs under a list of topics and survives a restart: its pages, and a menu to open a topic."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_ui.lasting import Lasting
from bot.errors import UsageError
from bot.quote import inline
from bot.reply import Choice, Reply

if TYPE_CHECKING:
    from bot.discord_ui.begin import Begin
    from bot.discord_ui.client import ModuloBot

MAX_WORD = 60
"""Of a word the list was asked with; a longer one does not fit into the button's custom_id."""


class PageButton(
    Lasting, ui.DynamicItem[ui.Button[ui.View]], template=r"p:(?P<asker>\d+):(?P<number>\d{1,4}):(?P<word>.*)"
):
    """Turns to another page: in place for who asked, and for others in a list of their own."""

    def __init__(self, asker: int, number: int, word: str, *, label: str = "…") -> None:
        custom_id = f"p:{asker}:{number}:{word[:MAX_WORD]}"
        super().__init__(ui.Button[ui.View](label=label, custom_id=custom_id))
        self.asker = asker
        self.number = number
        self.word = word

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(int(match["asker"]), int(match["number"]), match["word"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page."""
        bot: ModuloBot = interaction.client

        async def show(_begin: "Begin") -> Reply:
            return bot.tutor.topics(self.word, page=self.number)

        if interaction.user.id == self.asker:
            await bot.answers.redo(interaction, show)
        else:
            await bot.answers.respond(interaction, show, ephemeral=True)


class TopicMenu(Lasting, ui.DynamicItem[ui.Select[ui.View]], template=r"m:topics"):
    """Opens a topic for whoever chooses it; the list stays."""

    def __init__(self, topics: Sequence[Choice], *, label: str = "…") -> None:
        options = [discord.SelectOption(label=topic.label, value=topic.topic) for topic in topics]
        super().__init__(ui.Select[ui.View](custom_id="m:topics", placeholder=label, options=options))

    @classmethod
    def _of(cls, _match: re.Match[str]) -> Self:
        return cls(())  # what was chosen comes with the interaction

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the topic."""
        bot: ModuloBot = interaction.client
        (topic,) = self.item.values

        async def show(_begin: "Begin") -> Reply:
            if (reply := bot.tutor.topic(topic)) is None:
                raise UsageError(bot.tutor.texts.topics.none.format(word=inline(topic)))
            return reply

        await bot.answers.respond(interaction, show, ephemeral=True)
