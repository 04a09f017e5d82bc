import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.explain.program import Program
from bot.explain.statements import ImportStatement, package_of, read_statements, read_tree
from bot.sandbox.snippet import Snippet


def read(file: str, source: str, *, package: str | None = None) -> tuple[ImportStatement, ...]:
    home = package_of(file) if package is None else package
    return read_statements(file, source, read_tree(file, source), package=home)


def only(source: str, file: str = "main.py", **more) -> ImportStatement:
    (statement,) = read(file, source, **more)
    return statement


@pytest.mark.parametrize(
    ("source", "module", "level", "binds"),
    [
        ("import math", "math", 0, (("math", "math"),)),
        ("import math as m", "math", 0, (("m", "math"),)),
        ("import os.path", "os.path", 0, (("os", "os"),)),
        ("import os.path as p", "os.path", 0, (("p", "os.path"),)),
        ("from math import pi", "math", 0, (("pi", "math.pi"),)),
        ("from math import (pi,\n  sqrt as root)", "math", 0, (("pi", "math.pi"), ("root", "math.sqrt"))),
        ("from math import *", "math", 0, (("*", "math"),)),
        ("from __future__ import annotations", "__future__", 0, (("annotations", "__future__.annotations"),)),
    ],
)
def test_each_form_says_what_it_asks_for_and_binds(source, module, level, binds):
    statement = only(source)

    assert (statement.module, statement.level, statement.binds) == (module, level, binds)
    assert statement.inside == "module"


@pytest.mark.parametrize(
    ("source", "module", "binds"),
    [
        ("from . import wall", "house.upper", (("wall", "house.upper.wall"),)),
        ("from .wall import COLOUR", "house.upper.wall", (("COLOUR", "house.upper.wall.COLOUR"),)),
        ("from .. import door", "house", (("door", "house.door"),)),
        ("from ..door import KEY as k", "house.door", (("k", "house.door.KEY"),)),
        ("from ... import street", "...", (("street", "...street"),)),
        ("from . import *", "house.upper", (("*", "house.upper"),)),
    ],
)
def test_a_relative_import_is_followed_from_its_package(source, module, binds):
    statement = only(source, "house/upper/roof.py")

    assert (statement.module, statement.binds) == (module, binds)


def test_a_relative_import_of_an_init_file_starts_at_its_own_folder():
    assert only("from . import roof", "house/__init__.py").binds == (("roof", "house.roof"),)


def test_a_relative_import_without_a_package_keeps_its_dots():
    assert only("from .tools import saw").module == ".tools"


def test_the_started_script_belongs_to_no_package_but_a_module_started_by_name_does():
    files = [("shop/till.py", "from . import prices"), ("shop/prices.py", "")]

    script = Program.of(Snippet.of(files, entry="shop/till.py"))
    module = Program.of(Snippet.of(files, argv=["-m", "shop.till"]))

    assert script.statements[0].module == "."
    assert module.statements[0].binds == (("prices", "shop.prices"),)
    assert (script.root, module.root) == ("shop", "")


def test_several_modules_in_one_statement_count_one_by_one():
    first, second = read("main.py", "import math, json as j")

    assert (first.module, second.module) == ("math", "json")
    assert first.source == second.source == "import math, json as j"


@pytest.mark.parametrize(
    ("source", "inside", "function"),
    [
        ("def f():\n  import a", "function", "f"),
        ("async def f():\n  if x:\n    import a", "function", "f"),
        ("class C:\n  import a", "class", ""),
        ("class C:\n  def m(self):\n    import a", "function", "m"),
        ("try:\n  import a\nexcept ImportError:\n  pass", "try", ""),
        ("try:\n  pass\nexcept ImportError:\n  import a", "try", ""),
        ("if x:\n  pass\nelse:\n  import a", "if", ""),
        ("if TYPE_CHECKING:\n  import a", "type_checking", ""),
        ("if typing.TYPE_CHECKING:\n  import a", "type_checking", ""),
        ("for i in x:\n  import a", "module", ""),
        ("match x:\n  case 1:\n    import a", "module", ""),
    ],
)
def test_it_is_known_where_a_statement_stands(source, inside, function):
    statement = only(source)

    assert (statement.inside, statement.function) == (inside, function)


def test_a_lazy_import_of_python_3_15_is_read():
    statement = only("x = 1\nlazy import json\n")

    assert (statement.module, statement.lazy, statement.line, statement.source) == (
        "json",
        True,
        2,
        "lazy import json",
    )


def test_a_broken_file_still_gives_the_imports_that_can_be_read():
    lines = [
        "import math",
        "from json import (dumps,",
        "  loads)",
        "def f(:",
        "  pass",
        "import my-tools",
        "from os import path",
    ]

    found = read("main.py", "\n".join(lines))

    assert [(statement.line, statement.module) for statement in found] == [
        (1, "math"),
        (2, "json"),
        (7, "os"),
    ]


@given(st.text(alphabet="import from as*.,()\n\t lazy'\"#:\\a\x00é", max_size=200))
@example("(" * 5000)
@example("-" * 60000 + "1")
@example("import " + ".".join("a" * 5000))
@example("1" + "+1" * 20000)
def test_no_text_whatsoever_breaks_the_reading(source):
    for statement in read("a/b.py", source):
        assert statement.line >= 1
        assert statement.binds
