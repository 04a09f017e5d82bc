"""The base of everything that is written in YAML."""

import hashlib
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """Frozen; an unknown key is an error, and so is a number where text is meant."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False)

    unread: ClassVar[frozenset[str]] = frozenset()
    """Fields that nobody who reads it sees."""

    @property
    def revision(self) -> str:
        """Eight hexadecimal digits that change with anything in it that people read."""
        return hashlib.sha256(self.model_dump_json(exclude=set(self.unread)).encode()).hexdigest()[:8]
