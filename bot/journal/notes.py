"""Questions on their way into the journal: the answer never waits for it, and never fails with it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import JournalError
from bot.journal.asked import AskedQuestion
from bot.journal.questions import Questions

log = logging.getLogger(__name__)

MOST_WAITING = 1000
SECONDS_TO_FINISH = 5.0


class Notes:
    """Writes questions down one after the other, behind the answers."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions
        self._waiting: asyncio.Queue[AskedQuestion] = asyncio.Queue(MOST_WAITING)

    def take(self, asked: AskedQuestion) -> None:
        """Write it down soon; when the journal is stuck it is left out, and the log says so."""
        try:
            self._waiting.put_nowait(asked)
        except asyncio.QueueFull:
            log.warning("The journal is behind by %d questions; one more is not kept", MOST_WAITING)

    async def written(self) -> None:
        """Wait until all that was taken is written down or given up."""
        await self._waiting.join()

    async def write(self) -> None:
        """Write down what comes, for ever."""
        while True:
            asked = await self._waiting.get()
            try:
                await self._questions.add(asked)
            except JournalError:
                log.warning("A question was answered but not written down")
            finally:
                self._waiting.task_done()


@asynccontextmanager
async def open_notes(questions: Questions) -> AsyncIterator[Notes]:
    """Write in the background; at the end what is waiting is written, unless that takes too long."""
    notes = Notes(questions)
    writing = asyncio.create_task(notes.write())
    try:
        yield notes
        await asyncio.wait([asyncio.create_task(notes.written())], timeout=SECONDS_TO_FINISH)
    finally:
        writing.cancel()
