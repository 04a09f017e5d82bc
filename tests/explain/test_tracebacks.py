import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.explain.tracebacks import MAX_FRAMES, read_tracebacks

WINDOWS = r"""
Traceback (most recent call last):
  File "C:\Users\mia\Desktop\game\main.py", line 3, in <module>
    import pygame
ModuleNotFoundError: No module named 'pygame'
"""
CHAINED = """
Traceback (most recent call last):
  File "/home/mia/main.py", line 2, in <module>
    import ujson
ModuleNotFoundError: No module named 'ujson'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/mia/main.py", line 4, in <module>
    import simplejsn
ModuleNotFoundError: No module named 'simplejsn'
"""
NOTEBOOK = """
---------------------------------------------------------------------------
ModuleNotFoundError                       Traceback (most recent call last)
Cell In[3], line 1
----> 1 import pandas as pd
      2 pd.read_csv("x.csv")

ModuleNotFoundError: No module named 'pandas'
"""
SYNTAX = """
  File "main.py", line 1
    import my-tools
             ^
SyntaxError: invalid syntax
"""


def test_a_windows_path_and_its_line_of_code_are_read():
    (raised,) = read_tracebacks(WINDOWS)

    assert (raised.exception, raised.message) == ("ModuleNotFoundError", "No module named 'pygame'")
    (frame,) = raised.frames
    assert (frame.file, frame.line, frame.function, frame.source) == (
        r"C:\Users\mia\Desktop\game\main.py",
        3,
        "<module>",
        "import pygame",
    )


def test_chained_exceptions_come_in_the_order_they_were_printed():
    assert [raised.message for raised in read_tracebacks(CHAINED)] == [
        "No module named 'ujson'",
        "No module named 'simplejsn'",
    ]


def test_a_notebook_has_a_layout_of_its_own():
    (raised,) = read_tracebacks(NOTEBOOK, talk=True)

    assert (raised.exception, raised.frames[-1].line) == ("ModuleNotFoundError", 1)
    assert raised.frames[-1].source == "import pandas as pd"


def test_a_syntax_error_has_its_line_without_a_traceback():
    (raised,) = read_tracebacks(SYNTAX)

    assert (raised.exception, raised.frames[0].source) == ("SyntaxError", "import my-tools")


@pytest.mark.parametrize(
    "wrap",
    [
        "hey can someone help, I get this\n{}\nno idea what it means",
        "```py\n{}\n```",
        "```\n{}```thanks!",
        "\x1b[31m{}\x1b[0m",
    ],
)
def test_talk_fences_and_colours_around_it_do_not_matter(wrap):
    (raised,) = read_tracebacks(wrap.format(WINDOWS), talk=True)

    assert raised.frames
    assert raised.message == "No module named 'pygame'"


@pytest.mark.parametrize("before", ["> ", "    ", "  | "])
def test_quoted_indented_and_grouped_tracebacks_are_read(before):
    text = "\n".join(before + line for line in WINDOWS.strip().splitlines())

    (raised,) = read_tracebacks(text, talk=True)

    assert (raised.exception, len(raised.frames)) == ("ModuleNotFoundError", 1)


def test_an_exception_that_is_only_mentioned_counts_only_in_talk():
    text = "I always get ModuleNotFoundError: No module named 'cv2' whatever I do"

    assert read_tracebacks(text) == ()
    assert read_tracebacks(text, talk=True)[0].message.startswith("No module named 'cv2'")


def test_a_long_traceback_keeps_its_beginning_and_its_end():
    steps = "".join(f'  File "m{n}.py", line {n}, in f\n    f()\n' for n in range(1, 1000))

    (raised,) = read_tracebacks(f"Traceback (most recent call last):\n{steps}ImportError: x")

    assert len(raised.frames) == MAX_FRAMES
    assert (raised.frames[0].line, raised.frames[-1].line) == (1, 999)


@given(st.text(max_size=400), st.booleans())
def test_no_text_breaks_the_reading(text, talk):
    for raised in read_tracebacks(text, talk=talk):
        assert raised.exception


@given(
    st.lists(
        st.sampled_from(
            [
                "Traceback (most recent call last):",
                '  File "a.py", line 1, in <module>',
                '  File "b.py", line 99999999999999999999999',
                "    import a",
                "----> 5 x",
                "Cell In[1], line 2",
                "ImportError: x",
                "  ^^^^",
                "> quoted",
                "During handling of the above exception, another exception occurred:",
            ]
        ),
        max_size=30,
    )
)
def test_no_mixture_of_its_lines_breaks_the_reading(lines):
    read_tracebacks("\n".join(lines), talk=True)
