"""The base of everything that curators write."""

import hashlib
from typing import ClassVar

from bot.strict_yaml import Strict


class Entry(Strict):
    """Something that people read, with a revision of its words."""

    unread: ClassVar[frozenset[str]] = frozenset()
    """Fields that nobody who reads it sees."""

    @property
    def revision(self) -> str:
        """Eight hexadecimal digits that change with anything in it that people read."""
        return hashlib.sha256(self.model_dump_json(exclude=set(self.unread)).encode()).hexdigest()[:8]
