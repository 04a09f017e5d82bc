"""One vote for each member and revision, changeable, and none is lost."""

import asyncio

from bot.journal.journal import Journal, open_journal
from bot.journal.votes import Rate, Reason, Vote


def vote(member: str = "ada", *, helpful: bool = True, topic: str = "boats", revision: str = "r1") -> Vote:
    return Vote(member=member, topic=topic, revision=revision, helpful=helpful)


async def test_a_member_has_one_vote_on_a_revision_and_may_change_it(journal: Journal) -> None:
    await journal.votes.cast(vote())
    wrong = Vote(
        member="ada", topic="boats", revision="r1", helpful=False, reason=Reason.WRONG, text="It sinks."
    )

    await journal.votes.cast(wrong)

    assert await journal.votes.rate("boats", "r1") == Rate(0, 1)
    kept = await journal.votes.of("ada", "boats", "r1")
    assert (kept.reason, kept.text) == (Reason.WRONG, "It sinks.")


async def test_a_vote_belongs_to_the_revision_that_was_read(journal: Journal) -> None:
    await journal.votes.cast(vote(helpful=False))
    await journal.votes.cast(vote(revision="r2"))

    assert await journal.votes.rate("boats", "r1") == Rate(0, 1)
    assert await journal.votes.rate("boats", "r2") == Rate(1, 0)
    assert await journal.votes.rate("boats", "r3") == Rate(0, 0)
    assert await journal.votes.of("ada", "boats", "r3") is None


async def test_what_was_said_against_a_topic_comes_newest_first(journal: Journal, clock) -> None:
    for member in ("ada", "ben"):
        await journal.votes.cast(vote(member, helpful=False))
        clock.advance(minutes=1)
    await journal.votes.cast(vote("mona"))

    assert [kept.member for kept in await journal.votes.unhelpful("boats")] == ["ben", "ada"]


async def test_what_was_said_in_one_server_can_be_read_alone(journal: Journal) -> None:
    for guild in ("g", "h"):
        said = Vote(member=guild, topic="boats", revision="r1", helpful=False, guild=guild)
        await journal.votes.cast(said)

    assert [kept.guild for kept in await journal.votes.unhelpful("boats", guild="g")] == ["g"]


def test_the_share_of_unhelpful_votes_is_nought_without_votes() -> None:
    assert Rate(0, 0).unhelpful_share == 0
    assert Rate(3, 1).unhelpful_share == 0.25


async def test_two_hundred_votes_at_once_lose_nothing(url: str) -> None:
    async with open_journal(url) as journal, asyncio.TaskGroup() as tasks:
        for number in range(200):
            tasks.create_task(journal.votes.cast(vote(f"m{number}", helpful=number % 4 != 0)))

    async with open_journal(url) as journal:
        assert await journal.votes.rate("boats", "r1") == Rate(150, 50)


async def test_one_member_voting_on_many_buttons_at_once_still_has_one_vote(journal: Journal) -> None:
    async with asyncio.TaskGroup() as tasks:
        for _ in range(50):
            tasks.create_task(journal.votes.cast(vote()))

    assert await journal.votes.rate("boats", "r1") == Rate(1, 0)
