"""A single field of a content file is changed, and nothing else moves."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bot.curate.yaml_edit import EditRefused, change
from bot.strict_yaml import Document, Place, parse
from tests.conftest import CONTENT, EXAMPLES

FILES = sorted(CONTENT.rglob("*.yaml"))
CARD = b"""\
# A card.
slug: boats  # its name
title: "Boats"
questions:
  - where do boats sleep
  - 'how deep'  # a harbour
answer: |
  Tie it up.

# Folded.
why: >-
  Boats drift
  away.
level: beginner
"""


def fields(document: Document) -> list[Place]:
    """Every field that holds a text, a number or a list of texts."""

    def walk(value: object, place: Place) -> Iterator[Place]:
        match value:
            case dict():
                for key, inner in value.items():
                    yield from walk(inner, (*place, key))
            case list():
                if all(isinstance(item, str) for item in value):
                    yield place
                for index, item in enumerate(value):
                    yield from walk(item, (*place, index))
            case _:
                yield place

    return list(walk(document.value, ()))


def with_value(document: Document, place: Place, value: object) -> object:
    meant: Any = copy.deepcopy(document.value)
    inner = meant
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return meant


def lines_of(document: Document, place: Place, text: bytes) -> tuple[int, int]:
    """First line of the field, and the first line of what comes after it."""
    start = document.lines[place]
    later = [line for other, line in document.lines.items() if line > start and other[: len(place)] != place]
    return start, min(later, default=text.count(b"\n") + 1)


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
prose = st.lists(
    st.sampled_from(
        [
            "import math",
            "`math`",
            "no",
            "3.10",
            "null",
            "# not a comment",
            "a: b",
            "- item",
            "true",
            "007",
            "it's",
            '"quoted"',
            "    deep",
            "ends here.",
            "{name}",
            "[x]",
            "&a",
            "*a",
            "!tag",
            "|",
            "> 3",
            "%",
            "@here",
            "é",
        ]
    ),
    min_size=1,
    max_size=12,
).flatmap(lambda parts: st.sampled_from([" ", "\n", "\n\n", ": "]).map(lambda joint: joint.join(parts)))
texts = st.one_of(prose, prose.map(lambda text: text + "\n"), words)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_random_edit_changes_that_field_and_no_other_byte_or_is_refused(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    before = file.read_bytes()
    document = parse(before, file.name)
    place = data.draw(st.sampled_from(fields(document)))
    current: Any = document.value
    for key in place:
        current = current[key]
    value = data.draw(st.lists(texts, min_size=1, max_size=4) if isinstance(current, list) else texts)

    try:
        after = change(before, place, value, file=file.name)
    except EditRefused:
        event("refused")
        return
    event("changed")

    changed = parse(after, file.name)
    assert changed.value == with_value(document, place, value)
    old_lines, new_lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    start, end = lines_of(document, place, before)
    new_start, new_end = lines_of(changed, place, after)
    assert new_lines[: new_start - 1] == old_lines[: start - 1]
    assert new_lines[new_end - 1 :] == old_lines[end - 1 :]


def edited(place: Place, value: str | int | list[str]) -> str:
    return change(CARD, place, value, file="boats.yaml").decode()


def test_comments_and_styles_stay() -> None:
    text = CARD.decode()

    assert edited(("title",), "Big boats") == text.replace('"Boats"', '"Big boats"')
    assert edited(("answer",), "Use rope.\nTwice.\n") == text.replace("Tie it up.", "Use rope.\n  Twice.")
    assert edited(("questions", 0), "which boats") == text.replace("where do boats sleep", "which boats")
    assert edited(("why",), "Wind pushes.") == text.replace("Boats drift\n  away.", "Wind pushes.")


def test_a_list_grows_and_shrinks() -> None:
    more = change(CARD.replace(b"  # a harbour", b""), ("questions",), ["a", "b", "c"], file="boats.yaml")

    assert b"questions:\n  - a\n  - 'b'\n  - c\nanswer" in more
    assert b"questions:\n  - a\nanswer" in change(more, ("questions",), ["a"], file="boats.yaml")


def test_a_folded_text_is_broken_into_lines() -> None:
    lines = edited(("why",), "Boats drift away when nobody holds them. " * 8).splitlines()

    assert max(map(len, lines)) <= 102


def test_a_missing_key_is_put_at_the_end() -> None:
    assert edited(("passive",), False) == CARD.decode() + "passive: false\n"


def test_the_same_value_changes_nothing() -> None:
    assert edited(("title",), "Boats") == CARD.decode()


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("questions",), ["where do boats sleep"]),  # the comment would go with the second item
        (("questions", 7), "x"),
        (("nowhere", "title"), "x"),
        (("slug",), "boat"),  # the comment beside it would move
        (("answer",), "\x00"),
        (("title",), "\ud800"),
    ],
)
def test_what_cannot_be_done_cleanly_is_refused(place: Place, value: str | list[str]) -> None:
    with pytest.raises(EditRefused):
        change(CARD, place, value, file="boats.yaml")
