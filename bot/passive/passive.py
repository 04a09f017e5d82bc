"""Answers that nobody asked for: a message somebody overheard → a small card, or silence."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.curate.rights import Rights
from bot.journal.questions import KEPT
from bot.passive import rules
from bot.passive.card import error_in_short, in_short
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

    def __init__(
        self, tutor: Tutor, journal: "Journal", rights: Rights, clock: Callable[[], datetime]
    ) -> None:
        self.tutor = tutor
        self.journal = journal
        self.rights = rights
        self.recent = Recent(clock)
        self._clock = clock

    async def may_speak(self, heard: Overheard) -> bool:
        """Whether the server and the author let the bot."""
        settings = await self.journal.servers.get(heard.guild)
        wishes = Wishes(
            listed=not {heard.channel, heard.thread}.isdisjoint(settings.passive_channels),
            opted_out=await self.journal.members.has_opted_out(heard.author),
            helps=await self._helps(heard),
        )
        return broken(wishes, rules.WISHES) is None

    async def answer(self, heard: Overheard) -> Reply | None:
        """The small card for it, after nobody answered for a while; None is silence.

        The talk so far plays no part: nobody goes on with a talk by speaking to others.
        """
        if not await self.may_speak(heard):
            return None
        card = await self._card(heard)
        if card is None or card.topic is None:
            return None
        chance = self._chance(heard, card.topic, await self._dismissals(heard.guild))
        return None if broken(chance, rules.CHANCE) else card

    async def dismissed(self, guild: str, topic: str, text: str) -> None:
        """Learn that this was not wanted; of the question only its words are kept."""
        await self.journal.dismissals.add(guild, topic, " ".join(self._words(text)))

    async def paused(self, guild: str) -> frozenset[str]:
        """The topics the bot keeps to itself on this server until somebody asks."""
        return rules.paused(await self._dismissals(guild), self._clock())

    async def _card(self, heard: Overheard) -> Reply | None:
        """What could be said, None when that is not sure enough."""
        texts = self.tutor.texts.passive
        asked = await self.tutor.ask(Question(heard.text, overheard=True, guild=heard.guild))
        failure = self.tutor.explain_traceback(heard.text).explanation.failure
        if failure is not None and (asked.reply is not None or rules.shows_failing_import(heard.text)):
            return error_in_short(failure, texts)
        if asked.reply is None or asked.reply.topic is None:
            return None
        return in_short(asked.reply, asked.reply.topic, texts)

    async def _helps(self, heard: Overheard) -> bool:
        granted = await self.rights.granted(heard.guild)
        return heard.moderates or any(not roles.isdisjoint(heard.roles) for roles in granted.values())

    def _chance(self, heard: Overheard, topic: str, dismissals: "list[Dismissal]") -> Chance:
        card = self.tutor.content.cards.get(topic)
        return Chance(
            passive=card is not None and card.passive,
            means_something_else=card is not None and rules.has_phrase(heard.text, card.passive_not),
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
