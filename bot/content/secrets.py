"""Rule T12: forms of secrets that say by themselves what they are."""

import re
from collections.abc import Iterator

from bot.content.passage import Found, Passage
from bot.strict_yaml import Document, Place

_SECRET = re.compile(
    r"\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,45}\b"  # a Discord bot's token
    r"|\bdiscord(?:app)?\.com/api/webhooks/\d+/"
    r"|\bgh[pousr]_\w{30,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}|\bpypi-[\w-]{60,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}|\bsk-[\w-]{32,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----",
)


def secrets(document: Document) -> Found:
    """Where the document holds one, wherever that is."""
    for place, text in _texts(document.value, ()):
        if _SECRET.search(text):
            yield place, "This looks like a token, a key or a password; take it out, and have it renewed."


def _texts(value: object, place: Place) -> Iterator[Passage]:
    match value:
        case str():
            yield Passage(place, value)
        case dict():
            for key, inner in value.items():
                yield from _texts(inner, (*place, key))
        case list():
            for index, inner in enumerate(value):
                yield from _texts(inner, (*place, index))
        case _:
            pass
