"""What the content needs next: how much there is, what members mind, what nobody has touched for long."""

from datetime import UTC, datetime, timedelta

from bot.content.schema import ModuleCard
from bot.curate.desk import Desk
from bot.curate.press import Press
from bot.curate.rights import Actor
from bot.errors import UsageError
from bot.journal.drafts import DraftState
from bot.journal.votes import KeptVote
from bot.quote import bare, inline
from bot.reply import Reply, Text

LATELY = timedelta(days=30)
MOST_STALE = 20
MOST_VOTES = 10
LONGEST_WORDS = 300


async def stats_reply(desk: Desk, actor: Actor) -> Reply:
    """How much there is, what waits, and what was published lately."""
    desk.allow(actor, observes=True)
    content = desk.library.current.content
    modules = sum(isinstance(card, ModuleCard) for card in content.cards.values())
    published = await desk.journal.drafts.find(states={DraftState.PUBLISHED}, limit=1000)
    since = datetime.now(UTC) - LATELY
    said = desk.texts.stats.format(
        topics=len(content.cards) - modules,
        modules=modules,
        failures=len(content.failures),
        examples=sum(len(card.examples) for card in content.cards.values()),
        drafts=len(await desk.journal.drafts.find(limit=1000)),
        published=sum(draft.updated >= since for draft in published),
    )
    return Reply((Text(said),))


async def votes_reply(desk: Desk, actor: Actor, topic: str) -> Reply:
    """How the topic is received, and what members of the actor's server said against it; no names."""
    desk.allow(actor, observes=True)
    card = desk.library.current.content.cards.get(topic)
    if card is None:
        raise UsageError(desk.texts.no_topic.format(topic=bare(topic)))
    rate = await desk.journal.votes.rate(topic, card.revision)
    against = await desk.journal.votes.unhelpful(topic, guild=actor.guild, limit=MOST_VOTES)
    heading = desk.texts.votes.format(topic=topic, helpful=rate.helpful, unhelpful=rate.unhelpful)
    lines = [_against(desk, vote, card.revision) for vote in against] or [desk.texts.votes_none]
    return Reply((Text("\n".join([heading, *lines])),))


def _against(desk: Desk, vote: KeptVote, revision: str) -> str:
    reasons = desk.library.current.content.texts.feedback.reasons
    said = [f"{vote.at:%Y-%m-%d}"]
    if vote.reason is not None:
        said.append(reasons[vote.reason])
    if vote.revision != revision:
        said.append(desk.texts.other_wording)
    if vote.text:
        said.append(inline(vote.text, limit=LONGEST_WORDS))
    return "- " + " · ".join(said)


async def stale_reply(press: Press, actor: Actor, days: int) -> Reply:
    """The topics whose last change is longest ago."""
    press.desk.allow(actor, observes=True)
    texts = press.desk.texts
    before = datetime.now(UTC) - timedelta(days=days)
    touched = await press.touched()
    old = sorted((at, slug) for slug, at in touched.items() if at < before)
    if not old:
        return Reply((Text(texts.stale_none.format(days=days)),))
    lines = [f"- `{slug}` · {at:%Y-%m-%d}" for at, slug in old[:MOST_STALE]]
    return Reply((Text("\n".join([texts.stale.format(days=days), *lines])),))
