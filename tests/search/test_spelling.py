import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.spelling import Spelling

SPELLING = Spelling(
    {"module": 9, "import": 9, "path": 3, "bath": 0.5, "package": 5, "modulenotfounderror": 1}
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("moduel", "module"),
        ("improt", "import"),
        ("imort", "import"),
        ("importt", "import"),
        ("pacage", "package"),
        ("modulenotfuonderror", "modulenotfounderror"),
        ("modluenotfounderror", "modulenotfounderror"),
        ("pakcage", "package"),
        ("imoprt", "import"),
        ("pahtt", "pahtt"),
    ],
)
def test_a_misspelt_word_is_found_again(written: str, meant: str) -> None:
    assert SPELLING.meant(written) == meant


@pytest.mark.parametrize(
    "word", ["bath", "pizza", "pat", "m0dule", "", "modularity", "unmodulenotfounderror"]
)
def test_a_known_word_and_a_word_of_its_own_stay(word: str) -> None:
    assert SPELLING.meant(word) == word


def test_of_two_words_as_near_the_commoner_was_meant() -> None:
    assert SPELLING.meant("xath") == "path"


@given(st.text(max_size=40))
def test_what_comes_back_is_known_or_the_same(word: str) -> None:
    meant = SPELLING.meant(word)

    assert meant == word or meant in {"module", "import", "path", "bath", "package", "modulenotfounderror"}
