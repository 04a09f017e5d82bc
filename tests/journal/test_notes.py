"""Questions are written down behind the answers, in order, and a stuck journal harms nobody."""

import logging

import pytest

from bot.errors import JournalError
from bot.journal import notes
from bot.journal.asked import AskedQuestion, Decided
from bot.journal.journal import Journal, open_journal
from bot.journal.notes import Notes


def asked(text: str) -> AskedQuestion:
    return AskedQuestion(text=text, decided=Decided.UNANSWERED)


async def test_what_was_taken_is_written_before_the_journal_closes(url: str) -> None:
    async with open_journal(url) as journal:
        for number in range(50):
            journal.notes.take(asked(str(number)))

    async with open_journal(url) as journal:
        assert {question.text for question in await journal.questions.open()} == set(map(str, range(50)))


async def test_what_cannot_be_written_is_logged_and_the_next_is_written(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    add = journal.questions.add

    async def full_disk(_asked: AskedQuestion) -> None:
        raise JournalError

    monkeypatch.setattr(journal.questions, "add", full_disk)
    journal.notes.take(asked("lost"))
    await journal.notes.written()
    monkeypatch.setattr(journal.questions, "add", add)
    journal.notes.take(asked("kept"))
    await journal.notes.written()

    assert [question.text for question in await journal.questions.open()] == ["kept"]
    assert "not written down" in caplog.text


async def test_when_too_much_waits_one_more_is_left_out(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(notes, "MOST_WAITING", 2)
    stuck = Notes(journal.questions)

    with caplog.at_level(logging.WARNING):
        for number in range(3):
            stuck.take(asked(str(number)))

    assert "behind by 2 questions" in caplog.text
