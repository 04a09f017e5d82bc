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
    has_phrase,
    nearest,
    paused,
    shows_failing_import,
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
        (Wishes(listed=True), None),
        (Wishes(listed=False), Rule.LISTED),
        (Wishes(listed=True, opted_out=True), Rule.WELCOME),
        (Wishes(listed=True, helps=True), Rule.LEARNER),
    ],
)
def test_the_server_and_the_author_have_a_say(wishes: Wishes, rule: Rule | None) -> None:
    assert broken(wishes, WISHES) is rule


@pytest.mark.parametrize(
    ("chance", "rule"),
    [
        (Chance(), None),
        (Chance(passive=False), Rule.PASSIVE),
        (Chance(means_something_else=True), Rule.MEANT),
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


TRACEBACK = """Traceback (most recent call last):
  File "main.py", line 1, in <module>
    {line}
{error}
"""
IMPORT_FAILS = TRACEBACK.format(line="import boats", error="ModuleNotFoundError: No module named 'boats'")
SOMETHING_ELSE_FAILS = TRACEBACK.format(line="boats += 1", error="NameError: name 'boats' is not defined")


@pytest.mark.parametrize(
    "text",
    [
        f"help\n```\n{IMPORT_FAILS}```",
        f"```py\n{IMPORT_FAILS}",
        f"~~~\n{IMPORT_FAILS}~~~ what now",
        f"```py\nimport boats\n```\n```\n{IMPORT_FAILS}```",
    ],
)
def test_the_traceback_of_a_failing_import_in_a_block_has_the_lower_bar(text: str) -> None:
    assert shows_failing_import(text)
    assert broken(heard(text), MESSAGE) is None


@pytest.mark.parametrize(
    "text",
    [
        IMPORT_FAILS,
        f"```\n{SOMETHING_ELSE_FAILS}```",
        "```\nModuleNotFoundError: No module named 'boats'\n```",
        f"```\n{SOMETHING_ELSE_FAILS}```\nand before it was\nModuleNotFoundError: No module named 'boats'",
        "how do I import boats?",
    ],
)
def test_nothing_else_has_the_lower_bar(text: str) -> None:
    assert not shows_failing_import(text)


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("how do I load a Kernel  module?", True),
        ("which kernel-module is it", True),
        ("how do I load a module into the kernel?", False),
        ("a kernel modules list", False),
    ],
)
def test_a_phrase_is_found_as_whole_words(text: str, has: bool) -> None:
    assert has_phrase(text, ["sea shanty", "kernel module"]) is has


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
