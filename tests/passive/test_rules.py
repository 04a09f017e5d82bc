"""When the bot may speak unasked: what each rule lets through, and what it holds back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.journal.dismissals import Dismissal
from bot.passive.rules import (
    CHANCE,
    MESSAGE,
    MOST_AN_HOUR,
    NOT_AGAIN,
    PAUSED_FOR,
    WISHES,
    Chance,
    Overheard,
    Rule,
    Wishes,
    broken,
    nearest,
    paused,
)

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def heard(text: str, *, by_person: bool = True) -> Overheard:
    return Overheard(text, author="1", guild="2", channel="3", by_person=by_person)


def dismissal(topic: str, words: str = "", *, days: float = 0) -> Dismissal:
    return Dismissal("2", topic, words, NOW - timedelta(days=days))


@pytest.mark.parametrize(
    "text",
    [
        "what does import math do",
        "Hey, how do I import a file",
        "import math gives me nothing, right?",
        "my import is broken, any ideas?? ",
        "it says ModuleNotFoundError: No module named 'x'",
        "ImportError: cannot import name 'g' from 'a'",
        "AttributeError: module 'random' has no attribute 'randint'",
        "AttributeError: partially initialized module 'a' has no attribute 'f'",
    ],
)
def test_a_question_or_a_failing_import_may_be_answered(text: str) -> None:
    assert broken(heard(text), MESSAGE) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("I like to import math every day", Rule.QUESTION),
        ("TypeError: unsupported operand type for + here", Rule.QUESTION),
        ("AttributeError: 'str' object has no attribute 'foo'", Rule.QUESTION),
        ("whatever you import is fine", Rule.QUESTION),
        ("", Rule.QUESTION),
        ("import math why?", Rule.WORDS),
        ("what ??? !!! ... import", Rule.WORDS),
    ],
)
def test_talk_and_too_few_words_are_left_alone(text: str, rule: Rule) -> None:
    assert broken(heard(text), MESSAGE) is rule


def test_no_bot_is_answered() -> None:
    assert broken(heard("what does import math do?", by_person=False), MESSAGE) is Rule.PERSON


@pytest.mark.parametrize(
    ("wishes", "rule"),
    [
        (Wishes(listed=True, opted_out=False), None),
        (Wishes(listed=False, opted_out=False), Rule.LISTED),
        (Wishes(listed=True, opted_out=True), Rule.WELCOME),
    ],
)
def test_the_server_and_the_author_have_a_say(wishes: Wishes, rule: Rule | None) -> None:
    assert broken(wishes, WISHES) is rule


@pytest.mark.parametrize(
    ("chance", "rule"),
    [
        (Chance(), None),
        (Chance(passive=False), Rule.PASSIVE),
        (Chance(since_shown=NOT_AGAIN - timedelta(seconds=1)), Rule.FRESH),
        (Chance(since_shown=NOT_AGAIN), None),
        (Chance(in_the_hour=MOST_AN_HOUR - 1), None),
        (Chance(in_the_hour=MOST_AN_HOUR), Rule.SELDOM),
        (Chance(in_the_thread=1), Rule.ONCE),
        (Chance(paused=True), Rule.NOT_PAUSED),
        (Chance(likeness=0.5), None),
        (Chance(likeness=0.7), Rule.WANTED),
    ],
)
def test_an_answer_that_fits_still_has_to_be_welcome(chance: Chance, rule: Rule | None) -> None:
    assert broken(chance, CHANCE) is rule


def test_every_rule_is_looked_at() -> None:
    assert [*MESSAGE, *WISHES, *CHANCE] == list(Rule)


def test_two_dismissals_within_a_week_pause_a_topic() -> None:
    week = PAUSED_FOR.days
    dismissals = [
        *(dismissal("boats", days=days) for days in (1, week - 1)),
        *(dismissal("ropes", days=days) for days in (1, week + 1)),
        dismissal("piers"),
    ]

    assert paused(dismissals, NOW) == {"boats"}


def test_questions_are_compared_by_their_words() -> None:
    dismissals = [dismissal("boats", "where boat sleep"), dismissal("boats", "")]

    assert nearest(["where", "boat", "sleep"], dismissals) == 1
    assert nearest(["rope", "knot"], dismissals) == 0
    assert 0 < nearest(["boat", "race"], dismissals) < 0.6
    assert nearest([], dismissals) == 0
    assert nearest(["boat"], []) == 0
