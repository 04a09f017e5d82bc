"""The buttons of a learning path: they survive a restart, and only the learner who walks may press them."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui
from discord.utils import utcnow

from bot.discord_ui.allowance import MustWait
from bot.discord_ui.lasting import Lasting
from bot.reply import Pick, Reply, Turn
from bot.sandbox.queue import Asker

if TYPE_CHECKING:
    from bot.discord_ui.begin import Begin, Work
    from bot.discord_ui.client import ModuloBot

_WHERE = r"(?P<asker>\d+):(?P<path>[a-z0-9-]*):(?P<step>[a-z0-9-]*)"


class TurnButton(Lasting, ui.DynamicItem[ui.Button[ui.View]], template=rf"w:{_WHERE}"):
    """Goes to another step."""

    def __init__(self, asker: int, turn: Turn) -> None:
        custom_id = f"w:{asker}:{turn.path}:{turn.step}"
        super().__init__(ui.Button[ui.View](label=turn.label, custom_id=custom_id))
        self.asker = asker
        self.turn = turn

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(int(match["asker"]), Turn("…", match["path"], match["step"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Go there."""
        bot: ModuloBot = interaction.client

        async def go(_begin: "Begin") -> Reply:
            return await bot.guide.turn(str(self.asker), self.turn.path, self.turn.step)

        await _pressed(interaction, self.asker, go)


class PickButton(Lasting, ui.DynamicItem[ui.Button[ui.View]], template=rf"q:{_WHERE}:(?P<answer>\d)"):
    """Gives an answer to the step's question."""

    def __init__(self, asker: int, pick: Pick) -> None:
        custom_id = f"q:{asker}:{pick.path}:{pick.step}:{pick.answer}"
        style = discord.ButtonStyle.primary
        super().__init__(ui.Button[ui.View](label=pick.label, custom_id=custom_id, style=style))
        self.asker = asker
        self.pick = pick

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(int(match["asker"]), Pick("…", match["path"], match["step"], int(match["answer"])))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Say whether it is right; who has used up their runs is shown what the program printed before."""
        bot: ModuloBot = interaction.client

        async def answer(begin: "Begin") -> Reply:
            if not bot.guide.runs(self.pick):
                return await bot.guide.answer(str(self.asker), self.pick, may_run=False)
            await begin(self.pick)
            asker = Asker(self.asker, lambda before: begin.meanwhile(bot.tutor.waiting(before)))
            try:
                with bot.allowance.turn(self.asker, now=utcnow()):
                    return await bot.guide.answer(str(self.asker), self.pick, asker=asker)
            except MustWait:
                return await bot.guide.answer(str(self.asker), self.pick, may_run=False)

        await _pressed(interaction, self.asker, answer)


async def _pressed(interaction: discord.Interaction[Any], asker: int, work: "Work") -> None:
    bot: ModuloBot = interaction.client
    if interaction.user.id == asker:
        await bot.answers.redo(interaction, work)
    else:
        await interaction.response.send_message(bot.tutor.texts.learn.not_yours, ephemeral=True)
