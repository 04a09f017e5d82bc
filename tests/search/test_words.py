import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.stem import stem
from bot.search.words import MAX_TEXT, SOME_PACKAGE, Reader, Word

READER = Reader({"folder": "directory", "no module named": "missing no module named"})


def heads(text: str) -> list[str]:
    return [word.terms[0] for word in READER.read(text)]


def terms(text: str) -> set[str]:
    return {term for word in READER.read(text) for term in word.terms}


@pytest.mark.parametrize("word", ["import", "imports", "imported", "importing"])
def test_forms_of_a_word_have_one_stem(word: str) -> None:
    assert stem(word) == "import"


@pytest.mark.parametrize(
    ("one", "other"), [("import", "important"), ("note", "not"), ("call", "callable"), ("class", "clas")]
)
def test_words_that_only_look_alike_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_dotted_name_is_found_whole_and_by_its_parts() -> None:
    (word,) = READER.read("os.path.join")

    assert word.terms[0] == "os.path.join"
    assert {"os", "path", "join"} <= set(word.terms)


def test_a_part_counts_less_than_the_whole_name() -> None:
    (word,) = READER.read("BeautifulStone")

    counts = dict(word.counts)

    assert counts["beautifulston"] > counts["ston"]


@pytest.mark.parametrize("written", ["__init__.py", "__init__.py?", "the `__init__.py`", "_init_.py"])
def test_the_init_file_is_one_word_however_it_is_written(written: str) -> None:
    assert "__init__.py" in terms(written)


def test_a_package_that_is_installed_stands_for_any_such_package() -> None:
    assert [word.counts[0] for word in READER.read("numpy")] == [(SOME_PACKAGE, 1.0)]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("from math import pi", "‹from-import›"),
        ("what does from ... import mean", "‹from-import›"),
        ("import numpy as np", "‹import-as›"),
        ("from math import pi as p", "‹from-import-as›"),
        ("why is import * bad", "‹import-star›"),
        ("from . import x", "‹relative›"),
        ("from ..pkg import x", "‹relative›"),
        ("what does the module `this` do", "‹import-this›"),
        ("source of the 'this' module", "‹import-this›"),
        ("if __name__ == '__main__':", "‹if-main›"),
        ("if name == main", "‹if-main›"),
    ],
)
def test_forms_of_import_are_seen(text: str, form: str) -> None:
    assert form in terms(text)


@pytest.mark.parametrize(
    "text", ["what does from ... import mean", "from math import pi", "from the left. import it"]
)
def test_three_dots_without_a_name_leave_something_out(text: str) -> None:
    assert "‹relative›" not in terms(text)


def test_a_script_goes_by_its_bare_name() -> None:
    assert terms("activate.bat") == terms("Activate.ps1") == terms("activate")


def test_the_longest_of_several_synonyms_is_taken() -> None:
    reader = Reader({"import": "short", "import error on": "longest", "error": "other"})

    assert [word.terms[0] for word in reader.read("import error on error import error")] == [
        *("longest", "other", "short", "other"),
    ]


def test_a_text_reads_the_same_with_a_mender_that_mends_nothing() -> None:
    text = (
        "from .. import x, sys.path and `pkg.mod`; why does 'import os.path' work in C++ but --not -m 3.12?"
    )

    assert Reader({}).read(text) == Reader({}, mend=lambda word: word).read(text)


def test_a_misspelt_dunder_is_mended_and_ones_own_is_not() -> None:
    reader = Reader({}, mend=lambda word: {"inti": "init", "intl": "into"}.get(word, word))

    assert [word.terms[0] for word in reader.read("__inti__.py __inti__ __intl__")] == [
        *("__init__.py", "__init__", "__intl__"),
    ]


def test_an_english_sentence_is_no_import_form() -> None:
    assert not any(term.startswith("‹") for term in terms("import duty on goods from china"))


def test_a_missing_name_that_the_standard_module_has_points_to_a_file_in_its_place() -> None:
    assert "‹hidden-module›" in terms("AttributeError: module 'random' has no attribute 'randint'")
    assert "‹hidden-module›" not in terms("AttributeError: module 'random' has no attribute 'rnadint'")


def test_versions_of_python_are_python() -> None:
    assert {"python", "python3"} <= terms("python3.12")
    assert "python2" in terms("python 2.7")


def test_a_synonym_takes_the_place_of_the_word() -> None:
    assert heads("two folders") == ["two", "directory"]


def test_several_words_become_what_the_synonym_says() -> None:
    assert heads("No module named foo") == ["miss", "no", "modul", "nam", "foo"]


def test_little_words_are_stop_words() -> None:
    assert all(word.is_stop for word in READER.read("what is it that this does to me"))


def test_the_synonyms_themselves_are_not_mended() -> None:
    reader = Reader({"datei": "file"}, mend=lambda word: "dates" if word == "datei" else word)

    assert [word.terms[0] for word in reader.read("dates")] == [stem("dates")]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    words = READER.read(text)

    assert all(isinstance(word, Word) and word.terms and word.counts for word in words)


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    assert len(READER.read("import " * MAX_TEXT)) <= MAX_TEXT
