"""A question as the journal knows it; apart from the SQL, so that whoever only asks loads no database."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Decided(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    OFFERED = "offered"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question and the topics that came closest, best first; `reported` by a member as missing."""

    text: str
    decided: Decided
    topics: tuple[str, ...] = ()
    member: str = ""
    guild: str = ""
    reported: bool = False
    id: str = field(default_factory=lambda: secrets.token_hex(6))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptQuestion(AskedQuestion):
    """A question as it is kept."""

    at: datetime
