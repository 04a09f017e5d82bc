import re

from hypothesis import given
from hypothesis import strategies as st

from bot.quote import Curated, fill, inline

NASTY = st.text(alphabet="`*_~|<>@#[]()\\\n\r\t \u200b\u202ea{}:/", max_size=120) | st.text(max_size=120)
CODE = re.compile(r"`[^`\n]+`")


def outside_code(markdown: str) -> str:
    return CODE.sub("", markdown)


@given(NASTY)
def test_a_learners_word_never_leaves_its_inline_code(word):
    shown = inline(word)

    assert CODE.fullmatch(shown)
    assert len(shown) <= 82


@given(NASTY, NASTY)
def test_words_filled_into_a_sentence_stay_words(first, second):
    filled = fill(
        "Write {a} or `import {b}` in {c}, line {n}.", {"a": first, "b": second, "c": (first, second), "n": 3}
    )

    assert re.fullmatch(r"Write  or  in (?:, )?, line 3\.", outside_code(filled))


def test_a_word_inside_code_stays_part_of_that_code():
    assert fill("`from {m} import {n}`", {"m": "a`b", "n": "c\n"}) == "`from a·b import c·`"


def test_the_curators_own_words_keep_their_markdown():
    assert fill("Use {x}.", {"x": Curated("`a` or **b**")}) == "Use `a` or **b**."


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again():
    assert fill("{a} {b}", {"a": "{b}", "b": "x"}) == "`{b}` `x`"
