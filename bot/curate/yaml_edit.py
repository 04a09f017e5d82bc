"""Changes one field of a content file and leaves everything else as it is, byte for byte.

The change is made in ruamel.yaml's round-trip tree and judged by the strict reader: it is accepted only if
the file then says exactly what was meant, and no byte outside the field moved.
"""

import copy
import io
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, ScalarString

from bot.errors import BotError, ProblemsError
from bot.strict_yaml import LOADER, Place, parse

Value = str | int | Sequence[str]
"""What a field can be set to; a sequence is a list of short texts, like `questions`."""

MAX_LINE = 100
_COMMENT = re.compile(r"(?:^ *|  )#.*$", re.MULTILINE)


class EditRefused(BotError):
    """The field cannot be changed without touching something else, and why."""


def change(text: bytes, place: Place, value: Value, *, file: str) -> bytes:
    """The file's text with the field at `place` set to `value`; a key that is missing is put at the end.

    Raises EditRefused when that would change anything else, ProblemsError when the file is not strict YAML.
    """
    old = parse(text, file).value
    meant = _replaced(old, place, value)
    if meant == old:
        return text
    changed = _written(text.decode("utf-8"), place, value)
    if not _says(changed, meant, file):
        raise EditRefused(
            f"`{_spelt(place)}` cannot hold this text as it is. Look for tabs, blanks at the end of a line, "
            "and characters that cannot be seen."
        )
    if not _only_there(text.decode("utf-8"), changed, place):
        raise EditRefused(
            f"`{_spelt(place)}` cannot be changed here without changing what stands around it, like a "
            "comment; change the file by hand."
        )
    return changed.encode("utf-8")


def in_form(text: bytes, file: str) -> bytes | None:
    """The file as ruamel.yaml writes it with our settings, or None when it reads so already.

    Raises ProblemsError when it is not strict YAML, EditRefused when it would not say the same then.
    """
    meant = parse(text, file).value
    out = io.StringIO()
    editor = round_trip()
    editor.dump(editor.load(text.decode("utf-8")), out)
    formed = out.getvalue().rstrip("\n") + "\n"
    if not _says(formed, meant, file):
        raise EditRefused(f"{file} cannot be brought into form by itself; look at its indentation.")
    return formed.encode() if formed.encode() != text else None


def round_trip() -> YAML:
    """ruamel.yaml with the settings under which our files read and write as they are."""
    editor = YAML()
    editor.indent(mapping=2, sequence=4, offset=2)
    editor.width = 4096
    editor.preserve_quotes = True
    return editor


def _spelt(place: Place) -> str:
    return ".".join(map(str, place))


def _replaced(document: object, place: Place, value: Value) -> object:
    """The document as it should read afterwards."""
    meant: Any = copy.deepcopy(document)
    inner = meant
    try:
        for key in place[:-1]:
            inner = inner[key]
        if not isinstance(inner, dict):
            inner[place[-1]]
    except (KeyError, IndexError, TypeError):
        raise EditRefused(f"There is no `{_spelt(place)}` in this file.") from None
    inner[place[-1]] = value if isinstance(value, str | int) else list(value)
    return meant


def _written(text: str, place: Place, value: Value) -> str:
    editor = round_trip()
    out = io.StringIO()
    try:
        document = editor.load(text)
        inner = document
        for key in place[:-1]:
            inner = inner[key]
        before = inner.get(place[-1]) if isinstance(inner, dict) else inner[place[-1]]
        inner[place[-1]] = _styled(value, before)
        editor.dump(document, out)
    except (YAMLError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise EditRefused(f"`{_spelt(place)}` cannot be written: {reason}.") from None
    return out.getvalue()


def _styled(value: Value, before: object) -> object:
    """The value in the style the old one was written in, as far as it fits."""
    match value:
        case str():
            return _styled_text(value, before)
        case int():
            return value
        case _ if isinstance(before, list):
            before[len(value) :] = []
            for index, item in enumerate(value):
                if index == len(before):
                    before.append(_styled_text(item, None))
                elif before[index] != item:
                    before[index] = _styled_text(item, before[index])
            return before
        case _:
            return [_styled_text(item, None) for item in value]


def _styled_text(value: str, before: object) -> object:
    style = type(before) if isinstance(before, ScalarString) else None
    if "\n" in value and style is not FoldedScalarString:
        style = LiteralScalarString
    if style is None:
        return value
    if style is FoldedScalarString:
        folded = FoldedScalarString(value)
        folded.fold_pos = list(_folds(value))  # as ruamel's own reader does
        return folded
    return style(value)


def _folds(text: str) -> Iterator[int]:
    """The blanks at which a folded text is broken into lines."""
    at = 0
    for line in textwrap.wrap(text, MAX_LINE, break_long_words=False, break_on_hyphens=False)[:-1]:
        at += len(line)
        if text[at : at + 1] != " ":  # not plain words and single blanks: it stays on one line
            return
        yield at
        at += 1


def _says(changed: str, meant: object, file: str) -> bool:
    try:
        return parse(changed.encode("utf-8"), file).value == meant
    except (ProblemsError, UnicodeEncodeError):
        return False


def _only_there(before: str, after: str, place: Place) -> bool:
    """Whether no character outside the field moved, and no comment inside it is gone."""
    (start, end), (new_start, new_end) = _span(before, place), _span(after, place)
    if start == len(before):
        return after.startswith(before)
    same_around = before[:start] == after[:new_start] and before[end:] == after[new_end:]
    return same_around and _comments(before[start:end]) <= _comments(after[new_start:new_end])


def _span(text: str, place: Place) -> tuple[int, int]:
    """Where the field's value begins and ends; both are the end of the text for a field that is missing."""
    node: Any = yaml.compose(text, Loader=LOADER)
    for key in place:
        inner = dict(_children(node)).get(key)
        if inner is None:
            return len(text), len(text)
        node = inner
    start = node.start_mark.index
    while leaves := _children(node):  # a list's own end lies behind the comments that follow it
        node = leaves[-1][1]
    return start, start + len(text[start : node.end_mark.index].rstrip("\n"))


def _children(node: yaml.Node) -> list[tuple[str | int, yaml.Node]]:
    match node:
        case yaml.MappingNode():
            return [(str(key.value), inner) for key, inner in node.value]
        case yaml.SequenceNode():
            return list(enumerate(node.value))
        case _:
            return []


def _comments(text: str) -> Counter[str]:
    return Counter(_COMMENT.findall(text)) if text.startswith("-") else Counter()
