"""A member's progress and wishes, what is kept about them, and that forgetting leaves nothing."""

from dataclasses import replace

from sqlalchemy import select

from bot.journal.asked import AskedQuestion, Decided
from bot.journal.audit import Act
from bot.journal.database import open_engine
from bot.journal.drafts import NewDraft
from bot.journal.journal import Journal
from bot.journal.tables import metadata
from bot.journal.votes import Vote

ADA = "4242424242"


async def leave_traces(journal: Journal, member: str, name: str) -> None:
    await journal.votes.cast(Vote(member=member, topic="boats", revision="r", helpful=True))
    await journal.questions.add(AskedQuestion(text="hm?", decided=Decided.UNANSWERED, member=member))
    await journal.progress.record(member, "first", "one", right=True)
    await journal.members.opt_out(member)
    await journal.audit.add(Act(member=member, name=name, action="propose"))
    new = NewDraft(topic="boats", base="", text="", summary="", author=member, author_name=name)
    await journal.drafts.add(new)
    of_another = await journal.drafts.add(replace(new, author="0", author_name="Zoe"))
    await journal.drafts.save(replace(of_another, reviewer=member, reviewer_name=name))


async def test_forgetting_a_member_leaves_neither_their_id_nor_their_name(journal: Journal, url: str) -> None:
    await leave_traces(journal, ADA, "Ada Lovelace")
    await leave_traces(journal, "5", "Ben")
    assert set((await journal.members.kept(ADA)).values()) == {1}

    await journal.members.forget(ADA)

    assert set((await journal.members.kept(ADA)).values()) == {0}
    assert set((await journal.members.kept("5")).values()) == {1}
    engine = open_engine(url)
    async with engine.begin() as connection:
        for table in metadata.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            assert ADA not in str(rows), table.name
            assert "Lovelace" not in str(rows), table.name
    await engine.dispose()


async def test_who_opts_out_is_left_alone_until_they_opt_in(journal: Journal) -> None:
    for _ in range(2):
        await journal.members.opt_out(ADA)
    assert await journal.members.has_opted_out(ADA)
    assert not await journal.members.has_opted_out("5")

    await journal.members.opt_in(ADA)
    assert not await journal.members.has_opted_out(ADA)


async def test_a_step_once_right_stays_right(journal: Journal, clock) -> None:
    for right in (False, True, False):
        await journal.progress.record(ADA, "first", "one", right=right)
        clock.advance(minutes=1)
    await journal.progress.record(ADA, "first", "two", right=False)
    await journal.progress.record(ADA, "second", "one", right=True)

    one, two = await journal.progress.of(ADA, "first")
    assert (one.step, one.right, one.attempts) == ("one", True, 3)
    assert (two.step, two.right, two.attempts) == ("two", False, 1)
    assert len(await journal.progress.of(ADA)) == 3

    await journal.progress.restart(ADA, "first")
    assert [step.path for step in await journal.progress.of(ADA)] == ["second"]
