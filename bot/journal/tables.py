"""The tables of the journal, as the newest migration leaves them.

People, servers, channels and messages are opaque names given by a front end.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

NAME_LENGTH = 64
"""Of an opaque name, a slug or a hash."""


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, and kept as UTC without a zone, the same in every database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Keep it as UTC."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Say again that it is UTC."""
        return value and value.replace(tzinfo=UTC)


def _name(name: str, *, unique: bool = False) -> Column[str]:
    return Column(name, String(NAME_LENGTH), nullable=False, unique=unique)


def _at(name: str = "at") -> Column[datetime]:
    return Column(name, Instant, nullable=False)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

votes = Table(
    "votes",
    metadata,
    Column("id", Integer, primary_key=True),
    _name("member"),
    _name("topic"),
    _name("revision"),
    _name("question"),
    _name("guild"),
    _name("channel"),
    _name("message"),
    Column("helpful", Boolean, nullable=False),
    _name("reason"),
    Column("text", Text, nullable=False),
    _at(),
    UniqueConstraint("member", "topic", "revision"),
    Index(None, "topic", "revision"),
    Index(None, "question"),
)

questions = Table(
    "questions",
    metadata,
    Column("id", String(NAME_LENGTH), primary_key=True),
    _name("member"),
    _name("guild"),
    Column("text", Text, nullable=False),
    _name("decision"),
    Column("topics", JSON, nullable=False),
    Column("reported", Boolean, nullable=False),
    _at(),
    Index(None, "at"),
    Index(None, "member"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    _name("guild"),
    _name("topic"),
    _name("base"),
    Column("text", Text, nullable=False),
    Column("summary", Text, nullable=False),
    _name("author"),
    Column("author_name", Text, nullable=False),
    _name("state"),
    _name("reviewer"),
    Column("reviewer_name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    _at("created"),
    _at("updated"),
    Index(None, "state"),
    Index(None, "topic"),
    Index(None, "author"),
)

actors = Table(
    "actors",
    metadata,
    Column("actor", String(NAME_LENGTH), primary_key=True),
    _name("member", unique=True),
    Column("name", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    _at(),
    _name("actor"),
    _name("guild"),
    _name("action"),
    _name("topic"),
    Column("draft", Integer),
    Column("detail", JSON, nullable=False),
    _name("previous"),
    _name("digest", unique=True),
    Index(None, "topic"),
)

roles = Table(
    "roles",
    metadata,
    Column("guild", String(NAME_LENGTH), primary_key=True),
    Column("role", String(NAME_LENGTH), primary_key=True),
    Column("kind", String(NAME_LENGTH), primary_key=True),
)

servers = Table(
    "servers",
    metadata,
    Column("guild", String(NAME_LENGTH), primary_key=True),
    _name("log_channel"),
    Column("passive_channels", JSON, nullable=False),
)

progress = Table(
    "progress",
    metadata,
    Column("member", String(NAME_LENGTH), primary_key=True),
    Column("path", String(NAME_LENGTH), primary_key=True),
    Column("step", String(NAME_LENGTH), primary_key=True),
    Column("right", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    _at(),
)

dismissals = Table(
    "dismissals",
    metadata,
    Column("id", Integer, primary_key=True),
    _name("guild"),
    _name("topic"),
    Column("words", Text, nullable=False),
    _at(),
    Index(None, "guild", "topic"),
)

opted_out = Table(
    "opted_out",
    metadata,
    Column("member", String(NAME_LENGTH), primary_key=True),
    _at(),
)
