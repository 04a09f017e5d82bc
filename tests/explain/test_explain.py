import pytest

from bot.explain.explain import MAX_NOTES
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.run import Limits
from tests.explain.conftest import explained, sentences

pytestmark = pytest.mark.asyncio(loop_scope="module")

GREETING = {
    "mymodule.py": 'def greet(name):\n    return f"Hello, {name}!"\n',
    "main.py": 'import mymodule\n\nprint(mymodule.greet("Alice"))\n',
}


async def test_the_greeting_tells_which_file_was_found_where_and_what_name_it_bound(sandbox, content):
    run, explanation = await explained(sandbox, content, GREETING)

    assert run.stdout == b"Hello, Alice!\n"
    assert sentences(explanation) == [
        (
            "`import mymodule` in `main.py` line 1 found your file `mymodule.py` in the same folder, "
            "ran it once, and bound the name `mymodule` for you to use."
        )
    ]
    assert explanation.failure is None


async def test_a_program_without_imports_has_no_notes(sandbox, content):
    _, explanation = await explained(sandbox, content, {"main.py": "print('hi')"})

    assert explanation.notes == ()


async def test_a_cycle_is_told_in_the_order_it_happened(sandbox, content):
    files = {
        "main.py": "import kitchen",
        "kitchen.py": "from waiter import serve\n\ndef cook(): pass",
        "waiter.py": "from till import pay\n\ndef serve(): pass",
        "till.py": "from kitchen import cook\n\ndef pay(): pass",
    }

    _, explanation = await explained(sandbox, content, files)

    circle = next(note for note in explanation.notes if note.topic == "circular-imports")
    assert circle.markdown == (
        "Your files import each other in a circle: `main.py` line 1 starts `kitchen.py` → "
        "`kitchen.py` line 1 starts `waiter.py` → `waiter.py` line 1 starts `till.py` → "
        "`till.py` line 1 asks `kitchen.py` for `cook`, but `kitchen.py` is only half done."
    )
    assert explanation.failure is not None
    assert explanation.failure.pattern == "circular-from-import"
    assert (explanation.failure.file, explanation.failure.line) == ("till.py", 1)
    assert not any("bound the name" in sentence for sentence in sentences(explanation))


async def test_a_cycle_that_goes_well_is_told_too(sandbox, content):
    files = {"main.py": "import a", "a.py": "import b\nX = 1", "b.py": "import a\nY = 2"}

    _, explanation = await explained(sandbox, content, files)

    assert explanation.failure is None
    assert any(
        "`b.py` line 1 asks for `a.py`, which is only half done" in note for note in sentences(explanation)
    )


async def test_a_package_that_takes_its_own_module_is_no_circle(sandbox, content):
    files = {"main.py": "import shop", "shop/__init__.py": "from . import till", "shop/till.py": ""}

    _, explanation = await explained(sandbox, content, files)

    assert not any("circle" in sentence for sentence in sentences(explanation))


async def test_a_second_import_says_that_nothing_ran_again(sandbox, content):
    files = {"main.py": "import shop\nimport till", "shop.py": "X = 1", "till.py": "import shop"}

    _, explanation = await explained(sandbox, content, files)

    assert (
        "`import shop` in `till.py` line 1 found `shop.py` already loaded, so its code did not run again; "
        "the line only gave you the name `shop`."
    ) in sentences(explanation)


async def test_an_import_that_was_never_reached_is_not_claimed(sandbox, content):
    files = {"main.py": "import shop\nimport till", "shop.py": "X = 1", "till.py": "exit()\nimport shop"}

    _, explanation = await explained(sandbox, content, files)

    assert not any("already loaded" in note for note in sentences(explanation))


async def test_the_program_imported_by_its_own_module_runs_twice(sandbox, content):
    files = {"main.py": "import shop", "shop.py": "import main"}

    _, explanation = await explained(sandbox, content, files)

    assert any(
        "`main.py` ran twice" in note.markdown and note.topic == "double-import" for note in explanation.notes
    )


async def test_a_file_that_hides_a_standard_module_is_named_even_if_nothing_fails(sandbox, content):
    files = {"main.py": "import random\nprint(random.LUCKY)", "random.py": "LUCKY = 7"}

    _, explanation = await explained(sandbox, content, files)

    assert explanation.notes[0].topic == "shadowing-stdlib"
    assert explanation.notes[0].markdown.startswith("Your file `random.py` has the name of Python's own")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (
            "import math as m",
            "it is known here only as `m`. Write `m` where you would write `math`.",
        ),
        ("from math import pi, sqrt", "takes the names `pi`, `sqrt` out of `math`"),
        ("from math import pi as my_pi", "takes `pi` out of `math` under the name `my_pi`."),
        ("from math import *", "takes all public names out of `math` at once."),
        ("import math", "takes `math` from Python's standard library and gives you the name `math`."),
        ("import math\nimport json", "`math`, `json` come from Python's standard library"),
        (
            "try:\n    import nobody\nexcept ImportError:\n    pass",
            "found no module `nobody`, and your program went on",
        ),
        ("def f():\n    import json\n\nf()", "it ran when the function was called"),
        ("def f():\n    import json", "it runs only when the function is called"),
        ("import math\nimport math", "imports `math` twice (lines 1 and 2)"),
    ],
)
async def test_each_form_of_import_has_its_sentence(code, says, sandbox, content):
    _, explanation = await explained(sandbox, content, {"main.py": code})

    assert any(says in note for note in sentences(explanation))


async def test_a_failed_from_import_is_not_said_to_have_bound_anything(sandbox, content):
    files = {"main.py": "from shapes import aera", "shapes.py": "def area(): pass"}

    _, explanation = await explained(sandbox, content, files)

    assert sentences(explanation) == [
        (
            "`from shapes import aera` in `main.py` line 1 found your file `shapes.py` in the same folder "
            "and ran it once."
        )
    ]


async def test_a_package_tells_its_files_in_the_order_they_ran(sandbox, content):
    files = {
        "main.py": "from shapes.round import area",
        "shapes/__init__.py": "",
        "shapes/round.py": "area = 1",
    }

    _, explanation = await explained(sandbox, content, files)

    assert sentences(explanation) == [
        (
            "`from shapes.round import area` in `main.py` line 1 ran your files `shapes/__init__.py`, "
            "`shapes/round.py`, once each and in this order, and bound the name `area` for you to use."
        )
    ]


async def test_a_star_import_names_what_it_took(sandbox, content):
    files = {"main.py": "from tools import *", "tools.py": "__all__ = ['saw']\nsaw = 1\nhammer = 2"}

    _, explanation = await explained(sandbox, content, files)

    assert sentences(explanation)[0].endswith("and bound all its public names (`saw`) for you to use.")


async def test_a_file_with_a_syntax_error_is_told_with_its_line(sandbox, content):
    files = {"main.py": "import shop", "shop.py": "X = 1\ndef f(:\n    pass"}

    _, explanation = await explained(sandbox, content, files)

    assert explanation.failure is not None
    assert explanation.failure.pattern == "syntax-error-in-imported-file"
    assert (explanation.failure.file, explanation.failure.line) == ("shop.py", 2)


async def test_there_are_never_more_than_a_few_notes(sandbox, content):
    files = {f"m{n}.py": "import json, math as m" for n in range(12)}
    files["main.py"] = "\n".join(f"import m{n}" for n in range(12))

    _, explanation = await explained(sandbox, content, files)

    assert len(explanation.notes) <= MAX_NOTES
    assert any("9 more of your files were loaded" in note for note in sentences(explanation))


async def test_a_failure_that_is_no_matter_of_imports_is_left_alone(sandbox, content):
    for code in ("print(1 / 0)", "greeting = 'hi'\nprint(greting)", "'text'.push('x')", "print('hi'"):
        _, explanation = await explained(sandbox, content, {"main.py": code})

        assert explanation.failure is None


async def test_a_reload_says_that_the_file_ran_again(sandbox, content):
    files = {"main.py": "import importlib\nimport shop\nimportlib.reload(shop)", "shop.py": "X = 1"}

    _, explanation = await explained(sandbox, content, files)

    assert any("ran your file `shop.py` again from its top" in note for note in sentences(explanation))


async def test_a_module_whose_name_was_given_away_is_told_with_what_was_seen_at_the_end(sandbox, content):
    files = {"main.py": "import json\nfor json in ['a', 'b']:\n    pass"}

    run, explanation = await explained(sandbox, content, files)

    assert any("`json` stood for a plain value of type `str`" in note for note in sentences(explanation))
    assert [(name.name, name.kind, name.of) for name in run.names] == [("json", "value", "str")]
    assert explanation.names == run.names


async def test_statements_that_found_their_module_done_are_told_apart(sandbox, content):
    files = {"main.py": "import sys\nimport shop\nfrom shop import X\nimport nobody", "shop.py": "X = 1"}

    _, explanation = await explained(sandbox, content, files)

    assert [statement.source for statement in explanation.served] == ["import sys", "from shop import X"]


async def test_the_names_at_the_end_have_their_kinds(sandbox, content):
    code = "import os.path as p\nfrom shop import f, C\nx = 1.5\n_y = None\n"
    files = {"main.py": code, "shop.py": "def f(): pass\nclass C: pass"}

    _, explanation = await explained(sandbox, content, files)

    seen = [(name.name, name.kind, name.of) for name in explanation.names if name.file == "main.py"]
    assert seen == [
        ("p", "module", "posixpath"),
        ("f", "function", "shop"),
        ("C", "class", "shop"),
        ("x", "value", "float"),
        ("_y", "value", "NoneType"),
    ]


async def test_a_package_that_has_loaded_the_module_itself_is_said_to_come_first(sandbox, content):
    files = {
        "main.py": "from bank.account import Account",
        "bank/__init__.py": "from .account import Account",
        "bank/account.py": "class Account: pass",
    }

    _, explanation = await explained(sandbox, content, files)

    assert (
        "`from bank.account import Account` in `main.py` line 1 ran `bank/__init__.py` first, since that "
        "belongs to the package, and bound the name `Account` for you to use."
    ) in sentences(explanation)


async def test_files_loaded_by_one_line_that_binds_nothing_are_told_together(sandbox, content):
    code = "from importlib import import_module\nfor name in 'ab':\n    import_module(name)"

    _, explanation = await explained(sandbox, content, {"main.py": code, "a.py": "", "b.py": ""})

    assert "line 3 ran your files `a.py`, `b.py`, once each and in this order." in sentences(explanation)[0]


async def test_an_import_that_never_ended_is_not_said_to_have_bound_anything(content):
    limits = Limits(wall_seconds=0.7)
    async with open_sandbox(SandboxSettings(limits=limits, warm=0)) as impatient:
        files = {"main.py": "import shop", "shop.py": "while True:\n    pass"}
        _, explanation = await explained(impatient, content, files)

    assert sentences(explanation) == [
        (
            "`import shop` in `main.py` line 1 found your file `shop.py` in the same folder and began to "
            "run it, but the program ended before that was done."
        )
    ]


async def test_a_module_in_a_folder_of_the_search_path_is_found_there(sandbox, content):
    files = {"main.py": "import sys\nsys.path.append('lib')\nimport blue", "lib/blue.py": "x = 1"}

    _, explanation = await explained(sandbox, content, files)

    assert (
        "line 3 found your file `lib/blue.py` in the folder `lib/`, ran it once" in sentences(explanation)[0]
    )
