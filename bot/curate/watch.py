"""A day after a publish: do more members say that the answer did not help than said so before?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.content.schema import Content
from bot.journal.audit import Act, Entry
from bot.journal.journal import Journal
from bot.journal.votes import Rate
from bot.library import Library
from bot.reply import About

WATCHED = timedelta(days=1)
FEWEST_AGAINST = 3
"""So many members have to vote against the new wording; one who is unhappy is no alarm."""
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Received:
    """How members took what was published, and what it replaced."""

    publish: Entry
    before: Rate
    after: Rate


def worse(watched: Iterable[Received]) -> list[Received]:
    """Those whose 👎 rate rose; a wording nobody voted on counts as one that bothered nobody."""
    return [
        each
        for each in watched
        if each.after.unhelpful >= FEWEST_AGAINST and each.after.unhelpful_share > each.before.unhelpful_share
    ]


def as_read(content: Content, entry: str) -> About:
    """What votes on a card or a failure pattern are about, as it reads now; empty when there is none."""
    if card := content.cards.get(entry):
        return About(card.slug, card.revision)
    if pattern := content.failures.get(entry):
        return About(pattern.topic, pattern.revision)
    return About()


class Watch:
    """Looks at every publish once; the audit record remembers how far it came."""

    def __init__(self, journal: Journal, library: Library) -> None:
        self._journal = journal
        self._library = library

    async def look(self) -> list[Received]:
        """What was published at least a day ago, was not looked at yet, and is received worse.

        It is on record as looked at before anybody can be told, so nobody is told twice.
        """
        audit = self._journal.audit
        looked = await audit.entries(action="watched", limit=1)
        after = int(str(looked[0].detail["up_to"])) if looked else 0
        due = await audit.entries(action="published", after=after, age=WATCHED, limit=MOST_AT_ONCE)
        if not due:
            return []
        found = worse([each for publish in due if (each := await self._received(publish))])
        detail = {"up_to": due[0].number, "worse": [each.publish.number for each in found]}
        await audit.add(Act(member="", name="Modulo", action="watched", detail=detail))
        return found

    async def _received(self, publish: Entry) -> Received | None:
        """None where members see no other words than before, or other ones again."""
        now = as_read(self._library.current.content, publish.topic)
        was = str(publish.detail.get("read_before", ""))
        if not was or now.revision in (was, "") or now.revision != publish.detail.get("read_after"):
            return None
        rate = self._journal.votes.rate
        return Received(publish, await rate(now.topic, was), await rate(now.topic, now.revision))
