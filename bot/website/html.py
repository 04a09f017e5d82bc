"""Builds HTML from typed pieces: plain text is escaped, and only `Html` is taken as it is."""

from html import escape
from typing import Literal

VOID = frozenset({"img", "input", "link", "meta"})


class Html(str):
    """Markup that may stand in a page."""

    __slots__ = ()


def element(tag: str, /, *children: str, **attributes: str | bool) -> Html:
    """An element; attributes are written with `_` for a dash and behind a word of Python, as in `class_`."""
    written = "".join(_written(key, text) for key, text in attributes.items() if text is not False)
    if tag in VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{joined(*children)}</{tag}>")


def joined(*children: str) -> Html:
    """The children one after another."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children))


def _written(key: str, text: str | Literal[True]) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if text is True else f' {name}="{escape(text)}"'
