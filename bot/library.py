"""The content in force, with the search built on it; swapped whole or not at all."""

import threading
from dataclasses import dataclass
from pathlib import Path

from bot.content.load import load
from bot.content.schema import Content
from bot.content.translation import ENGLISH
from bot.search.followup import Conversations
from bot.search.search import Search


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Content and the search over it, made from the same files."""

    content: Content
    search: Search


class Library:
    """Holds the Snapshot in force; talks under way outlive a reload."""

    def __init__(self, folder: Path, language: str = ENGLISH) -> None:
        """Read the folder; raises ContentError with every problem of every file."""
        self.folder = folder
        self._language = language
        self._conversations = Conversations()
        self._reloading = threading.Lock()
        self.current = self._read()

    def reload(self) -> None:
        """Take the files as they are now; on ContentError what was in force stays in force.

        Of several threads that reload at once, the one that read last is the one that counts.
        """
        with self._reloading:
            self.current = self._read()

    def _read(self) -> Snapshot:
        content = load(self.folder, self._language)
        return Snapshot(content, Search.build(content, conversations=self._conversations))
