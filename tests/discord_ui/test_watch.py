"""A day after a publish: the log channel is told once what members like less, and shown what they wrote."""

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest

from bot.journal.journal import IN_MEMORY, Journal, open_journal
from bot.journal.votes import Reason, Vote
from tests.curate.conftest import no_git_settings_of_this_machine, repository  # noqa: F401
from tests.curate.test_desk import WHY
from tests.discord_ui.test_curate import (  # noqa: F401
    BETTER,
    Desk,
    desk,
    fixed,
    last,
    library,
    restart,
    sandbox,
    shown,
)
from tests.journal.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def journal(clock: Clock) -> AsyncIterator[Journal]:
    async with open_journal(IN_MEMORY, clock=clock) as opened:
        yield opened


async def published(at: Desk) -> None:
    await at.world.bot.journal.servers.set_log_channel(str(at.guild.id), str(at.log.id))
    await fixed(at, at.cleo, why=BETTER)
    review = await at.pia.slash(at.world.channel, "content review", draft=1)
    await at.pia.click(last(review), label=at.texts.steps["approve"])


async def dislike(at: Desk, *, text: str = "") -> None:
    """Three members press 👎 under the answer and fill in the form."""
    await shown(at.world, at.world.ada)
    for who in (at.world.ada, at.world.ben, at.world.mona):
        form = await who.click(at.world.answers()[-1], label="Not helpful")
        await who.submit_modal(form, {"reason": Reason.UNCLEAR.value} | ({"text": text} if text else {}))


def alarms(at: Desk) -> list[discord.Message]:
    return [message for message in at.log.history() if "less than before" in message.content]


async def test_the_log_channel_is_told_once_with_the_way_back(desk: Desk, clock: Clock) -> None:  # noqa: F811
    await published(desk)
    await dislike(desk)
    await restart(desk)
    assert alarms(desk) == []

    clock.advance(days=1)
    for _ in range(2):
        await restart(desk)
        await desk.world.env.settle()
        (alarm,) = alarms(desk)
    assert "3 of 3 votes are 👎; the wording before had 0 of 0" in alarm.content

    refused = await desk.cleo.click(alarm, label=desk.texts.steps["revert"])
    assert desk.told(refused) == [desk.texts.only_publishers]
    await desk.pia.click(alarm, label=desk.texts.steps["revert"])
    assert WHY in await shown(desk.world, desk.world.ada)


async def test_the_next_hour_is_soon_enough_for_a_bot_that_stays_up(desk: Desk, clock: Clock) -> None:  # noqa: F811
    await published(desk)
    await dislike(desk)
    clock.advance(days=1)

    await desk.world.bot.get_cog("Watching").hourly()

    assert len(alarms(desk)) == 1


async def test_a_bot_that_is_closed_looks_no_more(desk: Desk) -> None:  # noqa: F811
    watching = desk.world.bot.get_cog("Watching")
    assert watching.hourly.is_running()

    await desk.world.bot.remove_cog("Watching")
    await asyncio.sleep(0)

    assert not watching.hourly.is_running()


async def test_a_vote_without_words_is_listed_too(desk: Desk, clock: Clock) -> None:  # noqa: F811
    bare = Vote(member="8", topic="boats", revision="0", helpful=False, guild=str(desk.guild.id))
    await desk.world.bot.journal.votes.cast(bare)

    (told,) = await desk.slash(desk.olga, "votes", topic="boats")

    assert told.endswith(f"\n- {clock.now:%Y-%m-%d} · {desk.texts.other_wording}")


async def test_what_members_wrote_is_shown_without_their_names(desk: Desk) -> None:  # noqa: F811
    assert desk.texts.votes_none in (await desk.slash(desk.olga, "votes", topic="boats"))[0]
    await dislike(desk, text="`@everyone` what is\na **pier**?")
    elsewhere = Vote(member="7", topic="boats", revision="r", helpful=False, text="far away", guild="1")
    await desk.world.bot.journal.votes.cast(elsewhere)

    (told,) = await desk.slash(desk.olga, "votes", topic="boats")

    assert "0 👍 · 3 👎" in told
    assert told.count("I do not understand it · `·@\u200beveryone· what is·a **pier**?`") == 3
    assert "far away" not in told
    assert not any(name in told for name in ("ada", str(desk.world.ada.id)))
    await fixed(desk, desk.cleo, why=BETTER)
    review = await desk.pia.slash(desk.world.channel, "content review", draft=1)
    await desk.pia.click(last(review), label=desk.texts.steps["approve"])
    assert desk.texts.other_wording in (await desk.slash(desk.olga, "votes", topic="boats"))[0]
    assert "no topic called" in (await desk.slash(desk.olga, "votes", topic="anchors"))[0]
