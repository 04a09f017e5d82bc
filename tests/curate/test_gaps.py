"""Alike questions are one gap, counted, without anybody's name; unlike ones stay apart."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from bot.content.schema import Content
from bot.curate.gaps import Gap, gaps, likeness
from bot.journal.asked import Decided, KeptQuestion
from bot.search.search import Search

BEGIN = datetime(2026, 11, 24, tzinfo=UTC)
AB = ("a", "b")


@pytest.fixture(scope="module")
def terms(content: Content):
    return Search.build(content).index.terms


def asked(*texts: str, topics: tuple[str, ...] = (), reported: bool = False) -> list[KeptQuestion]:
    return [
        KeptQuestion(
            text=text,
            decided=Decided.UNANSWERED,
            topics=topics,
            member="ada",
            reported=reported,
            at=BEGIN + timedelta(hours=number),
        )
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("how do I import pandas in a notebook?", "importing pandas in jupyter notebook"),
        ("how to reload a moduel after editing", "reload module after edit"),
        ("vscode cannot find my module", "VS Code does not find module"),
        ("hwuqx zzgrb", "Hwuqx zzgrb flumpt"),
        ("???", "???"),
    ],
)
def test_one_question_in_two_wordings_is_one_gap(terms, one: str, other: str) -> None:
    (gap,) = gaps(asked(one, other), terms)

    assert (gap.count, gap.text) == (2, other)
    assert gap.others == ((one,) if one != other else ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("import pandas does not work", "import numpy does not work"),
        ("what is a namespace package", "what is a circular import"),
        ("can I import from a url", "can I import from a zip file"),
        ("???", "!!!"),
    ],
)
def test_two_questions_are_two_gaps(terms, one: str, other: str) -> None:
    assert len(gaps(asked(one, other), terms)) == 2


def test_the_most_asked_comes_first_with_when_and_what_came_closest(terms) -> None:
    once = asked("can I import from a url")
    often = asked(
        "reload a module", "module reload", "reload my module", "reloading modules", topics=("a", "b")
    )
    reported = asked("reload the module", topics=("b", "c"), reported=True)

    first, second = gaps([*once, *often, *reported], terms)

    assert (second.text, second.others) == ("can I import from a url", ())
    assert (first.count, first.reported) == (5, 1)
    assert (first.first, first.last) == (BEGIN, BEGIN + timedelta(hours=3))
    assert first.closest == ("a", "b", "c")
    assert (first.id, first.text) == (often[3].id, "reloading modules")
    assert first.others == ("reload my module", "module reload")
    assert gaps([*once, *often, *reported], terms, limit=1) == [first]


def test_nobody_is_named_in_a_gap(terms) -> None:
    (gap,) = gaps(asked("can I import from a url"), terms)

    assert not any("ada" in str(getattr(gap, each.name)) for each in fields(Gap))


def test_likeness_is_one_for_the_same_and_nought_for_nothing_in_common() -> None:
    assert likeness({"a": 2.0, "b": 1.0}, {"a": 2.0, "b": 1.0}) == 1
    assert likeness({"a": 2.0}, {"b": 1.0}) == 0
