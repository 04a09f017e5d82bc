"""A message's Markdown becomes the program its author meant."""

import ast
import warnings
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SnippetRejected
from bot.sandbox.fences import Pasted, Remark, RemarkKind, fenced_blocks, read_files, read_markdown

CODE = "print(1)\n"


def files(text: str, attachments=()) -> dict[str, str]:
    pasted = read_markdown(text, attachments)
    assert pasted is not None
    return {file.path: file.source for file in pasted.snippet.files}


def kinds(text: str, attachments=()) -> list[RemarkKind]:
    pasted = read_markdown(text, attachments)
    assert pasted is not None
    return [remark.kind for remark in pasted.remarks]


@pytest.mark.parametrize(
    "text",
    [
        "```py\nprint(1)\n```",
        "```Python\nprint(1)\n```",
        "```python3\nprint(1)```",
        "```\nprint(1)\n```",
        "```print(1)```",
        "```py print(1)```",
        "```\n\n\nprint(1)\n\n\n```",
        "look: ```py\nprint(1)\n``` why?",
        "````py\nprint(1)\n````",
        "~~~py\nprint(1)\n~~~",
        "´´´py\nprint(1)\n´´´",
        "```py\r\nprint(1)\r\n```",
        "```py\n    print(1)\n```",
        "```pycon\n>>> print(1)\n1\n```",
        "```\nIn [1]: print(1)\nOut[1]: 1\n```",
        "```py\nprint(1)",
        "`print(1)`",
        "``print(1)``",
        "print(1)",
    ],
)
def test_one_block_is_one_file(text):
    assert files(text) == {"main.py": CODE}


@pytest.mark.parametrize(
    "text",
    ["", "hello", "thanks, a lot!", "yes", "a, b", "it is `x` I think", "```\n\n```", "```js\nalert(1)\n```"],
)
def test_talk_is_no_code(text):
    assert read_markdown(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "mymodule.py", "mymodule.py:", "**mymodule.py**", "`mymodule.py`", "*mymodule.py*:",
        "# mymodule.py", "### `mymodule.py`", "- mymodule.py:", "1. mymodule.py", "file: mymodule.py",
        "File `mymodule.py`:", "and this is mymodule.py:", "mymodule.py\n", "> mymodule.py",
    ],
)  # fmt: skip
def test_the_line_before_a_block_names_it(line):
    assert files(f"my code\n{line}\n```py\nprint(1)\n```") == {"mymodule.py": CODE}


@pytest.mark.parametrize(
    "line",
    ["my file mymodule.py does not work", "a.py and b.py:", "look:", "see docs.python.org:", "I use 3.11:"],
)
def test_other_lines_before_a_block_do_not_name_it(line):
    assert files(f"{line}\n```py\nprint(1)\n```") == {"main.py": CODE}


@pytest.mark.parametrize(
    "fence",
    [
        "py title=mymodule.py",
        'python title="mymodule.py"',
        "mymodule.py",
        "py mymodule.py",
        "py name=mymodule.py",
    ],
)
def test_the_words_behind_the_fence_name_a_block(fence):
    assert files(f"```{fence}\nprint(1)\n```") == {"mymodule.py": CODE}


@pytest.mark.parametrize(
    "comment", ["# mymodule.py", "#mymodule.py", "# file: mymodule.py", "## `mymodule.py`:"]
)
def test_a_first_comment_names_a_block_and_stays_in_it(comment):
    assert files(f"```py\n{comment}\nprint(1)\n```") == {"mymodule.py": f"{comment}\nprint(1)\n"}


def test_the_line_before_counts_more_than_the_comment():
    assert list(files("real.py\n```py\n# old.py\nprint(1)\n```")) == ["real.py"]


def test_named_blocks_are_files_of_one_program_that_starts_in_main():
    package = "shapes/__init__.py\n```py\n```\nshapes/area.py:\n```py\nPI = 3\n```"

    pasted = read_markdown(f"main.py\n```py\nimport shapes.area\n```\n{package}")

    assert [file.path for file in pasted.snippet.files] == ["main.py", "shapes/__init__.py", "shapes/area.py"]
    assert pasted.snippet.files[1].source == ""
    assert pasted.snippet.entry == "main.py"


def test_without_a_main_the_last_block_starts():
    pasted = read_markdown("tools.py\n```py\nx = 1\n```\nuse.py\n```py\nimport tools\n```")

    assert pasted.snippet.entry == "use.py"


def test_one_block_without_a_name_among_named_ones_is_main():
    text = "mymodule.py\n```py\nx = 1\n```\nand then\n```py\nimport mymodule\n```"

    assert list(files(text)) == ["mymodule.py", "main.py"]
    assert kinds(text) == []


def test_several_blocks_without_names_are_joined_and_it_is_said():
    text = "first\n```py\nx = 1\n```\nthen\n```py\nprint(x)\n```"

    assert files(text) == {"main.py": "x = 1\n\nprint(x)\n"}
    assert kinds(text) == [RemarkKind.JOINED]


def test_a_nameless_block_beside_a_main_is_left_out_and_it_is_said():
    text = "main.py\n```py\nx = 1\n```\nit used to be\n```py\nx = 2\n```"

    assert files(text) == {"main.py": "x = 1\n"}
    assert kinds(text) == [RemarkKind.LEFT_OUT]


def test_a_block_left_open_is_taken_to_the_end_and_it_is_said():
    assert kinds("```py\nprint(1)") == [RemarkKind.UNCLOSED]


def test_an_invisible_character_is_kept_and_its_place_is_told():
    pasted = read_markdown("```py\nx = 1\ny\u00a0= 2\n```")

    assert pasted.snippet.files[0].source == "x = 1\ny\u00a0= 2\n"
    assert pasted.remarks == (Remark(RemarkKind.INVISIBLE, "line 2 of `main.py` (U+00A0)"),)


def test_many_invisible_characters_are_counted():
    (remark,) = read_markdown("```py\n" + "x\u200b = 1\n" * 9 + "```").remarks

    assert remark.places.endswith("and 6 more")


def test_a_block_of_input_is_what_the_program_reads():
    pasted = read_markdown("```py\nprint(input())\n```\n```stdin\nAlice\n```")

    assert pasted.snippet.stdin == "Alice\n"
    assert len(pasted.snippet.files) == 1


def test_what_a_terminal_printed_is_no_code_unless_it_has_a_name():
    assert files("```py\nprint(1)\n```\n```text\nTraceback (most recent call last):\n```") == {
        "main.py": CODE
    }
    assert files("```py\nprint(1)\n```\ndata.txt:\n```text\n1 2\n```") == {
        "main.py": CODE,
        "data.txt": "1 2\n",
    }


def test_attached_files_belong_to_the_program():
    assert list(files("```py\nimport a\n```", [("a.py", "x = 1\n")])) == ["a.py", "main.py"]
    assert list(files("please help", [("a.py", "x = 1\n")])) == ["a.py"]


def test_tabs_and_inner_blanks_survive():
    assert files("```py\nif x:\n\ty = '''a\n   \n'''\n```") == {"main.py": "if x:\n\ty = '''a\n   \n'''\n"}


def test_prompts_go_and_what_was_printed_goes_with_them():
    text = "```py\n>>> for i in 'ab':\n...     print(i)\n...\na\nb\n>>> x = 1\n```"

    assert files(text) == {"main.py": "for i in 'ab':\n    print(i)\n\nx = 1\n"}


@pytest.mark.parametrize(
    "name", ["../evil.py", "/etc/passwd.txt", "a/../../b.py", "~/x/../../y.py", "x" * 120 + ".py"]
)
def test_names_that_lead_elsewhere_are_refused(name):
    with pytest.raises(SnippetRejected):
        read_markdown(f"{name}\n```py\nprint(1)\n```")


def test_two_files_of_one_name_are_refused():
    with pytest.raises(SnippetRejected, match="Two files"):
        read_markdown("a.py\n```py\n1\n```\nA.py\n```py\n2\n```")


# Read in so many steps that the test would never end.
@pytest.mark.parametrize(
    "text",
    [
        "```\n#" + " " * 3000 + "x y\n```",
        "=." * 30_000 + "\n```py\nprint(1)\n```",
    ],
    ids=["comment", "before"],
)
def test_names_that_take_forever_to_find_are_not_looked_for(text: str):
    pasted = read_markdown(text)

    assert pasted is not None
    assert [file.path for file in pasted.snippet.files] == ["main.py"]


@pytest.mark.parametrize(
    "line", ["# a.py", "## a.py", "#file: `a.py`", "# filename a.py:", "#  File name : 'a.py' : "]
)
def test_a_first_comment_names_the_file(line: str):
    (block,) = fenced_blocks(f"```py\n{line}\n1\n```")

    assert block.name == "a.py"


def test_text_with_a_name_that_takes_too_long_to_read_is_not_code():
    assert read_markdown("a" + ".b" * 150 + "()") is not None
    assert read_markdown("a" + ".b" * 250 + "()") is None


def test_files_are_taken_as_they_are():
    assert read_files([("x.py", "```\n")]) == Pasted(read_files([("x.py", "```\n")]).snippet)
    assert read_files([("x.py", "a\u200b\n")]).remarks[0].kind is RemarkKind.INVISIBLE


PIECES = st.sampled_from(
    [
        *("```", "````", "``", "`", "~~~", "´´´", "\n", "py", "main.py", "a/b.py:", "# x.py", ">>> ", "... "),
        *("In [1]: ", "    ", "\t", "print(1)", "stdin", "title=", "..", "/", "\u00a0", "\r\n", "**", "é"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    with suppress(SnippetRejected):
        pasted = read_markdown(text)

        assert pasted is None or pasted.snippet.files


@given(st.lists(st.text(st.characters(exclude_characters="`~´\r", exclude_categories=["Cs"]), max_size=40)))
def test_the_source_of_a_block_is_taken_line_by_line_as_it_stands(lines):
    source = "\n".join(["x = 1", *lines, "y = 2"])

    (block,) = fenced_blocks(f"```py\n{source}\n```")

    assert block.source == source + "\n"


@given(st.text(alphabet=" \n\t()=+:'\"abcdef0123.,#`~>*_", max_size=60))
def test_code_without_a_block_is_run_only_if_it_parses(text):
    try:
        pasted = read_markdown(text)
    except SnippetRejected:
        return
    if pasted is not None and not {"`", "~"} & set(text):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text.strip())
