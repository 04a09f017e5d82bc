"""Buttons that survive a restart: all they need to know is in their custom_id."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.content.texts import Texts
from bot.content.texts.members import FeedbackTexts
from bot.discord_ui.deeds import DeedButton
from bot.discord_ui.feedback import ReportButton, VoteButton
from bot.discord_ui.lasting import Lasting
from bot.discord_ui.listing import PageButton, TopicMenu
from bot.discord_ui.moves import MoveButton
from bot.discord_ui.pictures import PictureButton
from bot.discord_ui.render import Outgoing
from bot.discord_ui.walk import PickButton, TurnButton
from bot.errors import UsageError
from bot.quote import inline
from bot.reply import About, Choice, Dismiss, Menu, Offer, Page, Pick, Reply, Show, Turn

if TYPE_CHECKING:
    from bot.discord_ui.begin import Begin
    from bot.discord_ui.client import ModuloBot

NOBODY = 0
"""An asker who never presses: the topic is shown to everybody only for themselves."""
LAST_ROW = 4
MAX_EARLIER = 3
"""Messages a remove button takes away besides its own; more ids do not fit into its custom_id."""


class RemoveButton(
    Lasting, ui.DynamicItem[ui.Button[ui.View]], template=r"x:(?P<asker>\d+)(?P<earlier>(?::\d+)*)"
):
    """Lets the asker or a moderator remove an answer, `earlier` messages of it included."""

    def __init__(self, asker: int, earlier: Sequence[int] = (), *, label: str = "") -> None:
        custom_id = ":".join(["x", *map(str, (asker, *earlier[-MAX_EARLIER:]))])
        button = ui.Button[ui.View](label=label or None, emoji="🗑️", custom_id=custom_id)
        super().__init__(button)
        self.asker = asker
        self.earlier = earlier

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(int(match["asker"]), [int(number) for number in match["earlier"].split(":") if number])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Remove the answer, or tell why not."""
        if interaction.user.id != self.asker and not interaction.permissions.manage_messages:
            bot: ModuloBot = interaction.client
            await interaction.response.send_message(bot.tutor.texts.discord.not_yours, ephemeral=True)
            return
        await interaction.response.defer()
        await interaction.delete_original_response()
        channel = interaction.channel
        if isinstance(channel, discord.abc.Messageable) and not isinstance(channel, discord.GroupChannel):
            for number in self.earlier:
                with suppress(discord.NotFound, discord.Forbidden):
                    await channel.get_partial_message(number).delete()


class DismissButton(
    Lasting, ui.DynamicItem[ui.Button[ui.View]], template=r"x:(?P<asker>\d+)::(?P<topic>[a-z0-9][a-z0-9-]*)"
):
    """Lets whom a card is for, or a moderator, remove it; it was not wanted, which is remembered."""

    def __init__(self, asker: int, topic: str, *, label: str = "…") -> None:
        super().__init__(ui.Button[ui.View](label=label, emoji="🗑️", custom_id=f"x:{asker}::{topic}"))
        self.asker = asker
        self.topic = topic

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(int(match["asker"]), match["topic"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Remove the card, or tell why not."""
        bot: ModuloBot = interaction.client
        if interaction.user.id != self.asker and not interaction.permissions.manage_messages:
            await interaction.response.send_message(bot.tutor.texts.passive.not_yours, ephemeral=True)
            return
        await interaction.response.defer()
        await bot.unasked.dismiss(interaction, self.topic)


class TopicButton(
    Lasting, ui.DynamicItem[ui.Button[ui.View]], template=r"t:(?P<asker>\d+):(?P<topic>[a-z0-9][a-z0-9-]*)"
):
    """Shows a topic: in place of the message for who asked, and to others only for themselves."""

    def __init__(self, asker: int, topic: str, *, label: str = "…") -> None:
        super().__init__(ui.Button[ui.View](label=label, custom_id=f"t:{asker}:{topic}"))
        self.asker = asker
        self.topic = topic

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(int(match["asker"]), match["topic"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the topic."""
        bot: ModuloBot = interaction.client
        reply = bot.tutor.topic(self.topic)
        if reply is not None and interaction.user.id == self.asker:
            await bot.answers.replace(interaction, reply)
            return

        async def show(_begin: "Begin") -> Reply:
            if reply is None:
                raise UsageError(bot.tutor.texts.topics.none.format(word=inline(self.topic)))
            return reply

        await bot.answers.respond(interaction, show, ephemeral=True)


def controls(
    message: Outgoing, texts: Texts, *, asker: int, earlier: Sequence[int] = (), removable: bool
) -> ui.View | None:
    """The buttons under an answer: what is offered, what it was worth, and the one that removes it."""
    view = ui.View(timeout=None)
    items: list[ui.Item[Any]] = [_control(asker, choice) for choice in message.choices]
    items += [DeedButton(asker, deed, label=texts.privacy.deeds[deed]) for deed in message.deeds]
    items += [
        MoveButton(move, label=texts.desk.steps[move.step].format(subject=move.subject))
        for move in message.moves
    ]
    last: list[ui.Item[Any]] = [*_opinions(message.about, texts.feedback)]
    if removable and not any(isinstance(choice, Dismiss) for choice in message.choices):
        last.append(RemoveButton(asker, earlier, label=texts.discord.delete))
    if any(isinstance(item, TopicMenu | PickButton) for item in items):
        for item in (*items, *last):
            item.row = 0 if isinstance(item, TopicMenu | PickButton) else 1
    if message.about is not None:
        for item in last:
            item.row = LAST_ROW
    for item in (*items, *last):
        view.add_item(item)
    return view if view.children else None


def _control(asker: int, choice: Offer) -> ui.Item[Any]:
    control: ui.Item[Any]
    match choice:
        case Choice(label, topic, beside):
            control = TopicButton(NOBODY if beside else asker, topic, label=label)
        case Menu(label, topics):
            control = TopicMenu(topics, label=label)
        case Page(label, word, number):
            control = PageButton(asker, number, word, label=label)
        case Turn():
            control = TurnButton(asker, choice)
        case Pick():
            control = PickButton(asker, choice)
        case Show():
            control = PictureButton.of(choice)
        case Dismiss(label, topic):
            control = DismissButton(asker, topic, label=label)
    return control


def _opinions(about: About | None, texts: FeedbackTexts) -> Iterator[ui.Item[Any]]:
    if about is None:
        return
    if about.revision:
        yield VoteButton(about, helpful=True, label=texts.helpful)
        yield VoteButton(about, helpful=False, label=texts.not_helpful)
    yield ReportButton(about, label=texts.report)
