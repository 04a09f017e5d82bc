"""The record is only ever added to, and a change to it is found."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from bot.journal.audit import Act
from bot.journal.database import open_engine
from bot.journal.journal import Journal, open_journal
from bot.journal.tables import audit

PUBLISHED = Act(
    member="1", name="Mona", action="publish", guild="g", topic="boats", draft=3, detail={"new": "é"}
)


async def test_what_was_done_is_on_record_newest_first(journal: Journal, clock) -> None:
    first = await journal.audit.add(PUBLISHED)
    clock.advance(seconds=1.5)
    second = await journal.audit.add(Act(member="2", name="Pia", action="revert", topic="boats"))

    assert await journal.audit.entries() == [second, first]
    assert await journal.audit.entries(guild="g") == [first]
    assert await journal.audit.entries(topic="ropes") == []
    assert (first.number, first.name, first.detail, first.draft) == (1, "Mona", {"new": "é"}, 3)
    assert (second.number, second.at) == (2, clock.now)


async def test_acts_are_found_by_what_was_done_and_how_long_ago(journal: Journal, clock) -> None:
    first = await journal.audit.add(PUBLISHED)
    await journal.audit.add(Act(member="2", name="Pia", action="revert"))
    clock.advance(hours=1)
    second = await journal.audit.add(PUBLISHED)

    assert await journal.audit.entries(action="publish") == [second, first]
    assert await journal.audit.entries(action="publish", after=first.number) == [second]
    assert await journal.audit.entries(action="publish", age=timedelta(hours=1)) == [first]
    clock.advance(hours=1)
    assert await journal.audit.entries(action="publish", age=timedelta(hours=1)) == [second, first]
    clock.advance(days=-1)
    assert await journal.audit.entries(action="publish") == [second, first]


async def test_acts_at_once_make_one_unbroken_chain(journal: Journal) -> None:
    await asyncio.gather(*(journal.audit.add(PUBLISHED) for _ in range(40)))

    assert [entry.number for entry in await journal.audit.entries()] == list(range(40, 0, -1))
    assert await journal.audit.first_broken() is None


@pytest.mark.parametrize(
    "damage",
    [
        update(audit).values(action="reject").where(audit.c.number == 2),
        delete(audit).where(audit.c.number == 2),
    ],
)
async def test_a_row_changed_or_taken_away_is_found(journal: Journal, url: str, damage) -> None:
    for _ in range(3):
        await journal.audit.add(PUBLISHED)
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.execute(damage)
    await engine.dispose()

    assert await journal.audit.first_broken() == 2


async def test_a_forgotten_person_leaves_the_act_and_the_seals(journal: Journal) -> None:
    await journal.audit.add(PUBLISHED)
    await journal.members.forget("1")

    (entry,) = await journal.audit.entries()
    assert (entry.action, entry.member, entry.name) == ("publish", "", "")
    assert await journal.audit.first_broken() is None


async def test_the_chain_goes_on_after_a_restart(url: str) -> None:
    for _ in range(2):
        async with open_journal(url) as journal:
            await journal.audit.add(PUBLISHED)
    async with open_journal(url) as journal:
        assert await journal.audit.first_broken() is None
        assert len(await journal.audit.entries()) == 2
