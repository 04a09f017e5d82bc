"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

Column = sa.Column[Any]

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _feedback()
    _desk()
    _servers()
    _members()


def _name(name: str) -> Column:
    return sa.Column(name, sa.String(64), nullable=False)


def _text(name: str) -> Column:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str = "id", *, automatic: bool = True) -> Column:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=automatic)


def _yes_no(name: str) -> Column:
    return sa.Column(name, sa.Boolean, nullable=False)


def _json(name: str) -> Column:
    return sa.Column(name, sa.JSON, nullable=False)


def _at(name: str = "at") -> Column:
    return sa.Column(name, sa.DateTime, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _indexes(table: str, *indexed: list[str]) -> None:
    for columns in indexed:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def _feedback() -> None:
    once = sa.UniqueConstraint("member", "topic", "revision", name="uq_votes_member_topic_revision")
    whose = [_name(name) for name in ("member", "topic", "revision", "question")]
    where = [_name(name) for name in ("guild", "channel", "message")]
    what = [_yes_no("helpful"), _name("reason"), _text("text"), _at()]
    op.create_table("votes", _number(), *whose, *where, *what, _key("votes", "id"), once)
    _indexes("votes", ["topic", "revision"], ["question"])

    asked = [_name("id"), _name("member"), _name("guild"), _text("text")]
    decided = [_name("decision"), _json("topics"), _yes_no("reported"), _at()]
    op.create_table("questions", *asked, *decided, _key("questions", "id"))
    _indexes("questions", ["at"], ["member"])

    key = _key("dismissals", "id")
    op.create_table("dismissals", _number(), _name("guild"), _name("topic"), _text("words"), _at(), key)
    _indexes("dismissals", ["guild", "topic"])


def _desk() -> None:
    what = [_number(), sa.Column("version", sa.Integer, nullable=False)]
    what += [_name("guild"), _name("topic"), _name("base"), _text("text"), _text("summary")]
    who = [_name("author"), _text("author_name"), _name("state"), _name("reviewer"), _text("reviewer_name")]
    when = [_text("reason"), _at("created"), _at("updated")]
    op.create_table("drafts", *what, *who, *when, _key("drafts", "id"))
    _indexes("drafts", ["state"], ["topic"], ["author"])

    once = sa.UniqueConstraint("member", name="uq_actors_member")
    op.create_table("actors", _name("actor"), _name("member"), _text("name"), _key("actors", "actor"), once)

    act = [_number("number", automatic=False), _at()]
    act += [_name(name) for name in ("actor", "guild", "action", "topic")]
    act += [sa.Column("draft", sa.Integer), _json("detail"), _name("previous"), _name("digest")]
    once = sa.UniqueConstraint("digest", name="uq_audit_digest")
    op.create_table("audit", *act, _key("audit", "number"), once)
    _indexes("audit", ["topic"])


def _servers() -> None:
    columns = ("guild", "role", "kind")
    op.create_table("roles", *map(_name, columns), _key("roles", *columns))
    settings = [_name("log_channel"), _json("passive_channels")]
    op.create_table("servers", _name("guild"), *settings, _key("servers", "guild"))


def _members() -> None:
    key = ("member", "path", "step")
    done = [_yes_no("right"), sa.Column("attempts", sa.Integer, nullable=False), _at()]
    op.create_table("progress", *map(_name, key), *done, _key("progress", *key))
    op.create_table("opted_out", _name("member"), _at(), _key("opted_out", "member"))
