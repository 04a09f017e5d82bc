from hypothesis import given
from hypothesis import strategies as st

from bot.search.index import Index
from bot.search.pasted import essence

TRACEBACK = """\
why does this fail
Traceback (most recent call last):
  File "main.py", line 3, in <module>
    from shop import basket
  File "shop.py", line 9, in <module>
    total = combine(chain, permutations, groupby)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
ModuleNotFoundError: No module named 'xyzzy'
"""


def test_of_a_traceback_the_error_and_the_imports_stay() -> None:
    assert essence(TRACEBACK).splitlines() == [
        "why does this fail",
        "    from shop import basket",
        "ModuleNotFoundError: No module named 'xyzzy'",
    ]


def test_of_long_code_the_telling_lines_stay() -> None:
    code = "```py\nimport math\nsize = 1\nsize += 1\nprint(size)\n```"

    assert essence(f"what is wrong {code} here").split() == ["what", "is", "wrong", "import", "math", "here"]


def test_short_code_and_code_without_an_end_are_read() -> None:
    assert essence("```\nfrom x import y\n").split() == ["from", "x", "import", "y"]


def test_a_pasted_traceback_reaches_the_topic_of_its_error(index: Index) -> None:
    assert index.search(TRACEBACK).matches[0].topic == "modulenotfounderror"
    assert index.search(f"```\n{TRACEBACK}```").matches[0].topic == "modulenotfounderror"


@given(st.text(max_size=300))
def test_text_without_code_stays_as_it_is(text: str) -> None:
    if "```" not in text and "~~~" not in text and 'File "' not in text:
        assert essence(text) == text
