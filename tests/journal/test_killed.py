"""What was acknowledged is there after the process was killed."""

import asyncio
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


def killed_while_voting(url: str) -> list[bytes]:
    """What was acknowledged before the end."""
    with subprocess.Popen([sys.executable, "-c", VOTES_FOR_EVER, url], stdout=subprocess.PIPE) as voting:
        acknowledged = [voting.stdout.readline() for _ in range(ENOUGH)]
        voting.send_signal(signal.SIGKILL)
        return acknowledged + voting.stdout.readlines()


async def test_every_acknowledged_vote_survives_a_kill(url: str) -> None:
    acknowledged = await asyncio.to_thread(killed_while_voting, url)

    async with open_journal(url) as journal:
        kept = await journal.votes.rate("boats", "r")
    # at most the one it was writing when it died was not told
    assert len(acknowledged) <= kept.count <= len(acknowledged) + 1
