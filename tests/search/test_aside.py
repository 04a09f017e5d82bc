"""Follow-ups as people write them, against those a card has an answer to."""

import pytest

from bot.content.schema import FollowUp, Topic
from bot.search.aside import aside, nearest_aside
from tests.search.search_cards import topic

QUESTIONS = ["one", "two", "three", "four", "five", "six"]


@pytest.fixture
def card() -> Topic:
    asked = {
        "why": ["why?", "why would anybody do that"],
        "need": ["do I always need it?"],
        "delete": ["is it safe to delete it?"],
        "rename": ["can I rename a function too?"],
        "slow": ["why is it not slow?"],
        "change": ["can I change it"],
        "night": ["can I sail a red boat at night"],
    }
    follow_ups = tuple(FollowUp(asks=tuple(asks), answer=answer) for answer, asks in asked.items())
    return topic("boats", "Boats", *QUESTIONS).model_copy(update={"follow_ups": follow_ups})


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("why", "why"),
        ("but why??", "why"),
        ("do i need it", "need"),
        ("do i alwyas need that", "need"),
        ("can I change this, pls", "change"),
        ("is it slow", "slow"),
    ],
)
def test_a_follow_up_is_recognised_in_other_words(card: Topic, text: str, answer: str) -> None:
    assert aside(card, text) == answer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "!!",
        "can I use it",
        "why do i need it",
        "how do I change it",
        "can I rename it",
        "do I always need it twice",
        "what is the safe way to delete a function",
    ],
)
def test_what_asks_something_else_gets_no_aside(card: Topic, text: str) -> None:
    assert aside(card, text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("can i delete it", "delete"),
        ("does that work for functions", "rename"),
        ("how do I delete it", None),
        ("can it be red", None),
        ("what about functions", None),
        ("does it work for functions and windows", None),
    ],
)
def test_in_the_talk_a_part_is_enough_when_it_points_back(card: Topic, text: str, answer: str | None) -> None:
    assert aside(card, text) is None
    assert nearest_aside(card, text) == answer
