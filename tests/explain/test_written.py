import ast
import re
from functools import partial

import pytest

from bot.explain.explain import explain_written
from bot.explain.program import Program
from bot.sandbox.snippet import Snippet
from tests.conftest import ROOT, calls
from tests.explain.conftest import sentences


def test_without_a_run_only_what_is_written_is_told(content):
    files = {
        "main.py": "import helpers\nimport numpy as np\nimport json\n",
        "helpers.py": "import main\nimport random",
        "random.py": "",
    }

    explanation = explain_written(Program.of(Snippet.of(files.items())), content)

    said = sentences(explanation)
    assert explanation.loaded == ()
    assert len(explanation.statements) == 5
    assert "Your file `random.py` has the name of Python's own module `random`" in said[0]
    assert "in a circle: `main.py`, `helpers.py`, `main.py`" in said[1]
    assert any("asks for your file `helpers.py` in the same folder and gives you" in note for note in said)
    assert any("asks for `numpy`, which is neither one of your files" in note for note in said)


def told(files: dict[str, str], content, **more) -> str:
    return "\n".join(sentences(explain_written(Program.of(Snippet.of(files.items(), **more)), content)))


@pytest.mark.parametrize(
    "source",
    [
        "import " + "a." * 30_000 + "a",
        "from b import c\nimport x, " + "a \\\n. " * 300 + "a",
        "from " + "a\u0301." * 201 + "a import b",
    ],
)
def test_a_file_with_a_name_too_long_to_read_is_left_alone_and_said_to_be(source, content):
    explanation = explain_written(Program.of(Snippet.of([("main.py", source)])), content)

    line = source.count("\n", 0, source.index("a")) + 1
    assert explanation.statements == ()
    assert sentences(explanation) == [
        f"I did not look into `main.py`: the dotted name in line {line} has more than 200 parts."
    ]


def test_names_of_many_parts_that_people_write_are_read(content):
    files = {"main.py": "import " + ".".join("a" * 200) + "\nx = 'www." + "." * 5000 + "'\n"}

    assert "I did not look" not in told(files, content)


def test_without_a_run_a_syntax_error_is_told_with_its_place_and_in_plain_words(content):
    explanation = explain_written(
        Program.of(Snippet.of([("main.py", "import math\nif True:\n    print('hi'")])), content
    )

    assert sentences(explanation)[0] == (
        "Python cannot read `main.py`, line 3. A bracket is opened there and never closed. "
        "Python says “`'(' was never closed`”.\n```\nprint('hi'\n     ^\n```"
    )
    assert [statement.module for statement in explanation.statements] == ["math"]


def test_the_caret_stays_under_its_place_in_a_long_line(content):
    line = "x = [" + "1, " * 40 + "2 3, " + "4, " * 40 + "]"

    shown = told({"main.py": line}, content).splitlines()

    code, caret = shown[2], shown[3]
    assert len(code) <= 60
    assert code[caret.index("^") :].startswith("2 3")


def test_a_line_of_code_cannot_leave_its_block(content):
    shown = told({"main.py": "x = '```@everyone\u202e"}, content)

    assert shown.count("```") == 2
    assert "\u202e" not in shown


def test_a_syntax_error_in_an_import_is_explained_like_one_that_happened(content):
    failure = explain_written(Program.of(Snippet.of([("main.py", "import my-tools")])), content).failure

    assert failure is not None
    assert (failure.pattern, failure.file, failure.line) == ("import-name-with-dash", "main.py", 1)


def test_a_future_import_that_comes_too_late_is_a_failure_before_it_is_run(content):
    snippet = Snippet.of([("main.py", '"""doc"""\nimport math\nfrom __future__ import annotations')])
    fine = Snippet.of([("main.py", '"""doc"""\nfrom __future__ import annotations\nimport math')])

    assert explain_written(Program.of(snippet), content).failure.pattern == "future-import-too-late"
    assert explain_written(Program.of(fine), content).failure is None


SHOP = {
    "shop/__init__.py": "",
    "shop/cart.py": "from .price import each\nprint(each)",
    "shop/price.py": "each = 1",
}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"main.py": "import os\nprint(1)"}, "gives `main.py` something that it never uses. You can delete"),
        ({"main.py": "import a", "a.py": ""}, "Keep the line only if you want the code in `a` to run."),
        ({"main.py": "import json\njson = 1"}, "but line 2 gives that name to something else"),
        (
            {"main.py": "from a import f\nfrom b import f", "a.py": "", "b.py": ""},
            "twice: by `from a import f`",
        ),
        ({"main.py": "if TYPE_CHECKING:\n    import a"}, "stands under `if TYPE_CHECKING`"),
        ({"main.py": "if x:\n    import json"}, "only if the condition above it holds"),
        ({"main.py": "try:\n    import json\nexcept ImportError:\n    pass"}, "stands in a `try`"),
        ({"main.py": "def f():\n    import json"}, "inside the function `f`: it runs only when"),
        (
            {"main.py": "lazy import json"},
            "is lazy, which Python knows from 3.15 on: it gives you the name `json`",
        ),
        ({"main.py": "from math import pi\nfrom math import pi"}, "imports `math` twice (lines 1 and 2)"),
        ({"main.py": "", **SHOP}, "its dots start from the package `shop`, so it asks for `shop.price`"),
        ({"main.py": "from . import a", "a.py": ""}, "Write the import without the leading dots."),
        ({"main.py": "", "p/a.py": "from ... import b"}, "has more leading dots than there are packages"),
        ({"main.py": "from a import *", "a.py": "__all__ = ['x']"}, "what `__all__` lists there: `x`"),
        ({"main.py": "import random", "random.py": ""}, "hides it from your whole program"),
    ],
)
def test_each_way_to_write_an_import_has_its_sentence(files, says, content):
    assert says in told(files, content)


@pytest.mark.parametrize(
    "files",
    [
        {"main.py": "import os\nprint(os.name)"},
        {"main.py": "import a\ndef f(x: 'a.B'): pass", "a.py": ""},
        {"main.py": "from b import json\nprint(json)", "b.py": "import json"},
        {"main.py": "import b\nprint(b.json)", "b.py": "import json"},
        {"main.py": "import p\nprint(p)", "p/__init__.py": "from .a import x", "p/a.py": "x = 1"},
        {"main.py": "from a import x\n__all__ = ['x']", "a.py": ""},
        {"main.py": "try:\n    import json\nexcept ImportError:\n    json = None"},
    ],
)
def test_an_import_that_serves_somebody_is_not_called_useless(files, content):
    assert "never uses" not in told(files, content)


def test_twice_as_many_imports_are_about_twice_the_work(content):
    def explain(lines: int) -> str:
        files = {f"p{number}.py": "import os\n" * lines + "os\n" for number in range(18)}
        return told({"main.py": "import p0\n", **files}, content)

    few, many = (calls(partial(explain, lines)) for lines in (20, 40))

    assert many < 3 * few  # four times as much where each is compared with every other


def test_modules_of_one_package_that_take_each_other_are_no_circle_with_the_package(content):
    files = {
        "main.py": "import p",
        "p/__init__.py": "from .a import x",
        "p/a.py": "from . import b",
        "p/b.py": "",
    }

    assert "in a circle" not in told(files, content)


def test_every_topic_that_a_note_names_exists(content):
    named: set[str] = set()
    for file in ("observed", "written", "usage"):
        tree = ast.parse((ROOT / "bot/explain" / f"{file}.py").read_text("utf-8"))
        words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        named |= {word for word in words if isinstance(word, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", word)}

    assert len(named) > 15
    assert named <= set(content.cards)
