import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.schema import Synonyms
from bot.search.index import Index


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what does import math do?", "import-statement"),
        ("whta does imoprt math do", "import-statement"),
        ("how can I rename a module on import", "import-as-alias"),
        ("import pandas as pd", "import-as-alias"),
        ("what is __init__.py", "init-py"),
        ("import something from a folder", "import-from-subfolder"),
        ("ModuleNotFoundError: No module named 'xyzzy'", "modulenotfounderror"),
        ('what\'s if __name__ == "__main__"', "if-name-main"),
        ("what can I do with itertools", "mod-itertools"),
        ("how do I import sqrt", "mod-math"),
    ],
)
def test_a_question_reaches_its_topic(index: Index, text: str, topic: str) -> None:
    assert index.search(text).matches[0].topic == topic


def test_the_missing_modules_name_makes_no_difference(index: Index) -> None:
    names = ["numpy", "xyzzy", "my_helpers", "Utils", "a.b.c"]

    found = {index.search(f"ImportError: No module named {name}").matches[0].topic for name in names}

    assert found == {"modulenotfounderror"}


def test_a_public_name_reaches_its_module(index: Index) -> None:
    assert index.search("zip_longest and starmap").matches[0].topic == "mod-itertools"


def test_matches_come_best_first_with_probabilities(index: Index) -> None:
    scores = [match.score for match in index.search("how do I import a module from a folder").matches]

    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1 + 1e-9


def test_a_match_names_the_words_that_counted_as_they_were_written(index: Index) -> None:
    (best, *_) = index.search("waht is __init__.py in a folder").matches

    assert "__init__.py" in best.terms


def test_an_explanation_shares_the_evidence_among_the_words(index: Index) -> None:
    shares = index.explain("how do I import from a folder", "import-from-subfolder")

    assert shares[0][0] in {"folder", "import"}
    assert math.isclose(sum(share for _, share in shares), 1.0)


def test_the_talks_last_topic_draws_a_vague_question_near(index: Index) -> None:
    text = "and a shorter name for it?"

    alone = {match.topic: match.score for match in index.search(text).matches}
    near = {match.topic: match.score for match in index.search(text, near={"import-as-alias": 1.0}).matches}

    assert near["import-as-alias"] > alone["import-as-alias"]


def test_a_question_of_stop_words_finds_nothing(index: Index) -> None:
    assert index.search("what is it").matches == ()


def test_the_limit_is_kept(index: Index) -> None:
    assert len(index.search("import a module", limit=2).matches) == 2


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Index.build({}, Synonyms()).search("import math").matches == ()


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_can_be_searched(index: Index, text: str) -> None:
    assert all(0 <= match.score <= 1 for match in index.search(text).matches)
