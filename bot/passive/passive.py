"""Answers that nobody asked for: a message somebody overheard → a small card, or silence."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.journal.questions import KEPT
from bot.passive import rules
from bot.passive.card import in_short
from bot.passive.recent import Recent
from bot.passive.rules import Chance, Overheard, Wishes, broken
from bot.reply import Reply
from bot.search.question import Question
from bot.tutor import Tutor

if TYPE_CHECKING:
    from bot.journal.dismissals import Dismissal
    from bot.journal.journal import Journal


class Passive:
    """Looks up what the rules ask for, and what members have taught it."""

    def __init__(self, tutor: Tutor, journal: "Journal", clock: Callable[[], datetime]) -> None:
        self.tutor = tutor
        self.journal = journal
        self.recent = Recent(clock)
        self._clock = clock

    async def may_speak(self, heard: Overheard) -> bool:
        """Whether the server and the author let the bot."""
        settings = await self.journal.servers.get(heard.guild)
        wishes = Wishes(
            listed=not {heard.channel, heard.thread}.isdisjoint(settings.passive_channels),
            opted_out=await self.journal.members.has_opted_out(heard.author),
        )
        return broken(wishes, rules.WISHES) is None

    async def answer(self, heard: Overheard) -> Reply | None:
        """The small card for it, after nobody answered for a while; None is silence.

        The talk so far plays no part: nobody goes on with a talk by speaking to others.
        """
        if not await self.may_speak(heard):
            return None
        asked = await self.tutor.ask(Question(heard.text, overheard=True, guild=heard.guild))
        if asked.reply is None or (topic := asked.reply.topic) is None:
            return None
        chance = self._chance(heard, topic, await self._dismissals(heard.guild))
        if broken(chance, rules.CHANCE):
            return None
        return in_short(asked.reply, topic, self.tutor.texts.passive)

    async def dismissed(self, guild: str, topic: str, text: str) -> None:
        """Learn that this was not wanted; of the question only its words are kept."""
        await self.journal.dismissals.add(guild, topic, " ".join(self._words(text)))

    async def paused(self, guild: str) -> frozenset[str]:
        """The topics the bot keeps to itself on this server until somebody asks."""
        return rules.paused(await self._dismissals(guild), self._clock())

    def _chance(self, heard: Overheard, topic: str, dismissals: "list[Dismissal]") -> Chance:
        card = self.tutor.content.cards.get(topic)
        return Chance(
            passive=card is not None and card.passive,
            since_shown=self.recent.since_shown(heard.place, topic),
            in_the_hour=self.recent.in_the_hour(heard),
            in_the_thread=self.recent.in_thread(heard),
            paused=topic in rules.paused(dismissals, self._clock()),
            likeness=rules.nearest(self._words(heard.text), dismissals),
        )

    async def _dismissals(self, guild: str) -> "list[Dismissal]":
        return await self.journal.dismissals.since(self._clock() - KEPT, guild=guild)

    def _words(self, text: str) -> list[str]:
        return list(self.tutor.library.current.search.index.terms(text))
