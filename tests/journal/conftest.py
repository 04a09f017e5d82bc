"""The journal on SQLite and, where a PostgreSQL server is installed, on that; every test runs on both."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.journal.journal import Journal, open_journal

HAS_POSTGRES = all(shutil.which(name) for name in ("postgres", "initdb", "pg_ctl"))
DATABASES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.skipif(not HAS_POSTGRES, reason="no server")),
]


class Clock:
    """Says the time it is told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A PostgreSQL server of our own, on a socket in its folder; root is not allowed to start one."""
    with tempfile.TemporaryDirectory(prefix="modulo-pg-") as name:
        folder = Path(name)
        unprivileged: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            unprivileged = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

        def call(*command: str) -> None:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **unprivileged)

        where = ("-D", f"{folder}/data")
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=40"
        call("initdb", *where, "-U", "modulo", "-A", "trust", "-E", "UTF8", "--no-sync")
        call("pg_ctl", *where, "-l", f"{folder}/log", "-w", "-o", options, "start")
        try:
            yield folder
        finally:
            call("pg_ctl", *where, "-w", "-m", "immediate", "stop")


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'journal.db'}"
        return
    folder = request.getfixturevalue("server")
    with psycopg.connect(f"host={folder} user=modulo dbname=postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS journal WITH (FORCE)")
        connection.execute("CREATE DATABASE journal")
    yield f"postgresql://modulo@/journal?host={folder}"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def journal(url: str, clock: Clock) -> AsyncIterator[Journal]:
    async with open_journal(url, clock=clock) as opened:
        yield opened
