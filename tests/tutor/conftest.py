"""The tutor over a small content folder and a canned sandbox."""

from pathlib import Path

import pytest

from bot.library import Library
from bot.reply import Reply, Text
from bot.sandbox.run import Limits
from bot.tutor import Tutor
from tests.conftest import CannedSandbox, canned_run


@pytest.fixture
def sandbox() -> CannedSandbox:
    return CannedSandbox(canned_run(stdout=b"boat\n"))


@pytest.fixture
def tutor(folder: Path, sandbox: CannedSandbox) -> Tutor:
    return Tutor(Library(folder), sandbox, Limits())


def words(reply: Reply | None) -> str:
    """All that the reply says in prose."""
    assert reply is not None
    return "\n".join(part.markdown for part in reply.parts if isinstance(part, Text))
