"""What several rooms' tests need: the project's own content, and a sandbox with a canned run."""

from pathlib import Path

import pytest

from bot.content.load import load
from bot.content.schema import Content

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"


@pytest.fixture(scope="session")
def content() -> Content:
    return load(CONTENT)
