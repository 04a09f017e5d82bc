"""Questions are kept for thirty days, and those without a good answer are found, without names."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import JournalError
from bot.journal import journal as journal_module
from bot.journal.asked import AskedQuestion, Decided
from bot.journal.journal import Journal, open_journal
from bot.journal.questions import Questions
from bot.journal.votes import Vote


def asked(text: str, decided: Decided = Decided.ANSWERED, *, guild: str = "g") -> AskedQuestion:
    return AskedQuestion(text=text, decided=decided, topics=("boats", "ropes"), member="ada", guild=guild)


async def test_a_question_is_kept_as_it_was_asked(journal: Journal, clock) -> None:
    question = asked("where do boats sleep?")
    await journal.questions.add(question)

    kept = await journal.questions.get(question.id)

    assert (kept.text, kept.decided, kept.topics, kept.member, kept.at) == (
        question.text,
        Decided.ANSWERED,
        ("boats", "ropes"),
        "ada",
        clock.now,
    )
    assert await journal.questions.get("another") is None


async def test_questions_without_a_good_answer_are_listed_without_names(journal: Journal, clock) -> None:
    good, offered, nothing, disliked, reported = (
        asked("good"),
        asked("offered", Decided.OFFERED),
        asked("nothing", Decided.UNANSWERED),
        asked("disliked"),
        asked("reported", guild="h"),
    )
    for question in (good, offered, nothing, disliked, reported):
        await journal.questions.add(question)
        clock.advance(seconds=1)
    for question, helpful in ((good, True), (disliked, False)):
        await journal.votes.cast(
            Vote(member="ben", topic=question.text, revision="r", helpful=helpful, question=question.id)
        )
    assert await journal.questions.report(reported.id)
    assert not await journal.questions.report("another")

    found = await journal.questions.open()

    assert [question.text for question in found] == ["reported", "disliked", "nothing", "offered"]
    assert {question.member for question in found} == {""}
    assert [question.text for question in await journal.questions.open("h")] == ["reported"]


async def test_texts_are_deleted_after_thirty_days_when_the_journal_opens(url: str, clock) -> None:
    async with open_journal(url, clock=clock) as journal:
        old, young = asked("old"), asked("young")
        await journal.questions.add(old)
        clock.advance(days=1)
        await journal.questions.add(young)
    clock.advance(days=29, seconds=1)

    async with open_journal(url, clock=clock) as journal:
        assert await journal.questions.get(old.id) is None
        assert await journal.questions.get(young.id) is not None


async def test_the_daily_deletion_ends_with_the_journal_though_its_cancellation_is_lost(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    purges = iter(["at the start", "cancelled"])
    waiting = asyncio.Event()

    async def purge(_: Questions) -> None:
        if next(purges, "at peace") != "cancelled":
            return
        waiting.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise JournalError("The question could not be kept.") from None

    monkeypatch.setattr(journal_module, "PURGED_EVERY", timedelta(milliseconds=5))
    monkeypatch.setattr(Questions, "purge", purge)
    before = asyncio.all_tasks()

    async with open_journal(url):
        await waiting.wait()
        started = asyncio.all_tasks() - before

    _, running = await asyncio.wait(started, timeout=5)
    assert not running


async def test_texts_are_deleted_daily_while_the_journal_is_open(
    url: str, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "PURGED_EVERY", timedelta(milliseconds=5))
    async with open_journal(url, clock=clock) as journal:
        question = asked("old")
        await journal.questions.add(question)
        clock.advance(days=31)
        async with asyncio.timeout(5):
            while await journal.questions.get(question.id):  # noqa: ASYNC110 (the purge tells nobody)
                await asyncio.sleep(0.005)
