"""Who did what to the content: rows are only ever added, and each seals the one before it.

A row names its actor by a random mark. Who is behind the mark stands in a table of its own, so that a
person can be forgotten and the seals still hold.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal.database import Database
from bot.journal.tables import actors, audit

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did; `detail` is anything JSON can hold."""

    member: str
    name: str
    action: str
    guild: str = ""
    topic: str = ""
    draft: int | None = None
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Act):
    """An act as it is on record; `member` and `name` are empty when the person was forgotten."""

    number: int
    at: datetime
    digest: str


class Audit:
    """The record of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, act: Act) -> Entry:
        """Put the act on record."""
        async with self._database.begin() as connection:
            await self._database.write_alone(connection, audit)
            last = (
                await connection.execute(
                    select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)
                )
            ).one_or_none()
            row = {
                "number": last.number + 1 if last else 1,
                "at": self._database.clock(),
                "actor": await self._actor(connection, act),
                "guild": act.guild,
                "action": act.action,
                "topic": act.topic,
                "draft": act.draft,
                "detail": json.loads(json.dumps(dict(act.detail))),
                "previous": last.digest if last else BEFORE_THE_FIRST,
            }
            row["digest"] = digest_of(row)
            await connection.execute(insert(audit).values(row))
        return _entry(row, act.member, act.name)

    async def entries(
        self,
        *,
        topic: str | None = None,
        guild: str | None = None,
        action: str | None = None,
        after: int = 0,
        age: timedelta | None = None,
        limit: int = 50,
    ) -> list[Entry]:
        """What is on record, newest first: with a number greater than `after`, and at least of this age."""
        query = select(audit, actors.c.member, actors.c.name).outerjoin(
            actors, actors.c.actor == audit.c.actor
        )
        query = query.where(audit.c.number > after)
        if age is not None:
            query = query.where(audit.c.at <= self._database.clock() - age)
        for column, wanted in ((audit.c.topic, topic), (audit.c.guild, guild), (audit.c.action, action)):
            if wanted is not None:
                query = query.where(column == wanted)
        async with self._database.begin() as connection:
            rows = await connection.execute(query.order_by(audit.c.number.desc()).limit(limit))
            return [_entry(row._asdict(), row.member or "", row.name or "") for row in rows]

    async def first_broken(self) -> int | None:
        """The number of the first row that was changed, or stands where one was taken away; None is well."""
        previous, expected = BEFORE_THE_FIRST, 1
        async with self._database.begin() as connection:
            for row in await connection.execute(select(audit).order_by(audit.c.number)):
                values = row._asdict()
                if row.number != expected or row.previous != previous or row.digest != digest_of(values):
                    return expected
                previous, expected = row.digest, expected + 1
        return None

    async def _actor(self, connection: AsyncConnection, act: Act) -> str:
        """The mark of the person, whose name is taken as it is now."""
        known = select(actors.c.actor).where(actors.c.member == act.member)
        mark = (await connection.execute(known)).scalar_one_or_none() or secrets.token_hex(8)
        row = {"actor": mark, "member": act.member, "name": act.name}
        await connection.execute(self._database.upsert(actors, row, key=("actor",)))
        return mark


def digest_of(row: Mapping[str, object]) -> str:
    """The seal: SHA-256 over everything in the row, the seal of the row before it included."""
    sealed = {name: value for name, value in row.items() if name != "digest"}
    text = json.dumps(sealed, sort_keys=True, ensure_ascii=True, default=_moment)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{value!r} cannot be put on record")


def _entry(row: Mapping[str, Any], member: str, name: str) -> Entry:
    kept = {each.name: row[each.name] for each in fields(Entry) if each.name not in ("member", "name")}
    return Entry(member=member, name=name, **kept)
