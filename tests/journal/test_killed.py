"""What was acknowledged is there after the process was killed."""

import signal
import subprocess
import sys

from bot.journal.journal import open_journal

VOTES_FOR_EVER = """
import asyncio, sys
from itertools import count
from bot.journal.journal import open_journal
from bot.journal.votes import Vote

async def vote():
    async with open_journal(sys.argv[1]) as journal:
        for number in count():
            await journal.votes.cast(Vote(member=str(number), topic="boats", revision="r", helpful=True))
            print(number, flush=True)

asyncio.run(vote())
"""
ENOUGH = 25


async def test_every_acknowledged_vote_survives_a_kill(url: str) -> None:
    command = [sys.executable, "-c", VOTES_FOR_EVER, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as voting:  # noqa: ASYNC220 (nothing else runs)
        acknowledged = [voting.stdout.readline() for _ in range(ENOUGH)]
        voting.send_signal(signal.SIGKILL)
        acknowledged += voting.stdout.readlines()

    async with open_journal(url) as journal:
        kept = await journal.votes.rate("boats", "r")
    # at most the one it was writing when it died was not told
    assert len(acknowledged) <= kept.count <= len(acknowledged) + 1
