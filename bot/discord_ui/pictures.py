"""The button that shows a picture which the words of an answer say nearly as well."""

import re
from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_ui.lasting import Lasting
from bot.draw.graph import Graph
from bot.errors import UsageError
from bot.reply import Drawing, Reply, Show

if TYPE_CHECKING:
    from bot.discord_ui.begin import Begin
    from bot.discord_ui.client import ModuloBot

REMEMBERED = 1000
"""Pictures that can still be asked for; each is a few kilobytes of words."""


def name_of(graph: Graph) -> str:
    """A short name that two different graphs do not share."""
    return blake2b(repr(graph).encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()


class Offered:
    """The graphs behind the newest buttons. A restart forgets them: they are what a run did, and not kept."""

    def __init__(self) -> None:
        self._graphs: OrderedDict[str, Graph] = OrderedDict()

    def remember(self, graph: Graph) -> None:
        """Keep the graph behind a button that is sent."""
        name = name_of(graph)
        self._graphs[name] = graph
        self._graphs.move_to_end(name)
        while len(self._graphs) > REMEMBERED:
            self._graphs.popitem(last=False)

    def find(self, name: str) -> Graph | None:
        """The graph of this name, None if it is forgotten."""
        return self._graphs.get(name)


class PictureButton(Lasting, ui.DynamicItem[ui.Button[ui.View]], template=r"p:(?P<name>[0-9a-f]+)"):
    """Shows the picture to whoever presses it."""

    def __init__(self, name: str, *, label: str = "…") -> None:
        super().__init__(ui.Button[ui.View](label=label, custom_id=f"p:{name}"))
        self.name = name

    @classmethod
    def of(cls, offered: Show) -> Self:
        """The button for a picture that is offered."""
        return cls(name_of(offered.graph), label=offered.label)

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(match["name"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the picture, or tell that it is forgotten."""
        bot: ModuloBot = interaction.client
        graph = bot.answers.offered.find(self.name)

        async def show(begin: "Begin") -> Reply:
            if graph is None:
                raise UsageError(bot.tutor.texts.draw.gone)
            await begin(None)
            return Reply((Drawing(graph),))

        await bot.answers.respond(interaction, show, ephemeral=True)
