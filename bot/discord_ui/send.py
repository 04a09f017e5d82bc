"""Outgoing → Discord: as replies to a message, over an earlier answer, or as an interaction's response.

Nothing sent from here pings anybody, and every answer but an ephemeral one can be removed by its asker.
"""

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any

import discord
from discord import ui

from bot.content.texts import Texts
from bot.discord_ui.cancel import CancelButton
from bot.discord_ui.render import Outgoing
from bot.discord_ui.views import controls

NOBODY = discord.AllowedMentions.none()


async def reply(
    question: discord.Message,
    outgoing: Sequence[Outgoing],
    *,
    to: discord.Message,
    over: Sequence[discord.Message],
    texts: Texts,
) -> list[discord.Message]:
    """Write the messages over an earlier answer as far as there is one, and send the others below `to`."""
    placed: list[discord.Message] = []
    for position, message in enumerate(outgoing):
        last = position == len(outgoing) - 1
        earlier = [sent.id for sent in placed]
        view = controls(message, texts, asker=question.author.id, earlier=earlier, removable=last)
        old = over[position] if position < len(over) else None
        if old is None or (written := await _overwrite(old, message, view)) is None:
            written = await _send(question.channel, message, view, below=None if placed else to)
        placed.append(written)
    await delete(over[len(outgoing) :])
    return placed


async def post(
    channel: discord.abc.Messageable, outgoing: Sequence[Outgoing], texts: Texts, *, asker: int
) -> None:
    """Send messages that answer nobody; `asker` may remove them."""
    earlier: list[int] = []
    for message in outgoing:
        last = message is outgoing[-1]
        view = controls(message, texts, asker=asker, earlier=earlier, removable=last)
        earlier.append((await _send(channel, message, view, below=None)).id)


async def respond(
    interaction: discord.Interaction[Any], outgoing: Sequence[Outgoing], texts: Texts, *, hidden: bool
) -> None:
    """Respond with the messages; `hidden` ones are seen by the member alone."""
    first, *rest = outgoing
    asker = interaction.user.id
    view = controls(first, texts, asker=asker, removable=not hidden and not rest)
    if interaction.response.is_done():
        await interaction.edit_original_response(
            content=first.content, attachments=_files(first), allowed_mentions=NOBODY, view=view
        )
    else:
        await interaction.response.send_message(
            first.content,
            files=_files(first),
            ephemeral=hidden,
            allowed_mentions=NOBODY,
            suppress_embeds=True,
            **_given(view),
        )
    await _follow_up(interaction, rest, texts, hidden=hidden)


async def going_on(interaction: discord.Interaction[Any], message: Outgoing, texts: Texts) -> None:
    """Tell that the deferred response takes a while, with the button that ends it."""
    view = ui.View(timeout=None)
    view.add_item(CancelButton(interaction.user.id, interaction.id, label=texts.discord.cancel))
    await interaction.edit_original_response(content=message.content, allowed_mentions=NOBODY, view=view)


async def replace(
    interaction: discord.Interaction[Any], outgoing: Sequence[Outgoing], texts: Texts, *, hidden: bool = False
) -> None:
    """Write the messages over the one whose button was clicked."""
    first, *rest = outgoing
    asker = interaction.user.id
    done = interaction.response.is_done()
    await (interaction.edit_original_response if done else interaction.response.edit_message)(
        content=first.content,
        attachments=_files(first),
        view=controls(first, texts, asker=asker, removable=not hidden and not rest),
        allowed_mentions=NOBODY,
    )
    await _follow_up(interaction, rest, texts, hidden=hidden)


async def delete(messages: Sequence[discord.Message]) -> None:
    """Delete the bot's own messages, as far as they still exist."""
    for message in messages:
        with suppress(discord.NotFound, discord.Forbidden):
            await message.delete()


async def _overwrite(
    old: discord.Message, message: Outgoing, view: discord.ui.View | None
) -> discord.Message | None:
    """Edit the old message, or None when somebody has removed it."""
    try:
        return await old.edit(
            content=message.content, attachments=_files(message), view=view, allowed_mentions=NOBODY
        )
    except discord.NotFound:
        return None


async def _send(
    channel: discord.abc.Messageable,
    message: Outgoing,
    view: discord.ui.View | None,
    *,
    below: discord.Message | None,
) -> discord.Message:
    options = _given(view)
    if below is not None:
        options |= {"reference": below.to_reference(fail_if_not_exists=False), "mention_author": False}
    return await channel.send(
        message.content, files=_files(message), allowed_mentions=NOBODY, suppress_embeds=True, **options
    )


async def _follow_up(
    interaction: discord.Interaction[Any], rest: Sequence[Outgoing], texts: Texts, *, hidden: bool
) -> None:
    if not rest:
        return
    earlier = [(await interaction.original_response()).id]
    for message in rest:
        last = message is rest[-1]
        asker = interaction.user.id
        view = controls(message, texts, asker=asker, earlier=earlier, removable=last and not hidden)
        sent = await interaction.followup.send(
            message.content,
            files=_files(message),
            ephemeral=hidden,
            allowed_mentions=NOBODY,
            suppress_embeds=True,
            wait=True,
            **_given(view),
        )
        earlier.append(sent.id)


def _given(view: discord.ui.View | None) -> dict[str, Any]:
    """discord.py takes a missing view and None for different things where a message is sent."""
    return {} if view is None else {"view": view}


def _files(message: Outgoing) -> list[discord.File]:
    return [
        discord.File(BytesIO(each.data), filename=each.name, description=each.alt or None)
        for each in message.files
    ]
