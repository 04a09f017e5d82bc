from bot.explain.explain import explain
from bot.sandbox.snippet import Snippet
from tests.explain.conftest import sentences


def test_without_a_run_only_what_is_written_is_told(content):
    files = {
        "main.py": "import helpers\nimport numpy as np\nimport json\n",
        "helpers.py": "import main\nimport random",
        "random.py": "",
    }

    explanation = explain(Snippet.of(files.items()), None, content)

    said = sentences(explanation)
    assert explanation.loaded == ()
    assert len(explanation.statements) == 5
    assert "Your file `random.py` has the name of Python's own module `random`" in said[0]
    assert "in a circle: `main.py`, `helpers.py`, `main.py`" in said[1]
    assert any("asks for your file `helpers.py` in the same folder and gives you" in note for note in said)
    assert any("asks for `numpy`, which is neither one of your files" in note for note in said)


def test_without_a_run_a_syntax_error_is_told_with_its_place(content):
    explanation = explain(Snippet.of([("main.py", "import math\nprint('hi'")]), None, content)

    assert (
        sentences(explanation)[0]
        == "Python cannot read `main.py`: in line 2 it stops with “`'(' was never closed`”."
    )
    assert [statement.module for statement in explanation.statements] == ["math"]
