"""The import graph tells what really happened, in order."""

import pytest

from bot.draw.draw import draw_run
from bot.draw.graph import MAX_NODES, Kind, Mark
from bot.explain.story import Story
from bot.sandbox.snippet import Snippet
from tests.draw.conftest import arrows, drawn, node

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHOP = {
    "main.py": "from shop.till import pay\nimport math",
    "shop/__init__.py": "from . import prices",
    "shop/prices.py": "import json\nimport sys",
    "shop/till.py": "from . import prices\nimport math\ndef pay(): pass",
}


async def test_the_greeting_is_two_files_and_one_arrow(sandbox, content):
    files = {"mymodule.py": "def greet(): pass", "main.py": "import mymodule"}

    graph = await drawn(sandbox, content, files)

    assert arrows(graph) == [("1", "main.py", "mymodule.py")]
    assert [one.kind for one in graph.nodes] == [Kind.START, Kind.YOURS]
    assert graph.telling
    assert graph.alt == "What was imported, in order: 1: main.py (starts here) imports mymodule.py."


async def test_arrows_are_numbered_in_the_order_in_which_code_ran(sandbox, content):
    graph = await drawn(sandbox, content, SHOP)

    assert arrows(graph) == [
        ("1", "main.py", "shop/__init__.py"),
        ("2", "shop/__init__.py", "shop/prices.py"),
        ("3", "shop/prices.py", "json"),
        ("4", "shop/prices.py", "sys"),
        ("5", "main.py", "shop/till.py"),
        ("again", "shop/till.py", "shop/prices.py"),
        ("6", "shop/till.py", "math"),
        ("again", "main.py", "math"),
    ]


async def test_a_package_is_a_frame_around_its_files(sandbox, content):
    graph = await drawn(sandbox, content, {**SHOP, "shop/old/box.py": "", "main.py": "import shop.old.box"})

    assert [(one.key, one.label, one.parent) for one in graph.clusters] == [
        ("shop", "package shop", ""),
        ("shop/old", "old/ without __init__.py", "shop"),
    ]
    assert node(graph, "shop/old/box.py").cluster == "shop/old"


async def test_a_module_that_is_missing_is_marked_by_colour_shape_and_text(sandbox, content):
    graph = await drawn(sandbox, content, {"main.py": "import helper", "helper.py": "import utilz"})

    missing = node(graph, "utilz")
    assert (missing.kind, missing.mark) == (Kind.MISSING, Mark.FAILURE)
    assert missing.lines == ("× not found", "not in your folder", "not part of Python", "not installed")
    assert arrows(graph)[-1] == ("× 2", "helper.py", "utilz")
    assert graph.edges[-1].mark is Mark.FAILURE
    assert graph.telling
    assert (
        "× 2: helper.py imports utilz (× not found; not in your folder; not part of Python; not installed)."
        in graph.alt
    )


async def test_a_missing_module_the_program_copes_with_is_no_failure(sandbox, content):
    source = "try:\n    import numpy\nexcept ImportError:\n    numpy = None"

    graph = await drawn(sandbox, content, {"main.py": source})

    assert node(graph, "numpy").mark is Mark.WARNING
    assert node(graph, "numpy").lines == ("not found, went on",)
    assert not graph.telling


async def test_a_file_that_hides_a_standard_module_says_so(sandbox, content):
    files = {"main.py": "import random\n\nprint(random.randint(1, 6))", "random.py": ""}

    graph = await drawn(sandbox, content, files)

    assert node(graph, "random.py").lines == ("hides Python's random",)
    assert node(graph, "random.py").mark is Mark.WARNING
    assert node(graph, "main.py").lines == ("starts here", "× AttributeError, line 3")
    assert node(graph, "main.py").mark is Mark.FAILURE


async def test_a_name_that_is_not_there_is_told_at_the_arrow_and_at_its_module(sandbox, content):
    files = {"main.py": "from greetings import greeet", "greetings.py": "def greet(): pass"}

    graph = await drawn(sandbox, content, files)

    assert arrows(graph) == [("× 1", "main.py", "greetings.py")]
    assert graph.edges[0].verb == "asks for greeet in"
    assert node(graph, "greetings.py").lines == ("has no greeet",)


async def test_the_same_for_a_standard_module(sandbox, content):
    graph = await drawn(sandbox, content, {"main.py": "from math import pie"})

    assert arrows(graph) == [("× 1", "main.py", "math")]
    assert "has no pie" in node(graph, "math").lines
    assert graph.telling


async def test_a_file_that_is_no_python_is_where_it_stopped(sandbox, content):
    graph = await drawn(sandbox, content, {"main.py": "import bad", "bad.py": "def f(:"})

    assert node(graph, "bad.py").lines == ("× SyntaxError, line 1",)


MANY = """\
os sys math random json re csv time datetime calendar decimal fractions statistics string textwrap glob shutil
tempfile pathlib hashlib hmac secrets zlib gzip bz2 copy pprint heapq bisect array"""


async def test_many_standard_modules_share_a_node(sandbox, content):
    graph = await drawn(sandbox, content, {"main.py": "\n".join(f"import {name}" for name in MANY.split())})

    (_, listed) = graph.nodes
    assert listed.lines[:3] == ("1 os", "2 sys", "3 math")
    assert listed.lines[6] == "+ 24 standard modules"
    assert arrows(graph) == [("1 … 30", "main.py", "Python's own modules")]
    assert not graph.telling


async def test_what_a_standard_module_needs_itself_is_counted(sandbox, content):
    graph = await drawn(sandbox, content, {"main.py": "import random"})

    assert [one.label for one in graph.nodes] == ["main.py", "random"]
    assert node(graph, "random").lines[1].endswith("modules it needs")


async def test_many_files_share_a_node_too(sandbox, content):
    files = {f"part{number}.py": "" for number in range(19)}
    files["main.py"] = "\n".join(f"import part{number}" for number in range(19))

    graph = await drawn(sandbox, content, files)

    assert len(graph.nodes) <= MAX_NODES
    assert arrows(graph)[-1] == ("11 … 19", "main.py", "+ 9 more")


async def test_one_file_is_not_telling_and_no_import_is_no_picture(sandbox, content):
    snippet = Snippet.of([("main.py", "print(1)")])
    run = await sandbox.run(snippet)

    assert not (await drawn(sandbox, content, {"main.py": "import math"})).telling
    assert draw_run(Story.of(snippet, run), content.texts.draw) is None


async def test_an_import_under_a_name_made_at_run_time_is_drawn(sandbox, content):
    source = "from importlib import import_module\nimport_module('plugin')"

    graph = await drawn(sandbox, content, {"main.py": source, "plugin.py": ""})

    assert ("main.py", "plugin.py") in [(start, end) for _, start, end in arrows(graph)]


async def test_a_program_started_as_a_module_starts_in_its_file(sandbox, content):
    files = {"shop/__init__.py": "", "shop/__main__.py": "from . import till", "shop/till.py": ""}

    graph = await drawn(sandbox, content, files, argv=["-m", "shop"])

    assert node(graph, "shop/__main__.py").kind is Kind.START
    assert ("shop/__main__.py", "shop/till.py") in [(start, end) for _, start, end in arrows(graph)]


async def test_a_program_that_is_no_file_of_the_snippet_is_drawn_as_the_program(sandbox, content):
    files = {"main.py": "import tools", "tools.py": ""}

    graph = await drawn(sandbox, content, files, argv=["-c", "import tools"])

    assert node(graph, content.texts.draw.program).kind is Kind.START
    assert arrows(graph) == [("1", content.texts.draw.program, "tools.py")]
