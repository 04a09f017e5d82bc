"""What is done at the desk on Discord, whichever command, menu, button or form it came from."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

import discord

from bot.content.texts.desk import DeskTexts
from bot.curate import preview
from bot.curate.change import blob_id
from bot.curate.press import Press, Published
from bot.curate.review import Review
from bot.curate.rights import Actor
from bot.discord_ui import desk_forms, desk_log, forms, read, who
from bot.discord_ui.begin import Begin
from bot.errors import BotError, UsageError
from bot.reply import Attached, Move, Reply, Step, Text
from bot.strict_yaml import MAX_BYTES

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Interaction = discord.Interaction["ModuloBot"]
Act = Callable[[Actor], Awaitable[Reply]]
Take = Callable[[Interaction, Actor, list[str], Mapping[str, str]], Awaitable[Reply]]

_VOTE = re.compile(r"v[+-]:([a-z0-9-]+):")
_SHORT = 12
"""Digits of a hash that fit into a custom_id."""


class DeskWork:
    """Asks for the actor's rights, does it, answers them alone, and tells the log channel."""

    def __init__(self, bot: "ModuloBot", press: Press) -> None:
        self.bot = bot
        self.press = press
        self.desk = press.desk

    @property
    def texts(self) -> DeskTexts:
        """What is said at the desk."""
        return self.bot.tutor.texts.desk

    async def answer(self, interaction: Interaction, act: Act) -> None:
        """Do something that may take a while, with the rights of now."""

        async def work(begin: Begin) -> Reply:
            await begin(None)
            return await act(await who.actor(self.bot, interaction.user))

        await self.bot.answers.respond(interaction, work, ephemeral=True)

    async def publish(self, interaction: Interaction, act: Callable[[Actor], Awaitable[Published]]) -> None:
        """Publish something, and tell it."""

        async def work(actor: Actor) -> Reply:
            published = await act(actor)
            told = preview.published_reply(published, self.texts, actor.name, attach=True)
            await desk_log.tell(self.bot, interaction, told)
            return preview.published_reply(published, self.texts, actor.name)

        await self.answer(interaction, work)

    async def review(self, interaction: Interaction, number: int) -> None:
        """Show a draft with its buttons."""

        async def show(actor: Actor) -> Reply:
            return preview.review_reply(await self.desk.review(actor, number), self.texts)

        await self.answer(interaction, show)

    async def proposed_file(self, interaction: Interaction, actor: Actor, file: discord.Attachment) -> Reply:
        """Propose a whole file."""
        self.desk.allow(actor, curates=True)
        return await self._proposed(interaction, await self.desk.propose(actor, await text_of(file), ""))

    async def suggested(self, interaction: Interaction, actor: Actor, topic: str, words: str) -> Reply:
        """Keep a suggestion."""
        draft = await self.desk.suggest(actor, topic, words)
        await desk_log.tell(self.bot, interaction, preview.queue_reply([draft], self.texts))
        return Reply((Text(self.texts.suggested.format(number=draft.id)),))

    async def fix(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for the topic an answer came from."""
        topic = _topic_of(message)
        if topic is None or message.author.id != self.bot.me:
            await self._say(interaction, UsageError(self.texts.no_curated))
        else:
            await self.open_topic(interaction, topic)

    async def open_topic(self, interaction: Interaction, topic: str) -> None:
        """Open the form for a topic: curators change its fields, others say what should be different."""
        actor = await who.actor(self.bot, interaction.user)
        try:
            text = self.desk.text_of(topic)
        except BotError as error:
            await self._say(interaction, error)
            return
        if not actor.curates:
            title = self.texts.forms["suggest"]
            await desk_forms.open_words(interaction, f"idea:{topic}", title, required=True)
        else:
            await self._open(interaction, f"fix:{topic}:{blob_id(text)[:_SHORT]}", topic, text)

    async def begin_from(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form for a topic made of a member's answer; what it replied to is its question."""
        asked = read.replied_to(message)
        question = " ".join(asked.content.split()) if asked else ""
        begun = {"title": question[:80], "questions": question, "answer": message.content}
        await self.begin(interaction, f"new:{message.channel.id}:{message.id}", begun)

    async def begin(self, interaction: Interaction, custom_id: str, begun: Mapping[str, str]) -> None:
        """Open the form for a new topic."""
        actor = await who.actor(self.bot, interaction.user)
        if actor.curates:
            await desk_forms.open_new(interaction, custom_id, self.texts, begun)
        else:
            await self._say(interaction, UsageError(self.texts.only_curators))

    async def take(self, interaction: Interaction, move: Move) -> None:
        """Take the step of a button that was pressed."""
        subject, _, more = move.subject.partition(":")
        match move.step:
            case Step.REVIEW:
                await self.review(interaction, int(subject))
            case Step.APPROVE:
                place = f"{interaction.channel_id}/{interaction.message.id if interaction.message else ''}"
                number, version = int(subject), int(more)
                await self.publish(
                    interaction, lambda actor: self.press.approve(actor, number, version, place=place)
                )
            case Step.PUBLISH:
                await self.publish(interaction, lambda actor: self.press.publish(actor, int(subject)))
            case Step.REVERT:
                await self.publish(interaction, lambda actor: self.press.revert(actor, subject, more))
            case Step.REQUEST_CHANGES | Step.REJECT:
                custom_id = f"say:{move.step}:{move.subject}"
                await desk_forms.open_words(
                    interaction, custom_id, self.texts.forms["reason"], required=False
                )
            case Step.REBASE:
                await self.answer(interaction, lambda actor: self._rebased(interaction, actor, subject, more))
            case Step.EDIT:
                await self._open_draft(interaction, int(subject), int(more))
            case Step.PROPOSE:
                asked = await self.bot.journal.questions.get(subject)
                question = asked.text if asked else ""
                await self.begin(interaction, "new", {"title": question[:80], "questions": question})

    async def sent(self, interaction: Interaction) -> None:
        """Take a form of the desk that was filled in."""
        kind, *about = forms.custom_id(interaction).split(":")
        filled = forms.filled_in(interaction)
        takes: Mapping[str, Take] = {
            "fix": self._edited,
            "draft": self._draft_edited,
            "new": self._added,
            "say": self._turned_down,
            "idea": self._idea,
        }
        if kind in takes:
            await self.answer(interaction, lambda actor: takes[kind](interaction, actor, about, filled))

    async def _edited(
        self, interaction: Interaction, actor: Actor, about: list[str], filled: Mapping[str, str]
    ) -> Reply:
        topic, base = about
        return await self._proposed(interaction, await self.desk.edit(actor, topic, base, filled))

    async def _draft_edited(
        self, interaction: Interaction, actor: Actor, about: list[str], filled: Mapping[str, str]
    ) -> Reply:
        number, version = map(int, about)
        return await self._proposed(interaction, await self.desk.edit_draft(actor, number, version, filled))

    async def _idea(
        self, interaction: Interaction, actor: Actor, about: list[str], filled: Mapping[str, str]
    ) -> Reply:
        return await self.suggested(interaction, actor, about[0], filled["words"])

    async def _added(
        self, interaction: Interaction, actor: Actor, about: list[str], filled: Mapping[str, str]
    ) -> Reply:
        """Propose a new topic; the code in the message it was made of becomes its example."""
        self.desk.allow(actor, curates=True)
        files: list[tuple[str, str]] = []
        summary = ""
        if len(about) == 2 and (message := await self._message(interaction, *about)) is not None:
            pasted = await read.pasted(message.content, message.attachments, self.bot.tutor.texts.discord)
            files = [(file.path, file.source) for file in pasted.snippet.files] if pasted else []
            summary = self.texts.credit.format(name=message.author.display_name)
        topic = desk_forms.new_topic(filled, files)
        return await self._proposed(interaction, await self.desk.add(actor, topic, summary))

    async def _message(self, interaction: Interaction, channel: str, message: str) -> discord.Message | None:
        """The message the form was opened on, in the channel the member is in."""
        place = interaction.channel
        if channel != str(interaction.channel_id) or not isinstance(place, discord.abc.Messageable):
            return None
        try:
            return await place.fetch_message(int(message))
        except (discord.NotFound, discord.Forbidden):
            return None

    async def _proposed(self, interaction: Interaction, review: Review) -> Reply:
        await desk_log.tell(self.bot, interaction, preview.review_reply(review, self.texts, attach=True))
        return preview.review_reply(review, self.texts)

    async def _rebased(self, interaction: Interaction, actor: Actor, number: str, version: str) -> Reply:
        return await self._proposed(interaction, await self.desk.rebase(actor, int(number), int(version)))

    async def _turned_down(
        self, interaction: Interaction, actor: Actor, about: list[str], filled: Mapping[str, str]
    ) -> Reply:
        step, number, version = about
        kept = await self.desk.turn_down(
            actor, int(number), int(version), filled["words"], finally_=step == Step.REJECT
        )
        await desk_log.tell(self.bot, interaction, preview.queue_reply([kept], self.texts))
        state = self.texts.states[kept.state]
        said = self.texts.turned_down.format(number=kept.id, topic=kept.topic, state=state)
        return Reply((Text(said),))

    async def _open_draft(self, interaction: Interaction, number: int, version: int) -> None:
        try:
            self.desk.allow(await who.actor(self.bot, interaction.user), curates=True)
            draft = await self.desk.open_draft(number, version)
        except BotError as error:
            await self._say(interaction, error)
            return
        await self._open(interaction, f"draft:{number}:{version}", draft.topic, draft.text.encode())

    async def _open(self, interaction: Interaction, custom_id: str, topic: str, text: bytes) -> None:
        if desk_forms.fits_a_form(text):
            await desk_forms.open_fields(interaction, custom_id, text, self.texts)
            return

        async def hand_over(_begin: Begin) -> Reply:
            said = self.texts.too_long.format(topic=topic)
            return Reply((Text(said), Attached(text, f"{topic}.yaml")))

        await self.bot.answers.respond(interaction, hand_over, ephemeral=True)

    async def _say(self, interaction: Interaction, error: BotError) -> None:
        async def refuse(_begin: Begin) -> Reply:
            raise error

        await self.bot.answers.respond(interaction, refuse, ephemeral=True)


async def text_of(file: discord.Attachment) -> bytes:
    """The YAML somebody attached.

    Raises UsageError for a file that is too large to be one.
    """
    if file.size > MAX_BYTES:
        raise UsageError(f"The file is larger than {MAX_BYTES // 1024} KiB; a topic is shorter.")
    return await file.read()


def _topic_of(message: discord.Message) -> str | None:
    """The topic an answer came from: its vote buttons know."""
    for row in message.components:
        for button in getattr(row, "children", ()):
            if found := _VOTE.match(getattr(button, "custom_id", "") or ""):
                return found[1]
    return None
