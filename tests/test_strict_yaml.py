"""Strict YAML: nothing is guessed, every problem names its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from bot.errors import ProblemsError
from bot.strict_yaml import MAX_BYTES, parse, read, validate


class Pet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    legs: int = 4
    toys: list[str] = []


def problem_of(text: str) -> tuple[int, str]:
    with pytest.raises(ProblemsError) as caught:
        parse(text.encode(), "pet.yaml")
    (problem,) = caught.value.problems
    assert problem.file == "pet.yaml"
    return problem.line, problem.message


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("3.10", "3.10"),
        ("012", "012"),
        ("1e3", "1e3"),
        ("2026-11-22", "2026-11-22"),
        ("true", True),
        ("null", None),
        ("", None),
        ("-7", -7),
        ("'7'", "7"),
        ('""', ""),
    ],
)
def test_a_plain_scalar_is_text_unless_it_is_a_word_or_a_whole_number(scalar: str, value: object) -> None:
    assert parse(f"key: {scalar}".encode(), "f").value == {"key": value}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("name: Rex\nname: Tom", 2, "twice"),
        ("name: &n Rex\nother: *n", 1, "Anchors"),
        ("name: !!str Rex", 1, "Tags"),
        ("a: {}\n<<: {b: 1}", 2, "Merge keys"),
        ("name: Rex\n---\nname: Tom", 2, "one document"),
        ("? [a]\n: b", 1, "plain text"),
        ("name: [", 2, "not valid YAML"),
        ("\tname: Rex", 1, "not valid YAML"),
        ("[" * 900, 1, "deeper"),
        ("[" * 5000, 1, "maximum nesting depth"),  # PyYAML itself
        ("x" * (MAX_BYTES + 1), 1, "larger"),
        ("\ufeffname: Rex", 1, "byte order mark"),
    ],
)
def test_what_is_not_strict_is_refused_with_its_line(text: str, line: int, says: str) -> None:
    found_line, message = problem_of(text)

    assert found_line == line
    assert says in message


def test_text_that_is_not_utf_8_is_refused_at_its_line() -> None:
    with pytest.raises(ProblemsError) as caught:
        parse(b"a: 1\nb: \xff", "pet.yaml")

    assert caught.value.problems[0].line == 2


def test_every_wrong_key_is_reported_with_its_own_line() -> None:
    document = parse(b"legs: many\ncolour: red\ntoys:\n  - ball\n  - 7\n", "pet.yaml")

    with pytest.raises(ProblemsError) as caught:
        validate(Pet, document)

    assert [(problem.line, problem.message.partition(":")[0]) for problem in caught.value.problems] == [
        (1, "`legs`"),
        (1, "`name`"),
        (2, "`colour`"),
        (5, "`toys.1`"),
    ]


def test_a_file_that_cannot_be_read_is_a_problem_not_a_crash(tmp_path) -> None:
    with pytest.raises(ProblemsError, match="Cannot be read"):
        read(tmp_path / "missing.yaml")


@given(st.text(max_size=300))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        parse(text.encode("utf-8", "surrogatepass"), "f")
    except ProblemsError as error:
        lines = [problem.line for problem in error.problems]
    else:
        lines = [1]

    assert min(lines) >= 1
