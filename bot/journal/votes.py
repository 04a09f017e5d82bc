"""What members think of the answers they read: one vote each for a topic as it read then."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, case, func, select

from bot.journal.database import Database
from bot.journal.tables import votes


class Reason(StrEnum):
    """Why an answer did not help."""

    WRONG = "wrong"
    UNCLEAR = "unclear"
    NOT_MY_QUESTION = "not_my_question"
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A member's opinion of one revision of a topic, and where it was given.

    `question` is the id of the question that was answered, when there was one.
    """

    member: str
    topic: str
    revision: str
    helpful: bool
    reason: Reason | None = None
    text: str = ""
    question: str = ""
    guild: str = ""
    channel: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVote(Vote):
    """A vote as it is kept."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Rate:
    """How many found an answer helpful, and how many did not."""

    helpful: int
    unhelpful: int

    @property
    def count(self) -> int:
        """All votes."""
        return self.helpful + self.unhelpful

    @property
    def unhelpful_share(self) -> float:
        """0 to 1; 0 when nobody has voted."""
        return self.unhelpful / self.count if self.count else 0.0


class Votes:
    """The votes of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def cast(self, vote: Vote) -> None:
        """Keep the vote; it takes the place of the member's earlier one on this revision."""
        row = asdict(vote) | {"reason": vote.reason or "", "at": self._database.clock()}
        key = ("member", "topic", "revision")
        async with self._database.begin() as connection:
            await connection.execute(self._database.upsert(votes, row, key=key))

    async def of(self, member: str, topic: str, revision: str) -> KeptVote | None:
        """The member's vote on this revision."""
        query = select(votes).where(
            votes.c.member == member, votes.c.topic == topic, votes.c.revision == revision
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _vote(row) if row else None

    async def rate(self, topic: str, revision: str) -> Rate:
        """How this revision of the topic was received."""
        helpful = func.count(case((votes.c.helpful, 1)))
        query = select(helpful, func.count()).where(votes.c.topic == topic, votes.c.revision == revision)
        async with self._database.begin() as connection:
            good, every = (await connection.execute(query)).one()
        return Rate(good, every - good)

    async def unhelpful(self, topic: str, *, guild: str | None = None, limit: int = 50) -> list[KeptVote]:
        """What members said against the topic, newest first, whatever its revision."""
        query = select(votes).where(votes.c.topic == topic, votes.c.helpful.is_(False))
        if guild is not None:
            query = query.where(votes.c.guild == guild)
        query = query.order_by(votes.c.at.desc(), votes.c.id.desc()).limit(limit)
        async with self._database.begin() as connection:
            return [_vote(row) for row in await connection.execute(query)]


def _vote(row: Row[Any]) -> KeptVote:
    values = {each.name: getattr(row, each.name) for each in fields(KeptVote)}
    return KeptVote(**values | {"reason": Reason(row.reason) if row.reason else None})
