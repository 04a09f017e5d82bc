"""What a snippet may be called and how large it may be; every refusal is a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SnippetRejected
from bot.sandbox.snippet import MAX_ARGV, MAX_BYTES, MAX_FILES, MAX_WORD, Snippet


@pytest.mark.parametrize(
    "name",
    [
        "../out.py",
        "/etc/passwd",
        "a/../../b.py",
        "./main.py",
        "a//b.py",
        "",
        ".",
        "a\x00b.py",
        "a\nb.py",
        "a\\b.py",
        "C:x.py",
        "\u202egnp.py",
        "\ud800.py",
        "d/" * 60 + "x.py",
    ],
)
def test_a_name_outside_the_folder_or_unreadable_is_refused(name: str) -> None:
    with pytest.raises(SnippetRejected) as refusal:
        Snippet.of([("main.py", ""), (name, "x = 1")])

    assert str(refusal.value).endswith(".")
    assert "\x00" not in str(refusal.value)


@pytest.mark.parametrize("name", ["main.py", "shapes/area.py", "café.py", ".hidden", "data.txt", "a b.py"])
def test_ordinary_names_are_taken(name: str) -> None:
    assert Snippet.of([(name, "x = 1")]).entry == name


@pytest.mark.parametrize(
    "files",
    [
        [("a.py", ""), ("A.py", "")],
        [("a", ""), ("a/b.py", "")],
        [("main.py/x.py", "")],
        [],
        [(f"m{number}.py", "") for number in range(MAX_FILES + 1)],
        [("main.py", "#" * (MAX_BYTES + 1))],
    ],
    ids=["same name", "file and folder", "main is a folder", "nothing", "too many", "too large"],
)
def test_files_that_do_not_fit_together_are_refused(files: list[tuple[str, str]]) -> None:
    with pytest.raises(SnippetRejected):
        Snippet.of(files)


def test_the_entry_is_main_or_the_last_file() -> None:
    assert Snippet.of([("main.py", ""), ("b.py", "")]).entry == "main.py"
    assert Snippet.of([("a.py", ""), ("b.py", "")]).entry == "b.py"
    assert Snippet.of([("a.py", ""), ("b.py", "")], entry="a.py").entry == "a.py"


def test_an_entry_that_is_not_there_is_refused() -> None:
    with pytest.raises(SnippetRejected, match="no file"):
        Snippet.of([("a.py", "")], entry="b.py")


def test_words_after_python_are_bounded() -> None:
    with pytest.raises(SnippetRejected):
        Snippet.of([("main.py", "")], argv=["x"] * (MAX_ARGV + 1))


@pytest.mark.parametrize("word", ["a\0b", "\ud800", "x" * (MAX_WORD + 1)])
def test_a_word_no_program_can_be_given_is_refused(word: str) -> None:
    with pytest.raises(SnippetRejected, match="can be written"):
        Snippet.of([("main.py", "")], argv=["main.py", word])


@pytest.mark.parametrize("name", ["-V", "-c.py"])
def test_a_first_file_that_reads_as_an_option_is_refused(name: str) -> None:
    with pytest.raises(SnippetRejected, match="begin with `-`"):
        Snippet.of([(name, "")])


def test_a_name_longer_than_a_file_system_takes_is_refused() -> None:
    with pytest.raises(SnippetRejected, match="cannot use the file name"):
        Snippet.of([("🐍" * 80 + ".py", "")])


@given(st.text(max_size=120))
def test_any_name_is_either_refused_or_a_path_inside(name: str) -> None:
    try:
        snippet = Snippet.of([(name, "")])
    except SnippetRejected:
        return

    parts = snippet.files[0].path.split("/")
    assert not {"", ".", ".."} & set(parts)
    assert not snippet.files[0].path.startswith("/")
