"""A question as it was asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wrote, and where it stands in a talk.

    `asker`, `conversation` and `guild` are opaque names given by a front end; an empty one belongs to nobody.
    `overheard` says that nobody addressed the bot, `about` is the topic of the answer that this replies to.
    """

    text: str
    asker: str = ""
    conversation: str = ""
    overheard: bool = False
    guild: str = ""
    about: str = ""
