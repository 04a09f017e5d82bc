"""A copy of the content to try the desk on: what is published there is gone with it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.config import Config
from bot.curate.git import Author, Git, GitError, Message

FIRST = Message("Begin", Author("Modulo", "modulo@users.noreply.invalid"))


@asynccontextmanager
async def rehearsal(config: Config) -> AsyncIterator[Config]:
    """The same config over a copy of the content in a git of its own; without git nothing is published."""
    with TemporaryDirectory(prefix="modulo-demo-") as place:
        copy = Path(place) / config.content.folder.name
        shutil.copytree(config.content.folder, copy, ignore=shutil.ignore_patterns(".*"))
        curate = config.curate.model_copy(update={"mode": "commit", "remote": ""})
        try:
            await Git(copy).begin(FIRST)
        except GitError:
            curate = curate.model_copy(update={"mode": "export"})
        content = config.content.model_copy(update={"folder": copy})
        yield config.model_copy(update={"content": content, "curate": curate})
