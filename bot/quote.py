"""Puts a learner's words into Markdown in a way that they stay words.

Markdown is written by curators. Whatever a learner or a program wrote enters it through `inline()`,
or through `fill()`, which puts such words into the curators' sentences.
"""

import re
from collections.abc import Callable, Mapping

_UNSAFE = re.compile(r"[`\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_PLACE = re.compile(r"\{(\w+)\}")
MAX_LISTED = 8


class Curated(str):
    """Markdown from content/, which may be shown as it is."""

    __slots__ = ()


Filling = str | int | tuple[str, ...] | Curated


def bare(text: str, *, limit: int = 80) -> str:
    """A learner's word without anything that could end the inline code it is put into."""
    shown = _UNSAFE.sub("·", text)
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    return shown.strip() or "·"


def inline(text: str, *, limit: int = 80) -> str:
    """A learner's word as inline code that no Markdown, ping or direction mark gets out of."""
    return f"`{bare(text, limit=limit)}`"


def fill(template: str, values: Mapping[str, Filling]) -> str:
    """Put the values where the template names them in braces; a name without a value shows as `…`.

    A word becomes inline code; inside inline code of the template, like `import {name}`, it is cleaned
    and stays part of that code.
    """
    pieces = template.split("`")
    for index, piece in enumerate(pieces):
        pieces[index] = _fill_piece(piece, values, _inside_code if index % 2 else _as_code)
    return "`".join(pieces)


def _fill_piece(piece: str, values: Mapping[str, Filling], show: Callable[[Filling], str]) -> str:
    return _PLACE.sub(lambda found: show(values.get(found[1], "…")), piece)


def _as_code(value: Filling) -> str:
    match value:
        case Curated() | int():
            return str(value)
        case str():
            return inline(value)
        case _:
            return ", ".join(inline(word) for word in _few(value))


def _inside_code(value: Filling) -> str:
    match value:
        case Curated():
            return str(value).replace("`", "")
        case tuple():
            return ", ".join(bare(word) for word in _few(value))
        case _:
            return bare(str(value))


def _few(words: tuple[str, ...]) -> tuple[str, ...]:
    return words if len(words) <= MAX_LISTED else (*words[:MAX_LISTED], "…")
