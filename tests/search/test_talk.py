import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.talk import Talk, talk_of


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
    ],
)
def test_asking_for_more_of_the_same_is_seen(text: str) -> None:
    assert talk_of(text) is Talk.MORE


@pytest.mark.parametrize("text", ["", "  ", "!!!", "?", "🎉🎉", "hello", "Hi there!", "good morning 👋"])
def test_what_has_no_words_or_only_greets_is_small_talk(text: str) -> None:
    assert talk_of(text) is Talk.SMALL_TALK


@given(st.text(max_size=200))
def test_any_text_is_some_kind_of_talk(text: str) -> None:
    assert talk_of(text) in Talk
