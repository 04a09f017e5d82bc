"""Changes to the content that are not published yet; never kept in the content itself."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.errors import UsageError
from bot.journal.database import Database
from bot.journal.tables import drafts


class DraftState(StrEnum):
    """How far a draft has come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({DraftState.DRAFT, DraftState.IN_REVIEW, DraftState.CHANGES_REQUESTED, DraftState.APPROVED})


class DraftChanged(UsageError):
    """Somebody else has changed the draft since it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """What an author proposes.

    `base` is git's hash of the file it was made from, empty for a new topic; `text` the whole new YAML.
    """

    topic: str
    base: str
    text: str
    summary: str
    author: str
    author_name: str
    guild: str = ""
    state: DraftState = DraftState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(NewDraft):
    """A draft that is kept; `version` counts its changes, and `reason` is the reviewer's."""

    id: int
    version: int
    reviewer: str = ""
    reviewer_name: str = ""
    reason: str = ""
    created: datetime
    updated: datetime


_FIXED = {"id", "version", "created", "updated"}


class Drafts:
    """The drafts of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewDraft) -> Draft:
        """Keep a new draft."""
        now = self._database.clock()
        row = asdict(new) | {"version": 1, "created": now, "updated": now}
        row |= {"reviewer": "", "reviewer_name": "", "reason": ""}
        async with self._database.begin() as connection:
            made = await connection.execute(insert(drafts).values(row).returning(drafts))
            return _draft(made.one())

    async def get(self, number: int) -> Draft | None:
        """The draft of this number, as it is now."""
        async with self._database.begin() as connection:
            row = (await connection.execute(select(drafts).where(drafts.c.id == number))).one_or_none()
        return _draft(row) if row else None

    async def find(
        self,
        *,
        states: Collection[DraftState] = OPEN,
        topic: str | None = None,
        guild: str | None = None,
        author: str | None = None,
        limit: int = 100,
    ) -> list[Draft]:
        """Drafts in one of the states, the one changed last first."""
        query = select(drafts).where(drafts.c.state.in_(sorted(states)))
        for column, wanted in ((drafts.c.topic, topic), (drafts.c.guild, guild), (drafts.c.author, author)):
            if wanted is not None:
                query = query.where(column == wanted)
        query = query.order_by(drafts.c.updated.desc(), drafts.c.id.desc()).limit(limit)
        async with self._database.begin() as connection:
            return [_draft(row) for row in await connection.execute(query)]

    async def save(self, draft: Draft) -> Draft:
        """Keep a changed draft, as `dataclasses.replace` makes one; the draft as it is kept now.

        Raises DraftChanged when it is no longer the version that was read.
        """
        now = self._database.clock()
        row = {name: value for name, value in asdict(draft).items() if name not in _FIXED}
        change = (
            update(drafts)
            .where(drafts.c.id == draft.id, drafts.c.version == draft.version)
            .values(row | {"version": draft.version + 1, "updated": now})
        )
        async with self._database.begin() as connection:
            if (await connection.execute(change)).rowcount != 1:
                raise DraftChanged("Somebody has changed this draft since you opened it. Open it again.")
        return replace(draft, version=draft.version + 1, updated=now)


def _draft(row: Row[Any]) -> Draft:
    values = {each.name: getattr(row, each.name) for each in fields(Draft)}
    return Draft(**values | {"state": DraftState(row.state)})
