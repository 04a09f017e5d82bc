"""Outgoing → Discord: as replies to a message, over an earlier answer, or as an interaction's response.

Nothing sent from here pings anybody, and every answer but an ephemeral one can be removed by its asker.
"""

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any

import discord

from bot.discord_ui.render import Outgoing
from bot.discord_ui.views import controls

NOBODY = discord.AllowedMentions.none()


async def reply(
    question: discord.Message,
    outgoing: Sequence[Outgoing],
    *,
    to: discord.Message,
    over: Sequence[discord.Message],
    remove: str,
) -> list[discord.Message]:
    """Write the messages over an earlier answer as far as there is one, and send the others below `to`."""
    placed: list[discord.Message] = []
    for position, message in enumerate(outgoing):
        last = position == len(outgoing) - 1
        view = controls(
            asker=question.author.id,
            choices=message.choices,
            earlier=[sent.id for sent in placed],
            remove=remove if last else None,
        )
        old = over[position] if position < len(over) else None
        if old is None or (written := await _overwrite(old, message, view)) is None:
            written = await _send(question.channel, message, view, below=None if placed else to)
        placed.append(written)
    await delete(over[len(outgoing) :])
    return placed


async def respond(
    interaction: discord.Interaction[Any], outgoing: Sequence[Outgoing], *, remove: str | None
) -> None:
    """Respond with the messages; without `remove`, the label of that button, only the member sees them."""
    first, *rest = outgoing
    view = _view(interaction, first, remove=None if rest else remove)
    if interaction.response.is_done():
        await interaction.edit_original_response(
            content=first.content, attachments=_files(first), allowed_mentions=NOBODY, view=view
        )
    else:
        await interaction.response.send_message(
            first.content,
            files=_files(first),
            ephemeral=remove is None,
            allowed_mentions=NOBODY,
            suppress_embeds=True,
            **_given(view),
        )
    await _follow_up(interaction, rest, remove=remove)


async def replace(
    interaction: discord.Interaction[Any], outgoing: Sequence[Outgoing], *, remove: str
) -> None:
    """Write the messages over the one whose button was clicked."""
    first, *rest = outgoing
    await interaction.response.edit_message(
        content=first.content,
        attachments=_files(first),
        view=_view(interaction, first, remove=None if rest else remove),
        allowed_mentions=NOBODY,
    )
    await _follow_up(interaction, rest, remove=remove)


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
    interaction: discord.Interaction[Any], rest: Sequence[Outgoing], *, remove: str | None
) -> None:
    if not rest:
        return
    earlier = [(await interaction.original_response()).id]
    for message in rest:
        view = _view(interaction, message, earlier, remove=remove if message is rest[-1] else None)
        sent = await interaction.followup.send(
            message.content,
            files=_files(message),
            ephemeral=remove is None,
            allowed_mentions=NOBODY,
            suppress_embeds=True,
            wait=True,
            **_given(view),
        )
        earlier.append(sent.id)


def _view(
    interaction: discord.Interaction[Any],
    message: Outgoing,
    earlier: Sequence[int] = (),
    *,
    remove: str | None,
) -> discord.ui.View | None:
    return controls(asker=interaction.user.id, choices=message.choices, earlier=earlier, remove=remove)


def _given(view: discord.ui.View | None) -> dict[str, Any]:
    """discord.py takes a missing view and None for different things where a message is sent."""
    return {} if view is None else {"view": view}


def _files(message: Outgoing) -> list[discord.File]:
    return [
        discord.File(BytesIO(each.data), filename=each.name, description=each.alt or None)
        for each in message.files
    ]
