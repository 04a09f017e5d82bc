"""The forms of the moderators' desk: what they are about is in their custom_id, so they survive a restart."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.content.texts.desk import DeskTexts
from bot.curate.fields import fields_of
from bot.curate.new_topic import NewTopic
from bot.discord_ui import forms

MAX_FIELD = 4000
MAX_TITLE = 200
MAX_REASON = 300
NEW_FIELDS = ("title", "questions", "answer", "why", "mistake")
ONE_LINE = frozenset({"title"})


def fits_a_form(text: bytes) -> bool:
    """Whether every field of the card can be shown in a form."""
    return all(len(said) <= MAX_FIELD for said in fields_of(text).values())


async def open_fields(
    interaction: discord.Interaction[Any], custom_id: str, text: bytes, texts: DeskTexts
) -> None:
    """The fields of a card, filled in as they read now."""
    items = [_field(name, texts, said) for name, said in fields_of(text).items()]
    await forms.show(interaction, custom_id, texts.forms["fix"], items)


async def open_new(
    interaction: discord.Interaction[Any], custom_id: str, texts: DeskTexts, begun: Mapping[str, str]
) -> None:
    """An empty card, or what is known of it already."""
    items = [_field(name, texts, begun.get(name, "")) for name in NEW_FIELDS]
    await forms.show(interaction, custom_id, texts.forms["new"], items)


async def open_words(
    interaction: discord.Interaction[Any], custom_id: str, title: str, *, required: bool
) -> None:
    """A few words."""
    words = ui.TextInput[ui.Modal](
        custom_id="words", style=discord.TextStyle.paragraph, required=required, max_length=MAX_REASON
    )
    await forms.show(interaction, custom_id, title, [ui.Label(text=title, component=words)])


def new_topic(filled: Mapping[str, str], files: Sequence[tuple[str, str]]) -> NewTopic:
    """What was filled in about a new topic."""
    questions = [line.strip(" -*\t") for line in filled["questions"].splitlines() if line.strip()]
    return NewTopic(
        title=filled["title"].strip(),
        questions=questions,
        answer=filled["answer"],
        why=filled["why"],
        mistake=filled["mistake"],
        files=dict(files),
    )


def _field(name: str, texts: DeskTexts, said: str) -> ui.Label[ui.Modal]:
    one_line = name in ONE_LINE
    field = ui.TextInput[ui.Modal](
        custom_id=name,
        style=discord.TextStyle.short if one_line else discord.TextStyle.paragraph,
        default=said[: MAX_TITLE if one_line else MAX_FIELD] or None,
        max_length=MAX_TITLE if one_line else MAX_FIELD,
    )
    label = texts.forms["fix_field" if name == "fix" else name]
    return ui.Label(text=label, component=field)
