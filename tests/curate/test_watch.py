"""A day after a publish its votes are compared with those before, once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content.schema import Content
from bot.curate.press import Press
from bot.curate.watch import Received, Watch, as_read, worse
from bot.journal.audit import Entry
from bot.journal.journal import IN_MEMORY, Journal, open_journal
from bot.journal.votes import Rate, Vote
from tests.curate.test_desk import PUBLISHER, desk_with, proposed
from tests.journal.conftest import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def journal(clock: Clock) -> AsyncIterator[Journal]:
    async with open_journal(IN_MEMORY, clock=clock) as opened:
        yield opened


@pytest.fixture
def press(repository: Path, journal: Journal) -> Press:
    return Press(desk_with(repository, journal))


def watch_of(press: Press) -> Watch:
    return Watch(press.desk.journal, press.desk.library)


async def publish(press: Press, words: str = "Boats drift in the wind.") -> Entry:
    draft = (await proposed(press.desk, words=words)).draft
    await press.approve(PUBLISHER, draft.id, draft.version)
    (entry,) = await press.desk.journal.audit.entries(action="published", limit=1)
    return entry


def now(press: Press) -> str:
    return as_read(press.desk.library.current.content, "boats").revision


async def vote(press: Press, revision: str, *, good: int = 0, bad: int = 0) -> None:
    for number in range(good + bad):
        each = Vote(member=f"m{number}", topic="boats", revision=revision, helpful=number < good)
        await press.desk.journal.votes.cast(each)


@pytest.mark.parametrize(
    ("before", "after", "alarm"),
    [
        (Rate(9, 1), Rate(1, 3), True),
        (Rate(0, 0), Rate(0, 3), True),
        (Rate(9, 1), Rate(0, 2), False),
        (Rate(9, 1), Rate(27, 3), False),
        (Rate(1, 9), Rate(3, 3), False),
        (Rate(0, 0), Rate(9, 0), False),
    ],
)
def test_it_is_worse_when_the_rate_rose_and_enough_members_say_so(
    before: Rate, after: Rate, *, alarm: bool
) -> None:
    entry = Entry(member="1", name="Pia", action="published", number=1, at=Clock().now, digest="")
    received = Received(entry, before, after)

    assert worse([received]) == [received] * alarm


async def test_a_publish_is_looked_at_once_when_it_is_a_day_old(press: Press, clock: Clock) -> None:
    await vote(press, now(press), good=3, bad=1)
    published = await publish(press)
    await vote(press, now(press), good=1, bad=3)

    clock.advance(hours=23, minutes=59)
    assert await watch_of(press).look() == []
    clock.advance(minutes=1)
    assert await watch_of(press).look() == [Received(published, Rate(3, 1), Rate(1, 3))]
    assert await watch_of(press).look() == []
    (looked,) = await press.desk.journal.audit.entries(action="watched")
    assert looked.detail == {"up_to": published.number, "worse": [published.number]}


async def test_what_was_taken_back_meanwhile_is_no_alarm(press: Press, clock: Clock) -> None:
    published = await publish(press)
    await vote(press, now(press), bad=3)
    await press.revert(PUBLISHER, "boats", str(published.detail["before"]))

    clock.advance(days=1)
    assert await watch_of(press).look() == []


async def test_each_wording_answers_for_its_own_votes_only(press: Press, clock: Clock) -> None:
    await publish(press)
    clock.advance(hours=12)
    newest = await publish(press, "Boats drift in the west wind.")
    await vote(press, now(press), bad=3)

    clock.advance(hours=12)
    assert await watch_of(press).look() == []
    clock.advance(hours=12)
    assert [each.publish for each in await watch_of(press).look()] == [newest]


async def test_where_members_read_nothing_new_nothing_is_compared(
    repository: Path, journal: Journal, clock: Clock
) -> None:
    press = Press(desk_with(repository, journal, mode="branch"))
    await publish(press)
    await vote(press, now(press), bad=3)

    clock.advance(days=1)
    assert await watch_of(press).look() == []


def test_votes_on_an_explained_error_are_about_its_topic(content: Content) -> None:
    slug, pattern = next(iter(content.failures.items()))

    about = as_read(content, slug)

    assert (about.topic, about.revision) == (pattern.topic, pattern.revision)
    assert as_read(content, "no-such-entry").revision == ""
