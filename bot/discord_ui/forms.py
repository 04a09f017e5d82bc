"""Forms that survive a restart: what one is about is in its custom_id, what was filled in has a name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import ui

MAX_TITLE = 45


async def show(
    interaction: discord.Interaction[Any], custom_id: str, title: str, items: Sequence[ui.Item[Any]]
) -> None:
    """Open the form; sending it arrives as an interaction with the same custom_id."""
    form = ui.Modal(title=title[:MAX_TITLE], custom_id=custom_id, timeout=None)
    for item in items:
        form.add_item(item)
    # A stopped form is not remembered by discord.py: the same code hears it before and after a restart.
    form.stop()
    await interaction.response.send_modal(form)


def custom_id(interaction: discord.Interaction[Any]) -> str:
    """What the button or form of this interaction is about."""
    data: Mapping[str, Any] = {**(interaction.data or {})}
    return str(data.get("custom_id", ""))


def filled_in(interaction: discord.Interaction[Any]) -> Mapping[str, str]:
    """What was chosen and typed, by the custom_id of each field."""
    data: Mapping[str, Any] = {**(interaction.data or {})}
    return dict(_fields(data.get("components", [])))


def _fields(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Fields lie in rows, or each under its label."""
    for component in components:
        if "value" in component:
            yield component["custom_id"], component["value"] or ""
        yield from _fields(component.get("components", []))
        yield from _fields([component["component"]] if "component" in component else [])
