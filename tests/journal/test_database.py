"""How the journal is opened, brought up to date, and what its failures say."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.errors import JournalError
from bot.journal import database
from bot.journal.database import open_engine
from bot.journal.journal import IN_MEMORY, open_journal
from bot.journal.tables import metadata
from bot.journal.votes import Rate, Vote

VOTE = Vote(member="ada", topic="boats", revision="r", helpful=True)


async def test_the_migrations_make_exactly_the_tables_that_are_used(url: str) -> None:
    async with open_journal(url):
        pass
    engine = open_engine(url)
    async with engine.begin() as connection:
        differences = await connection.run_sync(
            lambda plain: compare_metadata(MigrationContext.configure(plain), metadata)
        )
    await engine.dispose()

    assert differences == []


async def test_what_was_written_is_there_after_a_restart(url: str) -> None:
    async with open_journal(url) as journal:
        await journal.votes.cast(VOTE)

    async with open_journal(url) as journal:
        assert await journal.votes.rate("boats", "r") == Rate(1, 0)


async def test_a_database_of_a_newer_modulo_is_refused_with_a_sentence(url: str) -> None:
    async with open_journal(url):
        pass
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()

    with pytest.raises(JournalError, match=r"newer Modulo.*9999"):
        async with open_journal(url):
            pass


async def test_a_journal_in_memory_is_one_database_for_all() -> None:
    async with open_journal(IN_MEMORY) as journal:
        await journal.votes.cast(VOTE)
        assert await journal.votes.rate("boats", "r") == Rate(1, 0)


@pytest.mark.parametrize("url", ["mysql://here/modulo", "modulo.db", "", "oracle:///x"])
async def test_a_url_of_no_use_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(JournalError, match="like sqlite:///modulo"):
        async with open_journal(url):
            pass


async def test_without_its_driver_postgresql_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)

    with pytest.raises(JournalError, match=r"modulo-bot\[postgres\]"):
        async with open_journal("postgresql://nobody@/nothing?host=/nowhere"):
            pass


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database " * 100, "utf-8")

    with pytest.raises(JournalError, match=r"notes\.txt cannot be opened: file is not a database"):
        async with open_journal(f"sqlite:///{tmp_path / 'notes.txt'}"):
            pass


async def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"cannot be opened") as caught:
        async with open_journal(f"postgresql://modulo:s3cret@/modulo?host={tmp_path}"):
            pass
    assert "s3cret" not in str(caught.value)


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(JournalError, match="cannot be made"):
        async with open_journal(f"sqlite:///{tmp_path / 'file' / 'modulo.db'}"):
            pass


async def test_missing_folders_are_made(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "modulo.db"
    async with open_journal(f"sqlite:///{file}"):
        assert file.exists()


async def test_a_locked_journal_says_so_changes_nothing_and_works_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    file = tmp_path / "modulo.db"
    async with open_journal(f"sqlite:///{file}") as journal:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(JournalError, match="Nothing was changed"):
            await journal.votes.cast(VOTE)
        other.execute("ROLLBACK")
        other.close()

        assert "locked" in caplog.text
        assert await journal.votes.rate("boats", "r") == Rate(0, 0)
        await journal.votes.cast(VOTE)
        assert await journal.votes.rate("boats", "r") == Rate(1, 0)


async def test_a_commit_is_on_the_disk_when_it_returns(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'modulo.db'}")
    async with engine.begin() as connection:
        found = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    await engine.dispose()

    full = 2
    assert found == ["wal", full, database.BUSY_MILLISECONDS]
