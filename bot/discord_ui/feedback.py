"""The buttons under an answer: it helped, it did not, there is no answer yet."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_ui.lasting import Lasting
from bot.reply import About

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

ABOUT = r"(?P<topic>[a-z0-9-]*):(?P<revision>[0-9a-f]*):(?P<question>[0-9a-f]*)"


def about(match: re.Match[str]) -> About:
    """What a custom_id that ends in ABOUT is about."""
    return About(match["topic"], match["revision"], match["question"])


def written(subject: About) -> str:
    """The same as part of a custom_id."""
    return f"{subject.topic}:{subject.revision}:{subject.question}"


class VoteButton(Lasting, ui.DynamicItem[ui.Button[ui.View]], template=rf"v(?P<helpful>[+-]):{ABOUT}"):
    """Says that an answer helped, or asks why it did not."""

    def __init__(self, subject: About, *, helpful: bool, label: str = "") -> None:
        mark, emoji = ("+", "👍") if helpful else ("-", "👎")
        custom_id = f"v{mark}:{written(subject)}"
        super().__init__(ui.Button[ui.View](label=label or None, emoji=emoji, custom_id=custom_id))
        self.subject = subject
        self.helpful = helpful

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(about(match), helpful=match["helpful"] == "+")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the vote, or open the form."""
        bot: ModuloBot = interaction.client
        if self.helpful:
            await bot.opinions.helpful(interaction, self.subject)
        else:
            await bot.opinions.ask_why(interaction, self.subject)


class ReportButton(Lasting, ui.DynamicItem[ui.Button[ui.View]], template=rf"g:{ABOUT}"):
    """Tells the moderators that there is no answer to something."""

    def __init__(self, subject: About, *, label: str = "") -> None:
        button = ui.Button[ui.View](label=label or None, emoji="🚩", custom_id=f"g:{written(subject)}")
        super().__init__(button)
        self.subject = subject

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(about(match))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Report the question that was asked; where none was, ask what is missing."""
        bot: ModuloBot = interaction.client
        if self.subject.question:
            await bot.opinions.report(interaction, self.subject)
        else:
            await bot.opinions.ask_what(interaction, self.subject)
