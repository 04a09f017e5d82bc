"""Keeps question and answer in step, and is the door where errors become sentences."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

import discord

from bot.content.texts import Texts
from bot.discord_ui import send
from bot.discord_ui.begin import Begin, Work
from bot.discord_ui.given import Answered, Given
from bot.discord_ui.pictures import Offered
from bot.discord_ui.render import Outgoing, render
from bot.draw.picture import Pictures
from bot.errors import BotError, UsageError
from bot.reply import Drawing, Reply, Show, Text

log = logging.getLogger(__name__)

PASSING_SECONDS = 30.0


class Unchanged(Exception):
    """The edited question asks for what is answered already."""


class Answers:
    """Every reply of the bot goes through here."""

    def __init__(self, texts: Callable[[], Texts], shown: Callable[[object, int, str], None]) -> None:
        """`shown` is told in which channel which member was shown which topic, for everybody to see."""
        self.offered = Offered()
        self._shown = shown
        self._texts = texts
        self._pictures = Pictures()
        self._given = Given()
        self._working: dict[int, asyncio.Task[Reply | None]] = {}
        self._cancellable: dict[int, int] = {}
        """Interactions with who began them and may end them."""
        self._newest: dict[int, str] = {}
        self._deleted: set[int] = set()
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._under_way: set[asyncio.Task[Any]] = set()

    async def give(
        self,
        question: discord.Message,
        work: Work,
        *,
        to: discord.Message | None = None,
        seconds: float = PASSING_SECONDS,
    ) -> None:
        """Answer a message; `to` is the message replied to when it is another one.

        A passing remark vanishes after `seconds`.
        """
        with self._counted():
            # One at a time for each question: an edit must not overtake the answer under way.
            async with self._lock(question.id):
                if self._newest.get(question.id, question.content) == question.content:
                    await self._reply(question, work, to=to or question, seconds=seconds)

    async def respond(
        self,
        interaction: discord.Interaction[Any],
        work: Work,
        *,
        ephemeral: bool = False,
        cancellable: bool = False,
    ) -> None:
        """Answer an interaction; a remark on wrong use is seen by its author alone, if nothing slow began.

        What is `cancellable` and takes a while is told with a button for its asker to end it.
        """

        async def begin(_request: Hashable) -> None:
            await interaction.response.defer(ephemeral=ephemeral, thinking=True)

        async def show(meanwhile: Reply) -> None:
            await send.going_on(interaction, render(meanwhile)[0], self._texts())

        with self._counted():
            going_on = Reply((Text(self._texts().run.going_on),)) if cancellable else None
            working = self._door(work, Begin(begin, show, going_on=going_on))
            reply = await (self._unless_cancelled(interaction, working) if cancellable else working)
            if reply is not None:
                hidden = ephemeral or (reply.passing and not interaction.response.is_done())
                await send.respond(interaction, await self._rendered(reply), self._texts(), hidden=hidden)
                if reply.topic and not hidden:
                    self._shown(interaction.channel, interaction.user.id, reply.topic)

    async def replace(self, interaction: discord.Interaction[Any], reply: Reply) -> None:
        """Show a reply in place of the message whose button was clicked."""
        await send.replace(interaction, await self._rendered(reply), self._texts())
        if reply.topic:
            self._shown(interaction.channel, interaction.user.id, reply.topic)

    async def _rendered(self, reply: Reply) -> list[Outgoing]:
        """The messages with their pictures; where there is no other part, it is told that one is missing."""
        for choice in reply.choices:
            if isinstance(choice, Show):
                self.offered.remember(choice.graph)
        graphs = [part.graph for part in reply.parts if isinstance(part, Drawing)]
        images = {graph: png for graph in graphs if (png := await self._pictures.png(graph)) is not None}
        if graphs and not images and len(reply.parts) == len(graphs):
            reply = replace(reply, parts=(Text(self._texts().draw.cannot),))
        return render(reply, images)

    async def redo(self, interaction: discord.Interaction[Any], work: Work) -> None:
        """Do the work, and show what comes of it in place of the message whose button was clicked."""
        message = interaction.message
        hidden = message is not None and message.flags.ephemeral

        async def begin(_request: Hashable) -> None:
            await interaction.response.defer()

        async def show(reply: Reply) -> None:
            await send.replace(interaction, render(reply), self._texts(), hidden=hidden)

        with self._counted():
            reply = await self._door(work, Begin(begin, show))
            if reply is not None:
                await show(reply)

    def is_answered(self, question: int) -> bool:
        """Whether an answer to this message is remembered."""
        return self._given.get(question) is not None

    @contextmanager
    def editing(self, question: discord.Message) -> Iterator[bool]:
        """While an edit is handled; gives False when the question still reads as it was answered."""
        answered = self._given.get(question.id)
        self._newest[question.id] = question.content
        try:
            yield answered is None or answered.content != question.content
        finally:
            if self._newest.get(question.id) == question.content:
                del self._newest[question.id]

    async def withdraw(self, question: int) -> None:
        """Take an answer away and end work on it: its question was deleted, or asks nothing any more."""
        if question not in self._locks and not self.is_answered(question):
            return
        self._deleted.add(question)
        if working := self._working.get(question):
            working.cancel()
        async with self._lock(question):
            self._deleted.discard(question)
            if answered := self._given.forget(question):
                await send.delete(answered.messages)

    def cancel(self, interaction: int, member: int) -> None:
        """End the work that this member's interaction waits for, if it still does; it gets no answer.

        What a button says of its work is not believed: whose it is was noted when it began.
        """
        working = self._working.get(interaction)
        if working and self._cancellable.get(interaction) == member:
            self._deleted.add(interaction)
            working.cancel()

    async def close(self, *, seconds: float) -> None:
        """Let the answers under way arrive, for so long; what would have vanished stays."""
        self._given.stay()
        if under_way := self._under_way - {asyncio.current_task()}:
            await asyncio.wait(under_way, timeout=seconds)

    async def _reply(
        self, question: discord.Message, work: Work, *, to: discord.Message, seconds: float
    ) -> None:
        before = self._given.get(question.id)
        request: Hashable = None

        async def begin(wanted: Hashable) -> None:
            nonlocal request
            if before is not None and before.request == wanted:
                raise Unchanged
            request = wanted
            if question.id not in self._deleted:
                await question.channel.typing()

        async def show(meanwhile: Reply) -> None:
            await self._write(question, request, meanwhile, to=to, seconds=None)

        try:
            reply = await self._worked(question.id, self._door(work, Begin(begin, show)))
        except Unchanged:
            if before is not None:
                before.content = question.content
            return
        if reply is None or question.id in self._deleted:
            return
        await self._write(question, request, reply, to=to, seconds=seconds if reply.passing else None)

    async def _write(
        self,
        question: discord.Message,
        request: Hashable,
        reply: Reply,
        *,
        to: discord.Message,
        seconds: float | None,
    ) -> None:
        """Put the reply where an earlier one stands, or below the question; it vanishes after `seconds`."""
        outgoing = await self._rendered(reply)
        if question.id in self._deleted:
            return
        old = self._given.forget(question.id)
        over = old.messages if old else ()
        messages = await send.reply(question, outgoing, to=to, over=over, texts=self._texts())
        if reply.topic:
            self._shown(question.channel, question.author.id, reply.topic)
        self._given.remember(question.id, Answered(question.content, request, messages), seconds=seconds)

    async def _worked(self, question: int, work: Coroutine[Any, Any, Reply | None]) -> Reply | None:
        """What the work comes to; None when it was ended because nobody wants the answer any more."""
        self._working[question] = asyncio.create_task(work)
        try:
            return await self._working[question]
        except asyncio.CancelledError:
            if question in self._deleted:
                return None
            raise
        finally:
            del self._working[question]

    async def _unless_cancelled(
        self, interaction: discord.Interaction[Any], work: Coroutine[Any, Any, Reply | None]
    ) -> Reply | None:
        """What the work comes to; None when its asker has cancelled it."""
        self._cancellable[interaction.id] = interaction.user.id
        try:
            return await self._worked(interaction.id, work)
        finally:
            del self._cancellable[interaction.id]
            self._deleted.discard(interaction.id)

    async def _door(self, work: Work, begin: Begin) -> Reply | None:
        """Do the work; a BotError becomes its sentence, and what nobody expected an apology with an id."""
        try:
            return await work(begin)
        except BotError as error:
            return Reply((Text(str(error)),), passing=isinstance(error, UsageError))
        except (Unchanged, discord.NotFound, discord.Forbidden):
            raise
        except Exception:  # the door: nothing raw reaches a member, everything reaches the log
            number = secrets.token_hex(4)
            log.exception("Error %s", number)
            return Reply((Text(self._texts().discord.apology.format(id=f"`{number}`")),))
        finally:
            await begin.shown()

    def _lock(self, question: int) -> asyncio.Lock:
        return self._locks.setdefault(question, asyncio.Lock())

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Counts the task as under way, and is quiet about answers that nobody can be given any more."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("answers are given inside a task")
        self._under_way.add(task)
        try:
            yield
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("An answer could not be delivered: %s", error)
        finally:
            self._under_way.discard(task)
