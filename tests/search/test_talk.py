import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.talk import Talk, Wish, asks_for_another, points_back, talk_of, wish_of


@pytest.mark.parametrize(
    "text",
    [
        "thanks!",
        "thank you so much",
        "ok great, thx",
        "cheers, that helped",
        "got it",
        "makes sense",
        "danke",
        "lol nice",
        "ok cool",
        "got it, bye",
        "nvm figured it out",
    ],
)
def test_thanks_are_thanks(text: str) -> None:
    assert talk_of(text) is Talk.THANKS


@pytest.mark.parametrize(
    "text",
    [
        "thanks, but how do I rename it?",
        "thanks in advance for any help with my import of a file in another folder",
        "it works when I run it in the terminal",
        "what does import math do",
        "hello, how do I import my file?",
        "hi numpy",
        "which version of numpy",
        "show me an example of a circular import",
        "is it in a notebook?",
    ],
)
def test_a_question_with_thanks_in_it_stays_a_question(text: str) -> None:
    assert talk_of(text) is Talk.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "why?",
        "but why",
        "show me an example",
        "I don't understand",
        "explain it simpler",
        "which version?",
        "run it",
        "how do i fix it",
        "do i need that",
        "whats the diffrence",
        "every time?",
    ],
)
def test_asking_for_more_of_the_same_is_seen(text: str) -> None:
    assert talk_of(text) is Talk.MORE


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("show me an exmaple pls", Wish.EXAMPLE),
        ("another example", Wish.EXAMPLE),
        ("run it", Wish.EXAMPLE),
        ("which python version", Wish.VERSION),
        ("since when?", Wish.VERSION),
        ("i dont get it", Wish.SIMPLER),
        ("wait what", Wish.SIMPLER),
        ("more", Wish.SIMPLER),
        ("but why is it bad", Wish.REASON),
        ("whats the point", Wish.REASON),
        ("how do i fix it", Wish.REMEDY),
        ("is there another way", Wish.REMEDY),
        ("so what should i use then", Wish.REMEDY),
        ("how do i make one", Wish.HOW),
        ("how", Wish.HOW),
        ("how many", Wish.SOMETHING),
        ("is that bad", Wish.SOMETHING),
        ("how do i rename it", None),
        ("and in a package?", None),
    ],
)
def test_what_is_wished_for_is_told_apart(text: str, wish: Wish | None) -> None:
    assert wish_of(text) is wish


def test_another_example_is_another_one() -> None:
    assert asks_for_another("Another example, please")
    assert not asks_for_another("an example please")


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("can i delete it", True),
        ("and on windows?", True),
        ("what are lazy imports", False),
        ("i have a folder with two files in it and one of them does not find the other", False),
    ],
)
def test_a_short_message_that_stands_on_what_was_said_points_back(text: str, *, points: bool) -> None:
    assert points_back(text) is points


@pytest.mark.parametrize(
    "text", ["how are you?", "who are you", "are you a bot?", "hey, what's up", "hi again"]
)
def test_talk_about_the_bot_is_small_talk(text: str) -> None:
    assert talk_of(text) is Talk.SMALL_TALK


@pytest.mark.parametrize("text", ["", "  ", "!!!", "?", "🎉🎉", "hello", "Hi there!", "good morning 👋"])
def test_what_has_no_words_or_only_greets_is_small_talk(text: str) -> None:
    assert talk_of(text) is Talk.SMALL_TALK


@given(st.text(max_size=200))
def test_any_text_is_some_kind_of_talk(text: str) -> None:
    assert talk_of(text) in Talk
